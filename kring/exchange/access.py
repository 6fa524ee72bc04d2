"""One collection for this actor, or `NotVisible`."""

from uuid import UUID

from django.db.models import QuerySet

from kring.circles import queries as circles
from kring.exchange.models import Collection, Subscription
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible


def collection(actor: Actor, which: UUID | str, *, lock: bool = False) -> Collection:
    """A collection of a circle that this actor may know of, by its id or its alias."""
    rows = _called(which)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None or actor.person is None or not _comes_near(actor, found.circle_id):
        raise NotVisible
    return found


def collection_in_sight(which: UUID | str) -> tuple[Collection, circles.Sight]:
    """The same for the bound actor, out of the reach they were bound with, and how they meet its circle."""
    found = _called(which).first()
    sight = circles.in_sight(found.circle_id) if found else None
    if found is None or sight is None:
        raise NotVisible
    return found, sight


def subscription(actor: Actor, which: UUID, *, lock: bool = False) -> Subscription:
    """A subscription of a circle that this actor takes part in."""
    rows = Subscription.objects.filter(pk=which, ended_at__isnull=True)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None or circles.standing(actor, found.circle_id) is None:
        raise NotVisible
    return found


def _called(which: UUID | str) -> QuerySet[Collection]:
    rows = Collection.objects.filter(closed_at__isnull=True)
    return rows.filter(pk=which) if isinstance(which, UUID) else rows.filter(alias=which)


def _comes_near(actor: Actor, circle: UUID) -> bool:
    return (actor.scope is None or circle in actor.scope) and circles.sees(actor, circle)
