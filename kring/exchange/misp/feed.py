"""Feeds of MISP: a folder with an index, a file for each event, and the hashes of all values (misp-rfc, "Manifest").

| file | what |
|---|---|
| `manifest.json` | of each event its identifier, version and a few words: what readers poll |
| `<uuid>.json` | an event |
| `hashes.csv` | the MD5 of every value, and the event that has it: for asking without fetching |
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from kring.exchange.misp.events import Organisation
from kring.exchange.misp.limits import Unreadable
from kring.exchange.misp.tags import label_of, narrowest
from kring.exchange.misp.values import LAST_MOMENT, text_of, uuid_of, uuid_of_organisation, whole_number
from kring.exchange.stix import Problem
from kring.tlp.labels import Label

MANIFEST = "manifest.json"
HASHES = "hashes.csv"

INTEGRITY = "integrity:sha256"
"""Of a file of an event, in the manifest: the standard says SHOULD."""

MOST_OCTETS_OF_MANIFEST = 64 * 1024 * 1024
"""Of a manifest that is read; some 100,000 events."""

_IN_MANIFEST = ("Orgc", "Tag", "analysis", "date", "info", "threat_level_id", "timestamp")


def file_name(uuid: UUID) -> str:
    """Of an event's file."""
    return f"{uuid}.json"


def event_file(event: Mapping[str, Any]) -> bytes:
    """The file of an event, as `write` gives it. The same event gives the same octets."""
    return orjson.dumps(event)


def outline(event: Mapping[str, Any]) -> dict[str, Any]:
    """What the manifest has to say of one event. For this it need not have anything in it."""
    return {name: event["Event"][name] for name in _IN_MANIFEST}


def manifest_entry(event: Mapping[str, Any]) -> dict[str, Any]:
    """The same, with the hash of its file."""
    return outline(event) | {INTEGRITY: hashlib.sha256(event_file(event)).hexdigest()}


def manifest(events: Iterable[Mapping[str, Any]]) -> bytes:
    """`manifest.json`. An object also when there is nothing in it: readers fail over a list."""
    return manifest_of({UUID(event["Event"]["uuid"]): manifest_entry(event) for event in events})


def manifest_of(entries: Mapping[UUID, Mapping[str, Any]]) -> bytes:
    """The same from entries that were kept."""
    return orjson.dumps({str(uuid): entry for uuid, entry in entries.items()})


def hashes_csv(events: Iterable[Mapping[str, Any]]) -> bytes:
    """`hashes.csv`: a line for each value, and each part of a value in two parts."""
    return "".join(f"{one},{event['Event']['uuid']}\n" for event in events for one in hashes(event)).encode()


def hashes(event: Mapping[str, Any]) -> Iterator[str]:
    """The MD5 of each value in an event, in hexadecimal."""
    inner = event["Event"]
    attributes = [*inner.get("Attribute", ())]
    attributes += [attribute for whole in inner.get("Object", ()) for attribute in whole["Attribute"]]
    for attribute in attributes:
        in_parts = "|" in attribute["type"] or attribute["type"] == "malware-sample"
        for part in attribute["value"].split("|") if in_parts else [attribute["value"]]:
            yield hashlib.md5(part.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manifest says of an event."""

    uuid: UUID
    version: int
    """Seconds since 1970."""
    file: str
    """Its name, beside the manifest."""
    title: str = ""
    label: Label | None = None
    """The narrowest the event as a whole is tagged with; None when nothing says."""
    maker: Organisation | None = None
    sha256: str | None = None
    """Of the file, in hexadecimal, when the manifest tells."""


def is_intact(octets: bytes, sha256: str | None) -> bool:
    """Is this the file that a manifest speaks of? Yes when the manifest does not tell."""
    return sha256 is None or hashlib.sha256(octets).hexdigest() == sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a feed has."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    """Entries that cannot be used. Codes: no_uuid, form."""


def read_manifest(octets: bytes) -> Manifest:
    """What a manifest says of its events. Raises Unreadable."""
    if len(octets) > MOST_OCTETS_OF_MANIFEST:
        raise Unreadable(
            "too_large", f"The manifest is {len(octets)} bytes; at most {MOST_OCTETS_OF_MANIFEST} are read."
        )
    try:
        document = orjson.loads(octets)
    except orjson.JSONDecodeError as error:
        raise Unreadable("not_json", f"The manifest is not JSON: {error}.") from error
    if document == []:  # as PHP writes an object without anything in it
        document = {}
    if not isinstance(document, dict) or "Event" in document:
        raise Unreadable(
            "no_events", "This is no manifest of a feed: it is not an object with an entry for each event."
        )
    problems: list[Problem] = []
    entries = tuple(_entries(document, problems))
    return Manifest(entries, tuple(problems))


def _entries(document: Mapping[str, Any], problems: list[Problem]) -> Iterator[Entry]:
    for name, said in document.items():
        path = f"/{name[:250].replace('~', '~0').replace('/', '~1')}"
        uuid = uuid_of(name)
        if uuid is None or not isinstance(said, dict):
            problems.append(Problem("no_uuid", path, "This is no entry for an event, under its identifier."))
            continue
        version = whole_number(said.get("timestamp"), most=LAST_MOMENT)
        if version is None:
            problems.append(Problem("form", f"{path}/timestamp", "This is no version, so the event is taken for new."))
            version = LAST_MOMENT
        yield _entry(name, uuid, version, said)


def _entry(name: str, uuid: UUID, version: int, said: Mapping[str, Any]) -> Entry:
    tags, maker, digest = said.get("Tag"), said.get("Orgc"), text_of(said.get(INTEGRITY)).lower()
    names = [text_of(tag.get("name")) for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
    by = text_of(maker.get("name")) if isinstance(maker, dict) else ""
    return Entry(
        uuid=uuid,
        version=version,
        file=f"{name.strip()}.json",
        title=text_of(said.get("info")),
        label=narrowest(label_of(tag) for tag in names),
        maker=Organisation(by, uuid_of_organisation(maker)) if isinstance(maker, dict) and by else None,
        sha256=digest or None,
    )
