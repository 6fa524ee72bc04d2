"""What people share, as STIX 2.1 objects: a report, and an indicator for each thing one can look for.

The same item gives the same identifiers each time, so what is written anew is a newer version of the same objects.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import orjson

from kring.exchange.stix.markings import TLP_2
from kring.exchange.stix.moments import microseconds
from kring.sharing.rules import Seen
from kring.tlp.labels import Label

NAMESPACE = UUID("f0b1a6e2-5c5e-4f0c-9f4f-0a4c0c6d7c55")
BEGAN = "2020-01-01T00:00:00.000Z"
"""When organisations were made, as far as anybody asks: their objects have one version."""

CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""Credibility on the Admiralty scale as STIX has it (appendix A); 6 says nothing."""

WITHDRAWN_PATTERN = "[x-withdrawn:value = 'true']"
"""An indicator must have a pattern. This one says nothing of what was taken back, and matches nothing."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something one can look for, by the kinds that texts are searched for."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Sighted:
    """An organisation saw a sign."""

    id: UUID
    sign: Sign
    organisation: str
    """Empty when it does not wish to be named."""
    first: datetime | None
    last: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An item, as far as machines are told."""

    item: UUID
    version: int
    """How often its text was written, from 1."""
    title: str
    text: str
    label: Label
    language: str
    tags: Sequence[str]
    shared: datetime
    changed: datetime
    """The same, or when it was edited after that."""
    address: str
    """Of its page, for people."""
    signs: Sequence[Sign]
    source: str = ""
    """The organisation that shared it; nothing when that is not told."""
    credibility: int | None = None
    """On the Admiralty scale, 1 to 6."""
    sightings: Sequence[Sighted] = ()
    origin: str = ""
    """The report of others that it was made of: then none is written."""
    known: Mapping[Sign, str] = field(default_factory=dict, hash=False)
    """What that report lets one look for, and by which objects: those are not written either."""
    opinions: Sequence[tuple[UUID, str]] = ()
    """What readers said in one tap: an identifier for each, and its kind."""


@dataclass(frozen=True, slots=True)
class Written:
    """One object."""

    stix_id: str
    type: str
    document: Mapping[str, Any]

    @property
    def version(self) -> int:
        """When this version was made, in microseconds since 1970."""
        return microseconds(self.document["modified"])

    @property
    def octets(self) -> bytes:
        """As it goes into the store."""
        return orjson.dumps(self.document)


def objects_of(said: Said, modified: datetime) -> list[Written]:
    """The organisation first, then what one can look for, then the report that refers to all of them."""
    maker = _identity(said.source or "Kring")
    fresh = [sign for sign in said.signs if sign not in said.known]
    signs = [_written(one) for sign in fresh if (one := _sign(said, sign, maker.stix_id, modified))]
    report = _common(said, "report", "report", maker.stix_id, modified) | {
        "name": said.title or said.text[:100] or "Kring",
        "description": said.text,
        "report_types": ["indicator"] if signs else ["threat-report"],
        "published": _moment(said.shared),
        "object_refs": [one.stix_id for one in signs] or [maker.stix_id],
        "external_references": [{"source_name": "Kring", "url": said.address}],
    }
    if said.tags:
        report["labels"] = list(said.tags)
    reports = [] if said.origin else [_written(report)]
    written = {one.stix_id: one for one in [maker, *signs, *reports]}
    for response in _responses(said, said.origin or report["id"], set(written), modified):
        written.setdefault(response.stix_id, response)
    return list(written.values())


def sign_id(item: UUID, sign: Sign) -> str:
    """Under which identifier an item's sign is written."""
    return _id(item, "vulnerability" if sign.kind == "cve" else "indicator", f"{sign.kind} {sign.value}")


def report_id(item: UUID) -> str:
    """Under which identifier an item's report is written."""
    return _id(item, "report", "report")


def _id(item: UUID, type: str, called: str) -> str:
    return f"{type}--{uuid5(NAMESPACE, f'{item} {called}')}"


SAID_OF_IT = {
    "useful": ("opinion", "agree", "Useful to a reader."),
    "known": ("opinion", "strongly-agree", "A reader knew it already, from elsewhere."),
    "not_relevant": ("note", "", "Not relevant to a reader."),
    "acted": ("note", "", "A reader acted on it."),
    "doubted": ("opinion", "disagree", "A reader says that it is wrong."),
}
"""Feedback as STIX has it. An opinion is on whether something is correct (section 4.14): what is not relevant to somebody, or
made them act, says nothing of that, and is a note."""


def _responses(said: Said, report: str, there: Collection[str], modified: datetime) -> Iterator[Written]:
    """What readers saw of it and said of it. Without a name there is no `created_by_ref`: who it was stays unsaid."""
    for sighted in said.sightings:
        seen = said.known.get(sighted.sign) or sign_id(said.item, sighted.sign)
        if seen in there or sighted.sign in said.known:
            house = _identity(sighted.organisation) if sighted.organisation else None
            if house:
                yield house
            times = _seen(seen, sighted.first, sighted.last, sighted.count, house)
            yield _written(_unsigned(said, "sighting", sighted.id, modified) | times)
    for which, kind in said.opinions:
        sort, opinion, text = SAID_OF_IT[kind]
        words = {"opinion": opinion, "explanation": text} if sort == "opinion" else {"content": text}
        yield _written(_unsigned(said, sort, which, modified) | words | {"object_refs": [report]})


def _unsigned(said: Said, type: str, which: UUID, modified: datetime) -> dict[str, Any]:
    return {
        "type": type,
        "spec_version": "2.1",
        "id": _id(said.item, type, str(which)),
        "created": _moment(said.shared),
        "modified": _moment(modified),
        "object_marking_refs": [TLP_2[said.label]],
    }


def organisation(name: str) -> Written:
    """An organisation, under the identifier that it has in all that is written here."""
    return _identity(name)


def sighting(stix_id: str, of: str, seen: Seen, now: datetime, label: Label, house: Written | None) -> Written:
    """That an organisation saw what an object tells of; `house` when it wishes to be named."""
    document: dict[str, Any] = {
        "type": "sighting",
        "spec_version": "2.1",
        "id": stix_id,
        "created": _moment(now),
        "modified": _moment(now),
        "object_marking_refs": [TLP_2[label]],
        **_seen(of, seen.first, seen.last or now, seen.count, house),
    }
    return _written(document)


def _seen(of: str, first: datetime | None, last: datetime, count: int, house: Written | None) -> dict[str, Any]:
    said: dict[str, Any] = {"last_seen": _moment(last), "count": count, "sighting_of_ref": of}
    if first:
        said["first_seen"] = _moment(first)
    if house:
        said |= {"created_by_ref": house.stix_id, "where_sighted_refs": [house.stix_id]}
    return said


def withdrawn(stix_id: str, type: str, created: str, modified: datetime, label: Label) -> Written:
    """What takes the place of an object that was taken back: revoked, and without what it said."""
    document: dict[str, Any] = {
        "type": type,
        "spec_version": "2.1",
        "id": stix_id,
        "created": created,
        "modified": _moment(modified),
        "revoked": True,
        "object_marking_refs": [TLP_2[label]],
    }
    if type == "indicator":
        document |= {"pattern": WITHDRAWN_PATTERN, "pattern_type": "stix", "valid_from": created}
    elif type == "report":
        document |= {"name": "Withdrawn", "published": created, "object_refs": [_identity("Kring").stix_id]}
    elif type == "sighting":
        document |= {"sighting_of_ref": _identity("Kring").stix_id}
    elif type == "opinion":
        document |= {"opinion": "neutral", "object_refs": [_identity("Kring").stix_id]}
    elif type == "note":
        document |= {"content": "Withdrawn", "object_refs": [_identity("Kring").stix_id]}
    else:
        document |= {"name": "Withdrawn"}
    return _written(document)


def _identity(name: str) -> Written:
    return _written(
        {
            "type": "identity",
            "spec_version": "2.1",
            "id": f"identity--{uuid5(NAMESPACE, f'organisation {name}')}",
            "created": BEGAN,
            "modified": BEGAN,
            "name": name,
            "identity_class": "organization",
            "object_marking_refs": [TLP_2[Label.GREEN]],
        }
    )


def _common(said: Said, type: str, called: str, maker: str, modified: datetime) -> dict[str, Any]:
    common: dict[str, Any] = {
        "type": type,
        "spec_version": "2.1",
        "id": _id(said.item, type, called),
        "created_by_ref": maker,
        "created": _moment(said.shared),
        "modified": _moment(modified),
        "lang": said.language,
        "object_marking_refs": [TLP_2[said.label]],
    }
    if said.credibility in CONFIDENCE:
        common["confidence"] = CONFIDENCE[said.credibility]
    return common


def _sign(said: Said, sign: Sign, maker: str, modified: datetime) -> dict[str, Any] | None:
    called = f"{sign.kind} {sign.value}"
    if sign.kind == "cve":
        return _common(said, "vulnerability", called, maker, modified) | {
            "name": sign.value,
            "external_references": [{"source_name": "cve", "external_id": sign.value}],
        }
    pattern = pattern_of(sign.kind, sign.value)
    if pattern is None:
        return None
    return _common(said, "indicator", called, maker, modified) | {
        "name": sign.value,
        "indicator_types": ["malicious-activity"],
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": _moment(said.shared),
    }


def pattern_of(kind: str, value: str) -> str | None:
    """How one looks for a value of this kind; None when it alone proves too little to be looked for."""
    return _PATTERNS[kind](_quoted(value)) if kind in _PATTERNS else None


def _network(value: str) -> str:
    return f"[{'ipv6' if ':' in value else 'ipv4'}-addr:value ISSUBSET {value}]"


_PATTERNS: dict[str, Callable[[str], str]] = {
    "ipv4": "[ipv4-addr:value = {}]".format,
    "ipv6": "[ipv6-addr:value = {}]".format,
    "network": _network,
    "domain": "[domain-name:value = {}]".format,
    "url": "[url:value = {}]".format,
    "email": "[email-addr:value = {}]".format,
    "md5": "[file:hashes.MD5 = {}]".format,
    "sha1": "[file:hashes.'SHA-1' = {}]".format,
    "sha256": "[file:hashes.'SHA-256' = {}]".format,
    "sha512": "[file:hashes.'SHA-512' = {}]".format,
    "ssdeep": "[file:hashes.SSDEEP = {}]".format,
}
"""How one looks for a thing of each kind. Names of files and keys alone prove too little to be looked for."""


def _quoted(text: str) -> str:
    """As a string of the pattern language (STIX 2.1, section 9.3)."""
    return "'{}'".format(text.replace("\\", "\\\\").replace("'", "\\'"))


def _written(document: dict[str, Any]) -> Written:
    return Written(document["id"], document["type"], document)


def _moment(at: datetime) -> str:
    """With three digits, as most write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
