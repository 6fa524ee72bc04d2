"""Real events by MISP's own people: read, none of it lost, and written again for others to read."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest
from pymisp import MISPEvent
from stix2validator import ValidationOptions, validate_instance

from kring.exchange import stix
from kring.exchange.misp import Converter, Event, read, write
from kring.tlp.labels import Label
from tests.exchange.misp.samples import EVENT_UUID, NORTH, documents, octets, real

EVENTS = {
    "57c4445b-c548-4654-af0b-4be3950d210f.json": (9, Label.CLEAR),
    "existing_event.json": (122, Label.CLEAR),
    "galaxy_1.json": (10, Label.CLEAR),
    "mainly_objects_1.json": (74, Label.CLEAR),
    "misp_event.json": (2, None),
    "sighting_1.json": (5, None),
}


def one(name: str, converter: Converter) -> tuple[Event, dict[str, Any]]:
    """The event as it is read here, and as it is in the file."""
    (path,) = real("misp-events", name)
    (event,) = read(path.read_bytes(), converter=converter)
    content = json.loads(path.read_bytes())
    return event, content.get("Event", content)


@pytest.mark.parametrize("name", EVENTS)
def test_it_is_read_whole(converter: Converter, name: str) -> None:
    event, content = one(name, converter)
    assert (event.attributes, event.label) == EVENTS[name]
    assert (str(event.uuid), event.title, str(event.version)) == (
        content["uuid"],
        content["info"],
        content["timestamp"],
    )
    assert event.day == date.fromisoformat(content["date"])
    assert json.loads(event.octets) == content
    assert not event.refused
    assert [(found.id, found.problems) for found in map(stix.read, event.objects) if found.problems] == []


@pytest.mark.parametrize("name", EVENTS)
def test_nothing_in_it_is_lost(converter: Converter, name: str) -> None:
    event, content = one(name, converter)
    there = set(leaves(documents(event))) | set(event.tags)
    for document in documents(event):
        if document["type"] == "indicator":
            there.update(value for equality in stix.equalities(document["pattern"]) for value in equality.values)
    lost = [said for said in said_in(content) if not any(form <= there for form in forms(said))]
    # The converter takes another number of it instead, that of CAPEC; its name is there.
    assert lost == {"galaxy_1.json": ["Permission Groups Discovery - T1069"]}.get(name, [])


def forms(said: str) -> list[set[str]]:
    """What a value can have become: itself, a name and a hash, a technique and its number, a moment as STIX writes it."""
    return [{said}, set(said.split("|")), set(said.split(" - ")), {f"{said.replace(' ', 'T')}Z"}]


def leaves(value: object) -> Iterator[str]:
    match value:
        case dict():
            for inner in value.values():
                yield from leaves(inner)
        case list():
            for inner in value:
                yield from leaves(inner)
        case _:
            yield str(value)


def said_in(event: dict[str, Any]) -> Iterator[str]:
    """Values, comments, tags and clusters, wherever in the event."""
    attributes = event.get("Attribute", []) + [part for whole in event.get("Object", []) for part in whole["Attribute"]]
    for attribute in attributes:
        yield attribute["value"]
    for record in (*event.get("Attribute", []), *event.get("Object", [])):
        if record.get("comment"):
            yield record["comment"]
    for record in (event, *attributes):
        for galaxy in record.get("Galaxy", []):
            yield from (cluster["value"] for cluster in galaxy["GalaxyCluster"])
        for tag in record.get("Tag", []):
            if not tag["name"].startswith(("tlp:", "misp-galaxy:")):
                yield tag["name"]


@pytest.mark.parametrize("name", EVENTS)
def test_every_reference_is_a_relationship_or_one_object(converter: Converter, name: str) -> None:
    event, content = one(name, converter)
    made = documents(event)
    links = {(one["source_ref"][-36:], one["target_ref"][-36:]) for one in made if one["type"] == "relationship"}
    there = {one["id"][-36:] for one in made}
    for whole in content.get("Object", []):
        for reference in whole.get("ObjectReference", []):
            ends = whole["uuid"], reference["referenced_uuid"]
            assert ends in links or not set(ends) <= there, reference


@pytest.mark.parametrize("name", EVENTS)
def test_a_judge_that_nobody_here_wrote_takes_what_is_made_of_it(converter: Converter, name: str) -> None:
    event, _ = one(name, converter)
    judge = ValidationOptions(version="2.1")
    judged = [validate_instance(document, judge) for document in documents(event)[:60]]
    assert [found.object_id for found in judged if not found.is_valid] == []


@pytest.mark.parametrize("name", EVENTS)
def test_it_is_written_as_pymisp_writes_it(converter: Converter, name: str) -> None:
    event, _ = one(name, converter)
    assert event.day
    written = write(
        uuid=uuid5(EVENT_UUID, name),
        title=event.title,
        day=event.day,
        version=event.version,
        label=Label.GREEN,
        maker=NORTH,
        tags=event.tags,
        objects=event.objects,
    )
    theirs = MISPEvent()
    theirs.load(json.loads(octets(written)))
    assert theirs.to_feed() == written
    assert len(written["Event"]["Attribute"]) >= event.attributes / 2


def test_what_was_an_indicator_is_one_again_after_a_round(converter: Converter) -> None:
    event, content = one("existing_event.json", converter)
    assert event.day
    written = write(
        uuid=EVENT_UUID, title="x", day=event.day, version=1, label=Label.GREEN, maker=NORTH, objects=event.objects
    )
    parts = [part for whole in content["Object"] for part in whole["Attribute"]]
    wanted = {part["value"].lower() for part in (*content["Attribute"], *parts) if part["to_ids"]}
    given = {part["value"].lower() for part in written["Event"]["Attribute"]}
    assert wanted <= given


EXPECTED = ["test_events_collection_1.json", "test_events_collection_2.json"]


@pytest.mark.parametrize("name", EXPECTED)
def test_collections_give_the_stix_that_their_makers_expect(converter: Converter, name: str) -> None:
    (path,) = real("misp-stix-pairs", name)
    events = read(path.read_bytes(), converter=converter)
    assert [len(event.problems) for event in events] == [0, 0]
    given = {one["id"]: one for event in events for one in documents(event)}
    (whole,) = real("misp-stix-pairs", name.replace("events_collection_", "event").replace(".json", "_stix21.json"))
    assert compared(expected(whole)) <= compared(given)


def expected(path: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(path.read_bytes())["objects"]}


def compared(objects: dict[str, dict[str, Any]]) -> set[str]:
    """By identifier, without what differs for a reason: a report stands for a grouping, and links have names of their own."""
    return {name for name in objects if not name.startswith(("grouping", "report", "relationship"))}
