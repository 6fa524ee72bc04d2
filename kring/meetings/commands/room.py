"""The room: opening and closing a meeting, ticking in, what is spoken of and who speaks."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from kring.kernel.actor import Actor
from kring.kernel.binding import rebind
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record
from kring.meetings import access
from kring.meetings.facts import RedPointOpened, RoomClosed, RoomOpened
from kring.meetings.models import AgendaItem, Invitee, Meeting, Minutes, Room, Spell, Turn
from kring.meetings.rules import THERE
from kring.meetings.rules import room as rules
from kring.tlp.labels import Label


def open_room(*, actor: Actor, meeting: UUID) -> Room:
    """Begin a meeting, or go on with one that was closed too early: there is a code to tick in with, and notes are open.

    Refused: not_steering, cancelled, minutes_made.
    Records: RoomOpened.
    """
    found = access.steered_meeting(actor, meeting)
    made = Minutes.objects.filter(meeting=found).exists()
    enforce(rules.why_not_open(cancelled=found.stage == Meeting.Stage.CANCELLED, minutes_made=made))
    given = {"circle_id": found.circle_id, "code": _code(), "opened_at": now(), "closed_at": None}
    room, _ = Room.objects.update_or_create(meeting=found, defaults=given)
    _stage(found, Meeting.Stage.RUNNING)
    record(RoomOpened(circle=found.circle_id, meeting=found.pk), by=actor)
    return room


def close_room(*, actor: Actor, meeting: UUID) -> None:
    """End a meeting. Who said they would not come was excused; of whom nothing is known was absent.

    Refused: not_steering, room_closed.
    Records: RoomClosed.
    """
    found = access.steered_meeting(actor, meeting)
    room = access.open_room(found.pk)
    room.closed_at = now()
    room.save(update_fields=["closed_at"])
    _end_spells(found)
    missing = Invitee.objects.filter(meeting=found, attendance=Invitee.Attendance.NONE)
    missing.filter(reply=Invitee.Reply.DECLINED).update(attendance=Invitee.Attendance.EXCUSED)
    missing.update(attendance=Invitee.Attendance.ABSENT)
    _stage(found, Meeting.Stage.HELD)
    record(RoomClosed(circle=found.circle_id, meeting=found.pk), by=actor)


def check_in(*, actor: Actor, meeting: UUID, online: bool = False) -> None:
    """Say that one is there: in the room, or in the call. A guest does so too, by their link.

    Refused: room_closed, not_invited.
    """
    found = access.meeting(actor, meeting)
    enforce(None if found.stage == Meeting.Stage.RUNNING else rules.ROOM_CLOSED)
    invitee = access.attending(actor, meeting)
    if invitee is None:
        raise Refused(rules.NOT_INVITED)
    there = Invitee.Attendance.ONLINE if online else Invitee.Attendance.PRESENT
    invitee.attendance = there if invitee.person_id == actor.person else Invitee.Attendance.DEPUTY
    invitee.checked_in_at, invitee.left_at = now(), None
    invitee.save(update_fields=["attendance", "checked_in_at", "left_at"])


def check_in_by_code(*, actor: Actor, code: str) -> UUID:
    """The same with the code that stands in the room. Gives the meeting. Raises `NotVisible` for a code that is not one."""
    room = Room.objects.filter(code=code.replace(" ", ""), closed_at__isnull=True).first()
    if room is None:
        raise NotVisible
    check_in(actor=actor, meeting=room.meeting_id)
    return room.meeting_id


def leave(*, actor: Actor, meeting: UUID) -> None:
    """Go before the end. One was there, and is not named for what comes after.

    Refused: room_closed, not_invited.
    """
    found = access.meeting(actor, meeting)
    access.open_room(found.pk)
    invitee = access.attending(actor, meeting)
    if invitee is None:
        raise Refused(rules.NOT_INVITED)
    invitee.left_at = now()
    invitee.save(update_fields=["left_at"])


def begin_point(*, actor: Actor, item: UUID) -> None:
    """Speak of a point from now on; the one before it ends. RED is shared with those who are there at this moment.

    Refused: not_steering, room_closed.
    Records: RedPointOpened, for RED.
    """
    found = access.steered_item(actor, item)
    access.open_room(found.meeting_id)
    if found.label == Label.RED:
        _name_those_present(actor, found)
    if not Spell.objects.filter(item=found, ended_at__isnull=True).exists():
        _end_spells(found.meeting)
        Spell.objects.create(item=found, circle_id=found.circle_id, began_at=now())
    rebind()


def end_point(*, actor: Actor, item: UUID) -> None:
    """Speak of it no longer.

    Refused: not_steering.
    """
    found = access.steered_item(actor, item)
    Spell.objects.filter(item=found, ended_at__isnull=True).update(ended_at=now())


def put_apart(*, actor: Actor, item: UUID, label: Label, title: str) -> AgendaItem:
    """Give something that is for fewer people a point of its own, right behind the one it came up at.

    Refused: not_steering, label_wider.
    """
    found = access.steered_item(actor, item)
    enforce(rules.why_not_put_apart(under=Label(found.label), label=label))
    AgendaItem.objects.filter(meeting=found.meeting_id, position__gt=found.position).update(position=F("position") + 1)
    red = sorted({person for person in (actor.person, found.presenter_id) if person})
    return AgendaItem.objects.create(
        meeting_id=found.meeting_id,
        position=found.position + 1,
        title=title.strip(),
        kind=AgendaItem.Kind.DISCUSS,
        minutes=5,
        presenter_id=found.presenter_id,
        circle_id=found.circle_id,
        community=found.community,
        label=label,
        state=found.state,
        author_id=actor.person,
        membership_id=found.membership_id,
        audience=red if label == Label.RED else [found.circle_id] if label >= Label.AMBER else [],
    )


def start_round(*, actor: Actor, meeting: UUID) -> int:
    """Let everybody who is there speak in turn. Gives how many they are.

    Refused: not_steering, room_closed.
    """
    found = access.steered_meeting(actor, meeting)
    access.open_room(found.pk)
    Turn.objects.filter(meeting=found).delete()
    there = Invitee.objects.filter(meeting=found, attendance__in=THERE, left_at__isnull=True).order_by("checked_in_at")
    Turn.objects.bulk_create(
        Turn(invitee=one, meeting=found, circle_id=found.circle_id, position=position)
        for position, one in enumerate(there, 1)
    )
    next_speaker(actor=actor, meeting=meeting)
    return len(there)


def next_speaker(*, actor: Actor, meeting: UUID) -> None:
    """Who speaks is done, and the next one begins.

    Refused: not_steering.
    """
    found = access.steered_meeting(actor, meeting)
    turns = Turn.objects.filter(meeting=found)
    turns.filter(began_at__isnull=False, done_at__isnull=True).update(done_at=now())
    waiting = rules.next_in_turn([(turn.pk, turn.done_at is not None) for turn in turns])
    if waiting:
        turns.filter(pk=waiting).update(began_at=now())


def spoke(*, actor: Actor, turn: UUID) -> None:
    """Somebody spoke out of turn, or passes.

    Refused: not_steering.
    """
    found = Turn.objects.filter(pk=turn).first()
    if found is None:
        raise NotVisible
    access.steered_meeting(actor, found.meeting_id)
    found.done_at = now()
    found.save(update_fields=["done_at"])


def hand_pen(*, actor: Actor, meeting: UUID, person: UUID, holds: bool = True) -> None:
    """Let somebody write notes, or take the pen back.

    Refused: not_steering, room_closed.
    """
    access.steered_meeting(actor, meeting)
    room = access.open_room(meeting)
    pens = {*room.pens, person} if holds else {*room.pens} - {person}
    room.pens = sorted(pens)
    room.save(update_fields=["pens"])


def let_everybody_write(*, actor: Actor, meeting: UUID, on: bool) -> None:
    """Let all who are invited write notes where they may read, or only those with a pen.

    Refused: not_steering, room_closed.
    """
    access.steered_meeting(actor, meeting)
    room = access.open_room(meeting)
    room.everybody_writes = on
    room.save(update_fields=["everybody_writes"])


def _name_those_present(actor: Actor, item: AgendaItem) -> None:
    rows = Invitee.objects.filter(meeting=item.meeting_id, attendance__in=THERE, left_at__isnull=True)
    present = _people(rows.values_list("person", "deputy", "attendance"))
    keep = {person for person in (actor.person, item.author_id, item.presenter_id) if person}
    heard = Spell.objects.filter(item=item).exists()
    item.audience = rules.named_for_red(before=item.audience, opened_before=heard, keep=keep, present=present)
    item.save(update_fields=["audience"])
    record(RedPointOpened(circle=item.circle_id, meeting=item.meeting_id, people=len(item.audience)), by=actor)


def _people(rows: Iterable[tuple[UUID | None, UUID | None, str]]) -> set[UUID]:
    came = (deputy if how == Invitee.Attendance.DEPUTY else person for person, deputy, how in rows)
    return {who for who in came if who}


def _end_spells(meeting: Meeting) -> None:
    Spell.objects.filter(item__meeting=meeting, ended_at__isnull=True).update(ended_at=now())


def _stage(meeting: Meeting, stage: Meeting.Stage) -> None:
    meeting.stage = stage
    meeting.save(update_fields=["stage"])


def _code() -> str:
    return f"{secrets.randbelow(10**rules.DIGITS):0{rules.DIGITS}d}"
