"""Somebody brings in a file: STIX or MISP, whole or spoiled."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kring.exchange import commands, queries
from kring.exchange.commands import Brought
from kring.exchange.stix import TLP_2
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.tlp.labels import Label
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.exchange.csaf.samples import an_advisory
from tests.exchange.stix.samples import INDICATOR, SIGHTING
from tests.sharing.pages.visit import visitor, words_of
from tests.sharing.stage import refused

DATA = Path(__file__).parents[3] / "shared" / "data"
PAGE = "/c/north/objects/bring/"
EVENT = {
    "Event": {
        "uuid": "5c4a1fcd-8328-42bb-a95e-4f4402de0b81",
        "info": "Loader at a supplier",
        "date": "2026-11-20",
        "timestamp": "1795000000",
        "Orgc": {"name": "CERT", "uuid": "5c4a1fcd-8328-42bb-a95e-4f4402de0b82"},
        "Tag": [{"name": "tlp:amber"}],
        "Attribute": [
            {
                "uuid": "a0921e21-c7ae-4c7f-b84b-b84a7ce53d01",
                "type": "ip-dst",
                "category": "Network activity",
                "to_ids": True,
                "value": "203.0.113.9",
                "timestamp": "1795000000",
            }
        ],
    }
}


def bring(cast: Cast, octets: bytes, name: str = "ada", unmarked: Label = Label.AMBER) -> Brought:
    with acting_as(cast.actor(name)) as actor:
        return commands.bring_in(actor=actor, circle=cast.north.pk, octets=octets, unmarked=unmarked)


def there(cast: Cast, name: str) -> list[dict[str, Any]]:
    with acting_as(Actor(person=cast.person(name).pk, ceiling=3)):
        return [json.loads(row.body) for row in queries.page(cast.north.pk, most=10_000).rows]


def real(*parts: str) -> bytes:
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"There is no real input beside this project (../shared/data/{'/'.join(parts)}).")
    return path.read_bytes()


def test_an_event_of_misp_comes_in_as_objects_under_its_label(cast: Cast) -> None:
    brought = bring(cast, json.dumps(EVENT).encode())
    assert brought.format == "MISP"
    assert brought.remarks == []
    found = {one["type"]: one for one in there(cast, "cem")}
    assert found["report"]["name"] == "Loader at a supplier"
    assert "203.0.113.9" in found["indicator"]["pattern"]
    assert {one["type"] for one in there(cast, "bo")} <= {"identity"}, "AMBER is for who is seated"


def test_a_bundle_comes_in_as_it_is(cast: Cast) -> None:
    octets = real("attack", "ics-attack-17.1.json")
    brought = bring(cast, octets)
    assert (brought.format, brought.taken, brought.remarks) == ("STIX 2.1", 1651, [])
    assert bring(cast, octets).taken == 1651
    assert len(there(cast, "cem")) == 1651, "what is there is not added twice"


def test_a_real_event_comes_in(cast: Cast) -> None:
    brought = bring(cast, real("misp-events", "misp_event.json"))
    assert brought.format == "MISP"
    assert brought.taken > 0


ADVISORIES = sorted(path.name for path in DATA.glob("csaf-real/icsa-*.json"))


@pytest.mark.parametrize("name", ADVISORIES[:6] or ["icsa-24-004-01.json"])
def test_a_real_advisory_comes_in_with_its_vulnerabilities_and_unchanged(cast: Cast, name: str) -> None:
    octets = real("csaf-real", name)
    brought = bring(cast, octets)
    assert (brought.format, brought.remarks) == ("CSAF 2.0", [])
    found = there(cast, "cem")
    advisory = json.loads(octets)
    (whole,) = [one for one in found if one["type"] == "x-csaf-advisory"]
    assert whole["document"].encode() == octets
    named = {one["name"] for one in found if one["type"] == "vulnerability"}
    assert named == {one["cve"] for one in advisory["vulnerabilities"]}
    (report,) = [one for one in found if one["type"] == "report"]
    assert report["name"] == advisory["document"]["title"]
    assert set(report["object_refs"]) == {one["id"] for one in found if one["type"] != "report"}


def advisory_with(change: dict[str, Any]) -> bytes:
    document = json.loads(real("csaf-real", "icsa-24-004-01.json"))
    document["document"] |= change
    return json.dumps(document).encode()


def test_a_draft_of_csaf_that_does_not_say_when_it_was_made_is_refused(cast: Cast) -> None:
    """Nothing of a draft was judged."""
    for said in ("", "yesterday", "2026-11-21", "0001-01-01T00:00:00+23:59"):
        document = an_advisory()
        document["document"] |= {"csaf_version": "2.1"}
        document["document"]["tracking"] |= {"initial_release_date": said}
        with refused("not_valid"):
            bring(cast, json.dumps(document).encode())


def test_what_no_database_keeps_spoils_no_other_object(cast: Cast) -> None:
    odd = [
        INDICATOR | {"\0": 0},
        INDICATOR | {"type": "a\0b"},
        SIGHTING | {"x_ref": "a\0b", "x_refs": ["a\nipv4 203.0.113.9"]},
    ]
    brought = bring(cast, json.dumps({"objects": [*odd, INDICATOR]}).encode())
    assert (brought.taken, len(brought.remarks)) == (2, 2)


def test_an_advisory_that_is_not_valid_is_refused_with_the_number_of_the_test(cast: Cast) -> None:
    document = json.loads(real("csaf-real", "icsa-24-004-01.json"))
    document["vulnerabilities"].append(document["vulnerabilities"][0])
    with refused("not_valid"):
        bring(cast, json.dumps(document).encode())
    with refused("not_valid"):
        bring(cast, advisory_with({"title": ""}))


def test_an_advisory_without_a_label_is_not_for_everybody(cast: Cast) -> None:
    bring(cast, advisory_with({"distribution": {"text": "For you."}}))
    with acting_as(Actor(person=cast.cem.pk, ceiling=1)):
        assert queries.page(cast.north.pk).rows == []
    assert there(cast, "cem")


def test_what_is_spoiled_is_told_and_keeps_nothing_out(cast: Cast) -> None:
    good = {
        "type": "ipv4-addr",
        "spec_version": "2.1",
        "id": "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd",
        "value": "198.51.100.3",
    }
    red = good | {"id": "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742de", "object_marking_refs": [TLP_2[Label.RED]]}
    brought = bring(cast, json.dumps({"objects": [good, {"type": "indicator"}, red]}).encode())
    assert brought.taken == 1
    assert len(brought.remarks) == 2
    assert "RED" in brought.remarks[1].text


@pytest.mark.parametrize(
    "octets",
    [b"", b"\xff\xfe", b"not json", b"[]", b"{}", b'{"a": 1}', b'{"objects": []}', b"PK\x03\x04", b"[" * 100_000],
)
def test_what_is_neither_is_refused_with_a_reason(cast: Cast, octets: bytes) -> None:
    with refused("unreadable_file"):
        bring(cast, octets)


@pytest.mark.parametrize("name", ["bo", "gus", "fay"])
def test_who_only_reads_brings_nothing(cast: Cast, name: str) -> None:
    with refused("not_seated"):
        bring(cast, json.dumps(EVENT).encode(), name)


def test_on_the_page_one_sees_what_became_of_it(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    file = SimpleUploadedFile("event.json", json.dumps(EVENT).encode())
    page = words_of(ada.post(PAGE, {"file": file, "unmarked": "2"}))
    assert "objects are here now" in page
    nothing = SimpleUploadedFile("x.json", b"nonsense")
    assert "neither STIX 2.1 nor CSAF, an event of MISP or a list" in words_of(
        ada.post(PAGE, {"file": nothing, "unmarked": "2"})
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_everybody_can_use_the_page(cast: Cast, browse: Browse, width: int, scheme: Scheme) -> None:
    page = browse(visitor(cast, "ada"), PAGE, width=width, scheme=scheme)
    assert wrong_on(page) == []
