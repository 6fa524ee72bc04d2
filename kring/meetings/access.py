"""One row for this actor, or `NotVisible`. The database decides; this asks it."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import Q

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import bound_actor
from kring.kernel.errors import NotVisible, Refused
from kring.meetings import rules
from kring.meetings.models import AgendaItem, Invitee, Meeting, Minutes, Outcome, Room, Section, Series, Topic
from kring.meetings.rules.room import ROOM_CLOSED
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
    """What invites this actor, or the guest with this key, to a meeting."""
    _only_bound(actor)
    rows = Invitee.objects.select_for_update() if lock else Invitee.objects.all()
    own = Q(person=actor.person) if actor.person else Q(person__isnull=True, key=actor.guest)
    found = None if actor.is_visitor else rows.filter(own, meeting=meeting, withdrawn_at__isnull=True).first()
    if found is None:
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


def attending(actor: Actor, meeting: UUID) -> Invitee | None:
    """The invitation by which this actor comes, as the one invited, as a deputy or as a guest, locked; None without one."""
    _only_bound(actor)
    if actor.person is None:
        return own_invitation(actor, meeting, lock=True)
    rows = Invitee.objects.select_for_update().filter(meeting=meeting)
    return rows.filter(Q(person=actor.person) | Q(deputy=actor.person)).order_by("deputy").last()


def open_room(meeting: UUID) -> Room:
    """The room of a meeting that goes on. Refused: room_closed."""
    found = Room.objects.filter(meeting=meeting, closed_at__isnull=True).first()
    if found is None:
        raise Refused(ROOM_CLOSED)
    return found


def writes_notes(item: UUID) -> bool:
    """May the bound actor write notes at this point? The database's own word: its policies ask the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.writes_notes(%s)", [item])
        row = cursor.fetchone()
    return bool(row and row[0])


def minutes(actor: Actor, minutes: UUID) -> Minutes:
    """A version of minutes that this actor may read."""
    _only_bound(actor)
    found = Minutes.objects.select_related("meeting__circle", "shared_by", "approved_by").filter(pk=minutes).first()
    if found is None or found.meeting.state == State.WITHDRAWN:
        raise NotVisible
    return found


def steered_minutes(actor: Actor, which: UUID) -> Minutes:
    """A version of minutes of a circle this actor steers, locked. Refused: not_steering."""
    found = minutes(actor, which)
    if not steers(actor, found.circle_id):
        raise Refused(rules.NOT_STEERING)
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting__circle").get(pk=which)


def section(actor: Actor, section: UUID) -> Section:
    """What minutes say of a point that this actor may see."""
    _only_bound(actor)
    found = Section.objects.select_related("minutes__meeting__circle", "item").filter(pk=section).first()
    if found is None:
        raise NotVisible
    return found


def outcome(actor: Actor, outcome: UUID) -> Outcome:
    """A row of the registers that this actor may see."""
    _only_bound(actor)
    found = Outcome.objects.select_related("item__meeting", "circle", "owner").filter(pk=outcome).first()
    if found is None:
        raise NotVisible
    return found
