"""Opening collections."""

from uuid import UUID

from kring.circles import queries as circles
from kring.exchange.facts import CollectionOpened
from kring.exchange.models import Collection
from kring.exchange.rules import Direction
from kring.kernel.actor import Actor
from kring.kernel.errors import enforce
from kring.kernel.record import record


def open_collection(*, actor: Actor, circle: UUID, direction: Direction = Direction.BOTH) -> Collection:
    """Let machines exchange objects in a circle. A collection that goes this way already is given back.

    Refused: not_steering.
    Records: CollectionOpened.
    """
    place = circles.circle_for(actor, circle)
    enforce(circles.why_not_steer(actor, circle))
    found, made = Collection.objects.get_or_create(
        circle_id=circle,
        direction=direction,
        closed_at=None,
        defaults={"alias": _alias(place.slug, direction), "title": place.name},
    )
    if made:
        record(CollectionOpened(circle=circle, collection=found.pk), by=actor)
    return found


def _alias(slug: str, direction: Direction) -> str:
    return slug if direction is Direction.BOTH else f"{slug}-{direction}"
