"""One row for this actor, or `NotVisible`. The database decides; this asks it."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import bound_actor
from kring.kernel.errors import NotVisible, Refused
from kring.meetings import rules
from kring.meetings.models import AgendaItem, Invitee, Meeting, Series, Topic
from kring.tlp.audience import State

GUEST = Signer(salt="kring.meetings.guest")
"""Signs the links of guests."""


def _only_bound(actor: Actor) -> None:
    if bound_actor() != actor:
        raise RuntimeError("the actor of this call is not the one that is bound to the transaction")


def steers(actor: Actor, circle: UUID) -> bool:
    """Is this actor chair or secretary of the circle?"""
    place = circles.standing(actor, circle)
    return place is not None and place.steers


def meeting(actor: Actor, meeting: UUID) -> Meeting:
    """A meeting this actor may see, cancelled ones too."""
    _only_bound(actor)
    rows = Meeting.objects.select_related("circle", "series", "host__organisation")
    found = rows.filter(pk=meeting, state__lt=State.WITHDRAWN).first()
    if found is None:
        raise NotVisible
    return found


def steered_meeting(actor: Actor, meeting: UUID) -> Meeting:
    """A meeting of a circle that this actor steers, locked. Refused: not_steering, for who may only see it."""
    _only_bound(actor)
    found = Meeting.objects.select_for_update().filter(pk=meeting).first()
    if found is None:
        raise Refused(rules.NOT_STEERING) if Meeting.objects.filter(pk=meeting).exists() else NotVisible
    return found


def steered_series(actor: Actor, series: UUID) -> Series:
    """A series of a circle that this actor steers, locked. Refused: not_steering."""
    _only_bound(actor)
    found = Series.objects.select_for_update().filter(pk=series).first()
    if found is None:
        raise Refused(rules.NOT_STEERING) if Series.objects.filter(pk=series).exists() else NotVisible
    return found


def agenda_item(actor: Actor, item: UUID) -> AgendaItem:
    """A point on an agenda that this actor may see."""
    _only_bound(actor)
    rows = AgendaItem.objects.select_related("meeting__circle", "presenter")
    found = rows.filter(pk=item, state__lt=State.WITHDRAWN).first()
    if found is None:
        raise NotVisible
    return found


def steered_item(actor: Actor, item: UUID) -> AgendaItem:
    """A point that this actor sees, on an agenda of a circle they steer; locked. Refused: not_steering."""
    seen = agenda_item(actor, item)
    found = AgendaItem.objects.select_for_update().filter(pk=item).first()
    if found is None:
        raise Refused(rules.NOT_STEERING)
    found.meeting = seen.meeting
    return found


def own_invitation(actor: Actor, meeting: UUID, *, lock: bool = False) -> Invitee:
    """What invites this actor to a meeting."""
    _only_bound(actor)
    rows = Invitee.objects.select_for_update() if lock else Invitee.objects.all()
    found = rows.filter(meeting=meeting, person=actor.person).first()
    if actor.person is None or found is None:
        raise NotVisible
    return found


def steered_invitee(actor: Actor, invitee: UUID) -> Invitee:
    """Somebody who is invited to a meeting of a circle that this actor steers, locked."""
    _only_bound(actor)
    found = Invitee.objects.select_for_update().filter(pk=invitee).first()
    if found is None:
        raise NotVisible
    if not steers(actor, found.circle_id):
        raise Refused(rules.NOT_STEERING)
    return found


def topic(actor: Actor, topic: UUID) -> Topic:
    """A topic this actor may see that was not withdrawn."""
    _only_bound(actor)
    found = Topic.objects.filter(pk=topic, state__lt=State.WITHDRAWN).first()
    if found is None:
        raise NotVisible
    return found


def guest_in(link: str) -> UUID:
    """The invitation of the guest who has this link."""
    try:
        return UUID(hex=GUEST.unsign(link))
    except (BadSignature, ValueError):
        raise NotVisible from None
