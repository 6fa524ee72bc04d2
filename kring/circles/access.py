"""One row for this actor, or `NotVisible`: circles are seen by the people of their community, and by nobody else."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kring.circles.models import Circle, InHouse, Seated
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible


def circles_seen(actor: Actor) -> QuerySet[Circle]:
    """The circles whose existence this actor may know of: all of every community the actor has a tie to.

    A tie is a seat in force, or working for a member organisation. A token sees the circles it is limited to.
    """
    seen = Circle.objects.filter(closed_at__isnull=True)
    if actor.person is None:
        return seen.none()
    if actor.scope is not None:
        seen = seen.filter(pk__in=actor.scope)
    seated = Seated.objects.filter(person=actor.person, community=OuterRef("community"))
    in_house = InHouse.objects.filter(person=actor.person, community=OuterRef("community"))
    return seen.filter(Exists(seated) | Exists(in_house))


def circle(actor: Actor, which: UUID | str, *, lock: bool = False) -> Circle:
    """The circle with this id or this name in addresses."""
    named = Q(pk=which) if isinstance(which, UUID) else Q(slug=which)
    seen = circles_seen(actor).filter(named)
    found = (seen.select_for_update(of=("self",)) if lock else seen).first()
    if found is None:
        raise NotVisible
    return found
