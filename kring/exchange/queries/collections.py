"""The collections a machine finds."""

from dataclasses import dataclass
from uuid import UUID

from kring.circles import queries as circles
from kring.exchange.models import Collection
from kring.exchange.rules import Direction
from kring.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class CollectionSeen:
    """A collection as this actor meets it."""

    id: UUID
    circle: UUID
    alias: str
    title: str
    description: str
    can_read: bool
    can_write: bool


def collections(actor: Actor) -> list[CollectionSeen]:
    """The collections of the circles this actor sits in or works for a member of, outer circles first."""
    places = {place.id: place for place in circles.circles_of(actor) if actor.scope is None or place.id in actor.scope}
    found = Collection.objects.filter(circle__in=places, closed_at__isnull=True).order_by("created_at", "id")
    by_circle = {circle: [one for one in found if one.circle_id == circle] for circle in places}
    return [
        CollectionSeen(
            one.pk,
            one.circle_id,
            one.alias,
            one.title,
            one.description,
            can_read=Direction(one.direction).can_read,
            can_write=Direction(one.direction).can_write and circles.seat_for_sharing(actor, circle) is not None,
        )
        for circle, those in by_circle.items()
        for one in those
    ]
