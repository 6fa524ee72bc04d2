"""Opening collections, and closing them."""

from uuid import UUID

from django.db import transaction

from kring.circles import queries as circles
from kring.exchange import access
from kring.exchange.facts import CollectionClosed, CollectionOpened
from kring.exchange.models import Collection, Store
from kring.exchange.rules import Direction
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record


@transaction.atomic
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
    Store.objects.get_or_create(circle_id=circle)
    if made:
        record(CollectionOpened(circle=circle, collection=found.pk), by=actor)
    return found


@transaction.atomic
def close_collection(*, actor: Actor, collection: UUID) -> None:
    """Let machines exchange no more here. What was exchanged stays where they took it.

    Refused: not_steering. Raises `NotVisible`.
    Records: CollectionClosed.
    """
    found = access.collection(actor, collection, lock=True)
    enforce(circles.why_not_steer(actor, found.circle_id))
    Collection.objects.filter(pk=found.pk).update(closed_at=now())
    record(CollectionClosed(circle=found.circle_id, collection=found.pk), by=actor)


def _alias(slug: str, direction: Direction) -> str:
    return slug if direction is Direction.BOTH else f"{slug}.{direction}"
