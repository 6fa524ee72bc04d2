"""What several commands begin with: who steers, and whom a change cuts off."""

from uuid import UUID

from django.db.models import QuerySet

from kring.circles import access, queries
from kring.circles.models import Affiliation, Circle, Membership, Seat
from kring.kernel.actor import Actor
from kring.kernel.errors import enforce


def steered(actor: Actor, which: UUID | str) -> Circle:
    """The circle, locked, for somebody who steers it.

    Refused: not_steering.
    """
    found = access.circle(actor, which, lock=True)
    enforce(queries.why_not_steer(actor, found.pk))
    return found


def steered_membership(actor: Actor, which: UUID) -> Membership:
    """The membership, locked, for somebody who steers its circle.

    Refused: not_steering.
    """
    found = access.membership(actor, which, lock=True)
    enforce(queries.why_not_steer(actor, found.circle_id))
    return found


def inside(circle: UUID) -> QuerySet[Circle]:
    """The circle and all circles inside it."""
    return Circle.objects.filter(path__contains=[circle])


def people_of(organisation: UUID, circle: UUID) -> set[UUID]:
    """Everybody who reads something in this circle, or inside it, for this organisation."""
    seats = Seat.objects.filter(
        membership__organisation=organisation, membership__circle__in=inside(circle), until__isnull=True
    )
    colleagues = Affiliation.objects.filter(organisation=organisation, until__isnull=True)
    return set(seats.values_list("person", flat=True)) | set(colleagues.values_list("person", flat=True))


def people_around(circle: UUID) -> set[UUID]:
    """Everybody who reads something in this circle, or inside it."""
    memberships = Membership.objects.filter(circle__in=inside(circle))
    seats = Seat.objects.filter(membership__in=memberships, until__isnull=True)
    colleagues = Affiliation.objects.filter(organisation__in=memberships.values("organisation"), until__isnull=True)
    return set(seats.values_list("person", flat=True)) | set(colleagues.values_list("person", flat=True))
