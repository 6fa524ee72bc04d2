"""What an event of MISP says of itself (MISP core format, misp-rfc, "Event")."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from uuid import UUID

from kring.exchange.stix import Problem
from kring.tlp.labels import Label


class ThreatLevel(IntEnum):
    """How bad its maker thinks it is."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3
    UNDEFINED = 4


class Analysis(IntEnum):
    """How far its maker is with it."""

    INITIAL = 0
    ONGOING = 1
    COMPLETED = 2


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who made an event (Orgc)."""

    name: str
    uuid: UUID
    """Of an organisation that came with a name alone: made from that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. What is revoked or deleted in it is left out everywhere but in its octets."""

    octets: bytes = field(repr=False)
    """As it came, without what it was wrapped in."""
    uuid: UUID | None = None
    """None when it has none: then it is refused."""
    title: str = ""
    day: date | None = None
    """Its date: of what it is about, as its maker sees it."""
    version: int = 0
    """When it was last changed (timestamp): seconds since 1970. A later version of an event has a higher one."""
    published: bool = False
    """Its maker has published it."""
    label: Label | None = None
    """The narrowest that anything in it is tagged with, by the names of TLP 1 or 2; None when nothing says."""
    tags: tuple[str, ...] = ()
    """Of the event itself, labels left out."""
    threat_level: ThreatLevel | None = None
    analysis: Analysis | None = None
    maker: Organisation | None = None
    extends: UUID | None = None
    """The event that this one adds to."""
    attributes: int = 0
    """How many there are, those of its objects included."""
    objects: tuple[bytes, ...] = field(default=(), repr=False)
    """The event as STIX 2.1: each object by itself, and good in the eyes of `kring.exchange.stix.read`."""
    problems: tuple[Problem, ...] = ()
    """What was wrong in it, with places in the event as JSON pointers (RFC 6901), and what became of that."""
    refused: bool = False
    """Nothing of it can be used; the first problem says why."""
