"""What each of the cast meets at every address there is. An address that is not in the table fails."""

import json
import re
from pathlib import Path

import httpx
import pytest
from django.db import transaction
from django.urls import resolve
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.doors.addresses import ABSENT, CAST, Scene, meets, routes, scene, server_doors, taxii_ways
from tests.doors.table import TABLE, Line
from tests.installation import cookie_of, own_database, serving

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"

pytestmark = pytest.mark.requirement("R142")


def plain(address: str) -> str:
    """With something in every place, and without what is asked for, so that it can be resolved."""
    return re.sub(r"\{\w+\}", ABSENT, address.partition("?")[0])


def test_every_address_is_in_the_table() -> None:
    known = {resolve(plain(line.address)).route for line in TABLE if line.part not in {"server", "taxii2"}}
    assert routes() - known == set()


def test_every_operation_of_the_api_is_in_the_table() -> None:
    paths = json.loads(CONTRACT.read_text())["paths"]
    said = {(method.upper(), _shape(path)) for path, methods in paths.items() for method in methods}
    known = {(line.method, _shape(line.address)) for line in TABLE if line.part == "api"}
    assert said - known == set()


def _shape(path: str) -> str:
    return re.sub(r"\{\w+\}|useful", "*", path)


def test_every_address_of_taxii_is_in_the_table() -> None:
    known = {(line.method, _shape(line.address)) for line in TABLE if line.part == "taxii2"}
    assert taxii_ways() - known == set()


def test_what_the_server_answers_before_the_pages_is_known() -> None:
    assert {*server_doors(), "/static/"} == {line.address for line in TABLE if line.part == "server"}


def test_everybody_meets_at_the_server_what_the_table_says(
    copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with own_database(copy_database, django_db_blocker, "doors") as database:
        people = make_cast()
        cookies = {name: cookie_of(people.person(name)) for name in CAST[1:]}
        with serving(database, tmp_path / "home", KRING_METRICS_TOKEN="nobody of the cast has this") as served:
            for line in TABLE:
                if line.part == "server":
                    met = tuple(_answered(served.url + line.address, line.method, cookies.get(name)) for name in CAST)
                    assert met == line.met, line


def _answered(url: str, method: str, cookies: dict[str, str] | None) -> str:
    with httpx.Client(trust_env=False, cookies=cookies) as client, client.stream(method, url) as answer:
        return str(answer.status_code)


@pytest.mark.parametrize("part", ["api", "items", "account", "you", "taxii2", "rest"])
def test_everybody_meets_what_the_table_says(cast: Cast, part: str) -> None:
    place = scene(cast)
    wrong = []
    for line in TABLE:
        if line.part != part:
            continue
        met = tuple(_meets(place, name, line) for name in CAST)
        if met != line.met:
            wrong.append(f"{line}: {' '.join(met)}, and the table says {' '.join(line.met)}")
    assert wrong == []


def _meets(place: Scene, name: str, line: Line) -> str:
    with transaction.atomic():
        met = meets(place, name, line.method, line.address)
        transaction.set_rollback(True)
    return met


# The table itself, against the design: what is typed wrong there is not a rule.

NOT_TOLD = {"404", "405", "in", "401", "415"}
"""Answers that say nothing of whether it is there."""


@pytest.mark.parametrize(
    ("thing", "strangers"),
    [
        ("{green}", {"visitor", "dee", "eve"}),
        ("{amber}", {"visitor", "bo", "dee", "eve"}),
        ("{red}", {"visitor", "bo", "dee", "eve"}),
        ("{draft}", {"visitor", "bo", "cem", "dee", "eve"}),
        ("{file}", {"visitor", "bo", "dee", "eve"}),
        ("{red_file}", {"visitor", "bo", "dee", "eve"}),
        ("{reply}", {"visitor", "bo", "dee", "eve"}),
        ("{poll}", {"visitor", "bo", "dee", "eve"}),
        ("{red_poll}", {"visitor", "bo", "dee", "eve"}),
        ("{meeting}", {"visitor", "dee", "eve"}),
        ("{plan}", {"visitor", "bo", "dee", "eve"}),
        ("{topic}", {"visitor", "bo", "dee", "eve"}),
        ("{webhook}", {"visitor", "bo", "cem", "dee", "eve"}),
        ("{survey}", {"visitor", "bo", "dee", "eve"}),
        ("{lesson}", {"visitor", "bo", "dee", "eve"}),
        ("{hours}", {"visitor", "bo", "cem", "dee", "eve"}),
        ("{visit}", {"visitor", "bo", "dee", "eve"}),
        ("{feed}", {"visitor", "bo", "cem", "dee", "eve"}),
        ("{wider}", {"visitor", "bo", "cem", "dee", "eve"}),
        ("{onward}", {"visitor", "bo", "cem", "dee", "eve"}),
        ("{code}", {"visitor", "dee", "eve"}),
        ("{card}", {"visitor", "bo", "dee", "eve"}),
        ("{buddy}", {"visitor", "ada", "bo", "dee", "eve"}),
        ("{case}", {"visitor", "bo", "cem", "dee", "eve"}),
        ("{hearing}", {"visitor", "ada", "bo", "dee", "eve"}),
        ("{adviser}", {"visitor", "dee"}),
    ],
)
def test_the_table_lets_nobody_in_who_is_a_stranger(thing: str, strangers: set[str]) -> None:
    absent = {(line.method, line.address): line.met for line in TABLE}
    lines = [line for line in TABLE if thing in line.address and "{guest}" not in line.address]
    assert lines
    for line in lines:
        for name, met in zip(CAST, line.met, strict=True):
            if name in strangers:
                nothing = absent.get((line.method, line.address.replace(thing, "{absent}")))
                same = nothing is not None and met == nothing[CAST.index(name)]
                assert met in NOT_TOLD or same, f"{line}: {name} meets {met}"


READERS = {"{green}": {"ada", "bo", "cem"}, "{amber}": {"ada", "cem"}, "{red}": {"ada", "cem"}}


@pytest.mark.parametrize(
    ("address", "readers"),
    [
        *((f"/items/{thing}/", readers) for thing, readers in READERS.items()),
        *((f"/items/{thing}/paper/", readers) for thing, readers in READERS.items()),
        ("/api/v1/items/{green}", READERS["{green}"]),
        ("/api/v1/items/{amber}", READERS["{amber}"]),
        ("/api/v1/items/{red}", set()),
        ("/api/v1/drafts/{draft}", {"ada"}),
        ("/files/{file}/", READERS["{amber}"]),
        ("/api/v1/attachments/{file}", READERS["{amber}"]),
        ("/files/{red_file}/", READERS["{red}"]),
        ("/api/v1/attachments/{red_file}", set()),
    ],
)
def test_the_table_lets_everybody_in_who_is_a_reader(address: str, readers: set[str]) -> None:
    (line,) = (line for line in TABLE if str(line) == f"GET {address}")
    assert {name for name, met in zip(CAST, line.met, strict=True) if met == "200"} == readers


def test_the_table_lets_red_to_no_machine() -> None:
    met = {status for line in TABLE if line.part == "api" and "{red" in line.address for status in line.met}
    assert met == {"401", "404"}


def test_the_table_gives_objects_to_those_whom_their_labels_reach() -> None:
    readers: dict[str, list[set[str]]] = {}
    for line in TABLE:
        if line.method == "GET" and "_object}" in line.address:
            met = {name for name, status in zip(CAST, line.met, strict=True) if status == "200"}
            readers.setdefault("{green}" if "green" in line.address else "{amber}", []).append(met)
    assert readers == {word: [READERS[word]] * len(readers[word]) for word in ("{green}", "{amber}")}
