"""Who does what for a circle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.circles import queries as circles
from kring.circles.queries import Sitter
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.leadership import rules
from kring.leadership.models import Duty


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who sits in a circle and has a duty there, or steps in."""

    id: UUID
    name: str
    organisations: tuple[str, ...]
    """For which they sit there."""


@dataclass(frozen=True, slots=True)
class DutyHeld:
    """What somebody does for a circle."""

    id: UUID
    duty: rules.Duty
    title: str
    """Empty for one that has a name of its own."""
    remit: str
    holders: tuple[Holder, ...]
    """Empty: it waits for somebody. Who left the circle does not hold it any more."""
    deputy: Holder | None
    given_to: UUID | None
    """Who it was given to by name, still seated here or not."""
    since: date
    until: date | None

    @property
    def follows_from_seat(self) -> bool:
        """Is who this is said by the seats of the circle?"""
        return self.duty in rules.BY_SEAT

    def is_held_by(self, person: UUID) -> bool:
        """Does somebody do this, or did they until they left?"""
        return person == self.given_to or person in {one.id for one in self.holders}

    @property
    def is_over(self) -> bool:
        """Did the term end?"""
        return self.until is not None and self.until < now().date()


def duties(actor: Actor, circle: UUID) -> list[DutyHeld]:
    """Who does what in a circle, in the usual order, and then by name. Raises `NotVisible` outside its community."""
    place = circles.circle_for(actor, circle)
    rows = list(Duty.objects.filter(circle_id=place.id, ended_at=None))
    seats = circles.sitters_among(place.id, people=_named(rows), roles=rules.BY_SEAT)
    by_role: dict[str, list[UUID]] = {}
    for seat in seats:
        by_role.setdefault(seat.role, []).append(seat.person)
    people = _holders(seats)
    order = list(rules.Duty)

    def held(row: Duty) -> DutyHeld:
        duty = rules.Duty(row.duty)
        holders = by_role.get(duty, []) if duty in rules.BY_SEAT else [row.holder_id]
        return DutyHeld(
            id=row.pk,
            duty=duty,
            title=row.title,
            remit=row.remit,
            holders=tuple(people[one] for one in holders if one in people),
            deputy=people.get(row.deputy_id) if row.deputy_id else None,
            given_to=row.holder_id,
            since=row.since,
            until=row.until,
        )

    return sorted(map(held, rows), key=lambda one: (order.index(one.duty), one.title.casefold()))


def _holders(seats: Iterable[Sitter]) -> dict[UUID, Holder]:
    houses: dict[tuple[UUID, str], set[str]] = {}
    for seat in seats:
        houses.setdefault((seat.person, seat.name), set()).add(seat.organisation)
    return {person: Holder(person, name, tuple(sorted(found))) for (person, name), found in houses.items()}


def _named(rows: Iterable[Duty]) -> set[UUID]:
    return {person for row in rows for person in (row.holder_id, row.deputy_id) if person}
