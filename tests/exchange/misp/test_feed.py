"""A feed of events: its files as MISP's own tools make them, and what is new in one since last time."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymisp.tools.feed import feed_meta_generator

from kring.exchange.misp import (
    HASHES,
    MANIFEST,
    Entry,
    Organisation,
    Unreadable,
    event_file,
    file_name,
    hashes_csv,
    is_intact,
    manifest,
    manifest_entry,
    manifest_of,
    read_manifest,
    write,
)
from kring.exchange.stix import split
from kring.tlp.labels import Label
from tests.exchange.misp.samples import EVENT_UUID, NORTH
from tests.exchange.stix.samples import INDICATOR, octets, real

OTHER = UUID("5c4a1fcd-8328-42bb-a95e-4f4402de0b82")


def event(uuid: UUID = EVENT_UUID, version: int = 1763700000, *objects: bytes) -> dict[str, Any]:
    return write(
        uuid=uuid,
        title="A loader",
        day=date(2026, 11, 20),
        version=version,
        label=Label.AMBER,
        maker=NORTH,
        objects=objects or [octets(INDICATOR)],
    )


def pair() -> list[dict[str, Any]]:
    return [event(), event(OTHER, 1763700001)]


def theirs(folder: Path, events: list[dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """The manifest and the hashes that PyMISP makes of these events, from their files."""
    for one in events:
        (folder / file_name(UUID(one["Event"]["uuid"]))).write_bytes(event_file(one))
    feed_meta_generator(folder)
    return json.loads((folder / MANIFEST).read_text()), (folder / HASHES).read_text().splitlines()


def as_texts(made: dict[str, Any]) -> dict[str, Any]:
    """PyMISP has numbers where MISP has texts, and no integrity."""
    return {
        uuid: {name: str(said) if isinstance(said, int) else said for name, said in entry.items() if ":" not in name}
        for uuid, entry in made.items()
    }


def test_pymisp_makes_the_same_of_it(tmp_path: Path) -> None:
    made, hashes = theirs(tmp_path, pair())
    assert as_texts(json.loads(manifest(pair()))) == as_texts(made)
    assert sorted(hashes_csv(pair()).decode().splitlines()) == sorted(hashes)
    assert len(hashes) == 2


def test_pymisp_makes_the_same_of_real_indicators(tmp_path: Path) -> None:
    events = [
        event(UUID(int=EVENT_UUID.int + place), 1, *split(path.read_bytes()).objects)
        for place, path in enumerate(real("stix-examples", "*.json"))
    ]
    made, hashes = theirs(tmp_path, events)
    assert as_texts(json.loads(manifest(events))) == as_texts(made)
    assert sorted(hashes_csv(events).decode().splitlines()) == sorted(hashes)
    assert len(hashes) > 20


def test_values_in_two_parts_have_two_hashes() -> None:
    whole = {"Event": {"uuid": str(OTHER), "Object": [{"Attribute": [{"type": "filename|md5", "value": "a|b"}]}]}}
    lines = [f"{hashlib.md5(part.encode()).hexdigest()},{OTHER}" for part in ("a", "b")]
    assert hashes_csv([whole]).decode() == "".join(f"{line}\n" for line in lines)


def test_a_feed_without_events_has_an_empty_object() -> None:
    assert manifest([]) == b"{}"
    assert hashes_csv([]) == b""
    assert read_manifest(b"{}") == read_manifest(b"[]")


def test_a_manifest_can_be_made_of_entries_that_were_kept() -> None:
    assert manifest_of({EVENT_UUID: manifest_entry(event())}) == manifest([event()])


def test_the_same_event_is_the_same_file() -> None:
    assert event_file(event()) == event_file(event())
    assert event_file(event()) != event_file(event(version=1))


def test_our_own_manifest_can_be_read() -> None:
    found = read_manifest(manifest(pair()))
    assert found.entries[0] == Entry(
        uuid=EVENT_UUID,
        version=1763700000,
        file=f"{EVENT_UUID}.json",
        title="A loader",
        label=Label.AMBER,
        maker=NORTH,
        sha256=hashlib.sha256(event_file(event())).hexdigest(),
    )
    assert [entry.uuid for entry in found.entries] == [EVENT_UUID, OTHER]
    assert found.problems == ()


def test_a_file_that_was_changed_on_the_way_is_noticed() -> None:
    (entry,) = read_manifest(manifest([event()])).entries
    assert is_intact(event_file(event()), entry.sha256)
    assert not is_intact(event_file(event(version=1)), entry.sha256)
    assert is_intact(b"whatever it is", None)


def test_a_manifest_as_misp_writes_it_can_be_read() -> None:
    listed = {
        "57C6AC4C-C60C-4F79-A38F-B666950D210F": {
            "info": "Malspam",
            "Orgc": {"id": "2", "name": "CIRCL"},
            "analysis": "0",
            "Tag": [{"colour": "#ffffff", "name": "tlp:white"}, {"name": "TLP:GREEN"}],
            "timestamp": 1472638251,
            "date": "2016-08-31",
        }
    }
    (entry,) = read_manifest(json.dumps(listed).encode()).entries
    assert (entry.version, entry.label, entry.sha256) == (1472638251, Label.GREEN, None)
    assert entry.file == "57C6AC4C-C60C-4F79-A38F-B666950D210F.json"
    assert entry.maker is not None
    assert entry.maker == Organisation("CIRCL", entry.maker.uuid)


def test_an_entry_that_cannot_be_used_is_told() -> None:
    listed = {"no/uuid": {}, str(OTHER): 17, str(EVENT_UUID): {"timestamp": "soon"}}
    found = read_manifest(json.dumps(listed).encode())
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("no_uuid", "/no~1uuid"),
        ("no_uuid", f"/{OTHER}"),
        ("form", f"/{EVENT_UUID}/timestamp"),
    ]
    assert [entry.uuid for entry in found.entries] == [EVENT_UUID]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"<html>", "not_json"),
        (b"[1]", "no_events"),
        (b"17", "no_events"),
        (b'{"Event": {}}', "no_events"),
    ],
)
def test_what_is_no_manifest_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_manifest(raw)
    assert caught.value.code == code


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
ENTRY = st.dictionaries(st.sampled_from(["timestamp", "info", "Orgc", "Tag", "integrity:sha256"]), JSON)


@given(st.dictionaries(st.uuids().map(str) | st.text(max_size=5), ENTRY | JSON))
def test_whatever_a_manifest_says_there_is_an_answer(listed: dict[str, Any]) -> None:
    found = read_manifest(json.dumps(listed).encode())
    assert len(found.entries) + len([one for one in found.problems if one.code == "no_uuid"]) == len(listed)
