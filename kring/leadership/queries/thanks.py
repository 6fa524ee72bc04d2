"""Thanks that members got."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kring.circles import queries as circles
from kring.kernel.errors import NotVisible
from kring.leadership.models import Thanks
from kring.tlp.labels import Label

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Thanked:
    """Words of thanks, and from whom."""

    by: str
    words: str
    on: date
    circle: str
    slug: str
    label: Label


def thanks_to(membership: UUID) -> list[Thanked]:
    """The latest thanks to a member: for the people who sit for it."""
    return [_thanked(row) for row in _rows().filter(to=membership).order_by("-on", "-pk")[:MOST_SHOWN]]


def thanks(which: UUID) -> Thanked:
    """One of them. Raises `NotVisible`."""
    row = _rows().filter(pk=which).first()
    if row is None:
        raise NotVisible
    return _thanked(row)


def people_of(membership: UUID, circle: UUID) -> set[UUID]:
    """Who sits for a member now."""
    return {
        seat.person
        for member in circles.members_of(circle)
        if member.id == membership
        for seat in member.seats
        if seat.in_force and not seat.is_machine
    }


def _rows() -> QuerySet[Thanks]:
    return Thanks.objects.select_related("author", "circle")


def _thanked(row: Thanks) -> Thanked:
    by = row.author.name if row.author else ""
    return Thanked(by, row.words, row.on, row.circle.name, row.circle.slug, Label(row.label))
