"""Sightings: how many organisations saw what an item warns of, when, and which of them may be named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.sharing import access
from kring.sharing.models import Sighting
from kring.sharing.queries.detail import SeenIndicator, indicators_of
from kring.tlp.audience import State


@dataclass(frozen=True, slots=True)
class SightingRow:
    """One organisation saw an indicator."""

    id: UUID
    kind: str
    value: str
    organisation: str
    """Empty when it does not wish to be named."""
    first_seen: datetime | None
    last_seen: datetime
    count: int
    at: datetime
    """When it was said."""
    heard: bool
    """In an object of a machine's own."""


@dataclass(frozen=True, slots=True)
class OwnSighting:
    """What one's own organisation said."""

    first_seen: datetime | None
    last_seen: datetime
    count: int
    named: bool
    person: str


@dataclass(frozen=True, slots=True)
class SeenSign:
    """An indicator of an item, and who saw it."""

    indicator: SeenIndicator
    rows: Sequence[SightingRow]
    own: OwnSighting | None

    @property
    def last_seen(self) -> datetime | None:
        """By anybody."""
        return max((row.last_seen for row in self.rows), default=None)

    @property
    def named(self) -> list[str]:
        """Those who wish to be named."""
        return sorted({row.organisation for row in self.rows if row.organisation}, key=str.casefold)


@dataclass(frozen=True, slots=True)
class SeenSigns:
    """The indicators of an item with their sightings."""

    signs: Sequence[SeenSign]
    may_report: bool
    """Does the reader sit for an organisation of the circle, and is the item shared?"""


def sightings_of(actor: Actor, item: UUID) -> list[SightingRow]:
    """All of an item, the latest word first, each organisation once for an indicator. Raises `NotVisible`."""
    access.item_looked_at(actor, item)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, value, membership, first_seen, last_seen, count, at, heard FROM kring.sightings_of(%s)",
            [item],
        )
        rows = cursor.fetchall()
    houses = circles.memberships_by_id({row[3] for row in rows if row[3]})
    return [
        SightingRow(which, kind, value, houses[house].name if house in houses else "", *rest)
        for which, kind, value, house, *rest in rows
    ]


def taps_of(actor: Actor, item: UUID) -> list[tuple[UUID, str]]:
    """What people said of an item in one tap, each by itself and by nobody. Raises `NotVisible`."""
    access.item_looked_at(actor, item)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind FROM kring.taps_of(%s)", [item])
        return list(cursor.fetchall())


def seen_signs(actor: Actor, item: UUID) -> SeenSigns:
    """The indicators of an item, in the order in which they stand there, with who saw them. Raises `NotVisible`."""
    found, _ = access.item_looked_at(actor, item)
    rows = sightings_of(actor, item)
    seat = circles.seat_for_sharing(actor, found.circle_id)
    own = {
        (one.kind, one.value): OwnSighting(one.first_seen, one.last_seen, one.count, one.named, one.person.name)
        for one in Sighting.objects.filter(item=found, membership=seat.membership if seat else None).select_related(
            "person"
        )
    }
    signs = [
        SeenSign(
            one,
            [row for row in rows if (row.kind, row.value) == (one.kind, one.value)],
            own.get((one.kind, one.value)),
        )
        for one in indicators_of(found)
    ]
    return SeenSigns(signs, may_report=seat is not None and found.state == State.SHARED)
