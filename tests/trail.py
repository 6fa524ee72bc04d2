"""Reads the trail in tests: as the one who acted, since nobody sees all of it."""

from typing import TYPE_CHECKING

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as

if TYPE_CHECKING:
    from kring.kernel.models import FactRow
    from kring.people.models import Person


def facts_of(person: "Person", kind: str = "") -> "list[FactRow]":
    """What this person may read in the trail, oldest first; of one kind, if that is asked."""
    from kring.kernel.models import FactRow

    with acting_as(Actor(person=person.pk)):
        rows = FactRow.objects.order_by("id")
        return list(rows.filter(kind=kind) if kind else rows)
