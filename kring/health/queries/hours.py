"""Hours that somebody wrote down: theirs alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kring.health.models import Hours
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Logged:
    """Hours of one day."""

    id: UUID
    day: date
    hours: Decimal
    what: str


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What somebody wrote down for one circle, latest first."""

    rows: Sequence[Logged]

    @property
    def total(self) -> Decimal:
        """All of it together."""
        return sum((row.hours for row in self.rows), Decimal(0))


def own_hours(actor: Actor, circle: UUID, *, since: date | None = None) -> OwnHours:
    """What this actor wrote down for a circle, from a day on."""
    rows = Hours.objects.filter(person=known_person(actor), membership__circle=circle)
    if since is not None:
        rows = rows.filter(day__gte=since)
    return OwnHours([Logged(row.pk, row.day, row.hours, row.what) for row in rows[:MOST_SHOWN]])
