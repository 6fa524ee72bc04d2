"""One row for this actor, or `NotVisible`: circles are seen by the people of their community, and by nobody else."""

from typing import TypeVar
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from kring.circles.models import (
    Bridge,
    BridgeOffer,
    Circle,
    Client,
    InHouse,
    Invitation,
    Membership,
    Organisation,
    Seat,
    Seated,
    Segment,
    SpecialRight,
)
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible

Row = TypeVar("Row", bound=Model)


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
    return _one(circles_seen(actor).filter(named), lock=lock)


def membership(actor: Actor, which: UUID, *, lock: bool = False) -> Membership:
    """A membership in a circle that the actor may know of."""
    rows = Membership.objects.filter(pk=which, circle__in=circles_seen(actor)).select_related("organisation", "circle")
    return _one(rows, lock=lock)


def seat(actor: Actor, which: UUID, *, lock: bool = False) -> Seat:
    """A seat in a circle that the actor may know of, ended or not."""
    rows = Seat.objects.filter(pk=which, membership__circle__in=circles_seen(actor))
    return _one(rows.select_related("membership__organisation", "membership__circle", "person"), lock=lock)


def own_organisation(actor: Actor, which: UUID, *, lock: bool = False) -> Organisation:
    """An organisation for which the actor sits somewhere, not as an observer."""
    seats = Seated.objects.filter(person=actor.person, observer=False).values("organisation")
    rows = Organisation.objects.filter(pk=which, pk__in=seats)
    return _one(rows if actor.person else rows.none(), lock=lock)


def client(actor: Actor, which: UUID, *, lock: bool = False) -> Client:
    """A client of an organisation for which the actor sits somewhere."""
    seats = Seated.objects.filter(person=actor.person, observer=False).values("organisation")
    rows = Client.objects.filter(pk=which, organisation__in=seats, ended_at__isnull=True)
    return _one(rows if actor.person else rows.none(), lock=lock)


def segment(actor: Actor, which: UUID, *, lock: bool = False) -> Segment:
    """A named part of the members of a circle that the actor may know of."""
    return _one(Segment.objects.filter(pk=which, circle__in=circles_seen(actor)), lock=lock)


def special_right(actor: Actor, which: UUID, *, lock: bool = False) -> SpecialRight:
    """A special right in a circle that the actor may know of."""
    rows = SpecialRight.objects.filter(pk=which, membership__circle__in=circles_seen(actor))
    return _one(rows.select_related("membership"), lock=lock)


def bridge(actor: Actor, which: UUID, *, lock: bool = False) -> Bridge:
    """A bridge that stands, from or to a circle that the actor may know of."""
    seen = circles_seen(actor)
    rows = Bridge.objects.filter(Q(source__in=seen) | Q(target__in=seen), pk=which, until__isnull=True)
    return _one(rows.select_related("source", "target"), lock=lock)


def bridge_offer(actor: Actor, which: UUID, *, lock: bool = False) -> BridgeOffer:
    """An offer made by a circle that the actor may know of."""
    return _one(BridgeOffer.objects.filter(pk=which, circle__in=circles_seen(actor)), lock=lock)


# --- Links: who has one may open it, whoever they are ---

INVITATION = Signer(salt="kring.circles.invitation")
OFFER = Signer(salt="kring.circles.bridge_offer")


def sent_invitation(actor: Actor, which: UUID, *, lock: bool = False) -> Invitation:
    """An invitation into a circle that the actor may know of, or for an organisation the actor sits for."""
    seats = Seated.objects.filter(person=actor.person, observer=False).values("organisation")
    mine = Q(membership__circle__in=circles_seen(actor)) | Q(organisation__in=seats)
    rows = Invitation.objects.filter(mine, pk=which)
    return _one(rows if actor.person else rows.none(), lock=lock)


def invitation_in(link: str, *, lock: bool = False) -> Invitation:
    """The invitation that a signed link stands for."""
    rows = Invitation.objects.filter(pk=_signed(INVITATION, link))
    return _one(rows.select_related("membership__circle", "organisation", "invited_by"), lock=lock)


def offer_in(link: str, *, lock: bool = False) -> BridgeOffer:
    """The offer of a bridge that a signed link stands for."""
    return _one(BridgeOffer.objects.filter(pk=_signed(OFFER, link)).select_related("circle"), lock=lock)


def _signed(signer: Signer, link: str) -> UUID:
    try:
        return UUID(hex=signer.unsign(link))
    except (BadSignature, ValueError):
        raise NotVisible from None


def _one(rows: QuerySet[Row], *, lock: bool) -> Row:
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found
