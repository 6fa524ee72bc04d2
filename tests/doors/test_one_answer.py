"""What is hidden and what is not there are one answer: the same octets, the same questions to the database, the same time."""

import gc
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.doors.addresses import CAST, Scene, browser, meets, scene
from tests.doors.table import TABLE, Line

pytestmark = pytest.mark.requirement("R142")

OWN = r"\{(?:amber|red|draft|file|red_file|reply|webhook|feed|token|wider|onward|card|buddy|case|hearing|plan|topic)\}"
CIRCLE = r"(?<=/c/)north|\{(?:green|north|code|membership|seat|cem|meeting)\}"
HIDDEN = {"bo": re.compile(OWN), "dee": re.compile(f"{OWN}|{CIRCLE}")}
"""What stands in an address and is hidden from somebody. The circle is not from bo, who works for one of its members."""


def hidden_from(name: str) -> Iterator[tuple[Line, str]]:
    """Lines in which this person meets nothing though something is there, and the same address of nothing."""
    for line in TABLE:
        if line.met[CAST.index(name)] != "404" or "{guest}" in line.address:
            continue
        for found in HIDDEN[name].finditer(line.address):
            nothing = "{absent}" if found[0].startswith("{") else "never"
            yield line, line.address[: found.start()] + nothing + line.address[found.end() :]


# The same octets.


@pytest.mark.parametrize("name", ["dee", "bo"])
def test_hidden_and_absent_are_the_same_octets(cast: Cast, name: str) -> None:
    place = scene(cast)
    compared = 0
    for line, nothing in hidden_from(name):
        if line.method == "GET":
            assert _seen(place, name, line.address) == _seen(place, name, nothing), line
            compared += 1
    assert compared > 40


def _seen(place: Scene, name: str, template: str) -> tuple[int, str, dict[str, str]]:
    """An answer without the address itself and the tokens that every page has of its own."""
    path = place.address(template)
    if path.startswith("/api/"):
        said = place.machines[name].get(path)
        status, text, headers = said.status, said.raw.decode(), said.headers
    else:
        response = browser(place, name).get(path)
        status, text, headers = response.status_code, response.content.decode(), dict(response.headers)
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{64}", "", text.replace(path, ""))
    nonce = re.search(r"'nonce-([^']+)'", headers.get("Content-Security-Policy", ""))
    if nonce:
        text = text.replace(nonce[1], "")
    said_about = {key: value for key, value in headers.items() if key not in {"Content-Security-Policy", "Set-Cookie"}}
    assert settings.SESSION_COOKIE_NAME not in text
    return status, text, said_about


# The same questions to the database: who asks it one more about what is there, answers later.


@pytest.mark.parametrize("name", ["dee", "bo"])
def test_hidden_and_absent_ask_the_database_the_same(cast: Cast, name: str) -> None:
    place = scene(cast)
    compared = 0
    for line, nothing in hidden_from(name):
        assert _asked(place, name, line.method, line.address) == _asked(place, name, line.method, nothing), line
        compared += 1
    assert compared > 100


def _asked(place: Scene, name: str, method: str, template: str) -> list[str]:
    """Every statement, without the values in it."""
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        assert meets(place, name, method, template) == "404"
        transaction.set_rollback(True)
    return [re.sub(r"'(''|[^'])*'|\b\d+\b|s\d+_x\d+", "?", query["sql"]) for query in captured.captured_queries]


# The same time.

PAIRS = 80
TRIES = 4
"""A machine that does something else meanwhile may spoil a measurement; it does not spoil all of them."""


@dataclass(frozen=True)
class Compared:
    """How long two answers took, in turns."""

    ratio: float
    """Of the medians."""
    later: float
    """How often the first of a pair took longer: about half of the time, when nobody can tell."""

    @property
    def tells(self) -> bool:
        """Could somebody tell them apart?"""
        return not (0.85 < self.ratio < 1.18 and 0.25 < self.later < 0.75)


def _compare(one: Callable[[], object], other: Callable[[], object]) -> Compared:
    """Pairs, in an order that is thrown anew for each, so that what comes and goes hits both alike."""
    taken: dict[int, list[float]] = {0: [], 1: []}
    asks = (one, other)
    for ask in asks * 3:
        ask()
    gc.collect()
    gc.disable()
    try:
        for _ in range(PAIRS):
            for which in random.sample((0, 1), 2):
                started = time.perf_counter()
                asks[which]()
                taken[which].append(time.perf_counter() - started)
    finally:
        gc.enable()
    later = sum(first > second for first, second in zip(taken[0], taken[1], strict=True)) / PAIRS
    return Compared(median(taken[0]) / median(taken[1]), later)


@pytest.mark.parametrize(
    ("hidden", "absent"),
    [
        ("/items/{amber}/", "/items/{absent}/"),
        ("/files/{file}/", "/files/{absent}/"),
        ("/api/v1/items/{amber}", "/api/v1/items/{absent}"),
        ("/api/v1/attachments/{file}", "/api/v1/attachments/{absent}"),
    ],
)
def test_hidden_takes_as_long_as_absent(cast: Cast, hidden: str, absent: str) -> None:
    place = scene(cast)
    seen = []
    for _ in range(TRIES):
        seen.append(_compare(_asking(place, "dee", hidden), _asking(place, "dee", absent)))
        if not seen[-1].tells:
            return
    raise AssertionError(seen)


def test_what_one_may_see_takes_another_time_than_what_is_not_there(cast: Cast) -> None:
    """So that the measure above is one that can tell."""
    place = scene(cast)
    assert _compare(_asking(place, "cem", "/items/{amber}/"), _asking(place, "cem", "/items/{absent}/")).tells


def _asking(place: Scene, name: str, template: str) -> Callable[[], object]:
    path = place.address(template)
    if path.startswith("/api/"):
        return lambda: place.machines[name].get(path)
    client = browser(place, name)
    return lambda: client.get(path)
