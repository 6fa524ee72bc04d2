"""Minutes: from notes to a draft that is read over, to what is approved, and its corrections."""

from collections.abc import Iterable
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.meetings import access
from kring.meetings.commands.outcomes import follow_text
from kring.meetings.commands.room import close_room
from kring.meetings.facts import MinutesApproved, MinutesShared
from kring.meetings.models import AgendaItem, Attendee, Invitee, Minutes, Note, Remark, Room, Section
from kring.meetings.queries.minutes import step_of
from kring.meetings.queries.people import invitees_of
from kring.meetings.rules import minutes as rules


def share_minutes(*, actor: Actor, meeting: UUID) -> Minutes:
    """Let the invited read over what was noted. The meeting ends with it, and typed lines become rows.

    Refused: not_steering, not_opened, minutes_made.
    Records: MinutesShared; RoomClosed, when the room was open.
    """
    found = access.steered_meeting(actor, meeting)
    room = Room.objects.filter(meeting=found).first()
    made = Minutes.objects.filter(meeting=found).exists()
    enforce(rules.why_not_share(opened=room is not None, made=made))
    if room is not None and room.closed_at is None:
        close_room(actor=actor, meeting=meeting)
    shared = Minutes.objects.create(
        meeting=found, circle_id=found.circle_id, shared_by_id=known_person(actor), shared_at=now()
    )
    notes = dict(Note.objects.filter(item__meeting=found).values_list("item", "text"))
    points = AgendaItem.objects.filter(meeting=found).order_by("position", "pk")
    _write(shared, ((point, point.title, notes.get(point.pk, "")) for point in points))
    record(MinutesShared(circle=found.circle_id, meeting=found.pk, minutes=shared.pk, version=1), by=actor)
    return shared


def edit_section(*, actor: Actor, section: UUID, text: str) -> None:
    """Change what minutes in review say of a point. Decisions, agreements and actions follow the text.

    Refused: not_steering, minutes_approved, too_long.
    """
    found = access.section(actor, section)
    version = access.steered_minutes(actor, found.minutes_id)
    enforce(rules.why_not_change(step_of(version)))
    enforce(rules.TOO_LONG if len(text) > rules.LONGEST_SECTION else None)
    found.text = text.replace("\r\n", "\n").strip()
    found.save(update_fields=["text"])
    follow_text(found)


def add_remark(*, actor: Actor, section: UUID, text: str, line: int | None = None) -> Remark:
    """Say something of a section of minutes that are read over, or of one line of it.

    Refused: minutes_approved, empty, too_long.
    """
    found = access.section(actor, section)
    enforce(rules.why_not_change(step_of(found.minutes)))
    enforce(rules.why_not_remark(text))
    if line is not None and line >= len(found.text.split("\n")):
        line = None
    return Remark.objects.create(section=found, line=line, text=text.strip(), author_id=known_person(actor), at=now())


def approve_minutes(*, actor: Actor, minutes: UUID) -> None:
    """Publish minutes to all who may read them. From now on they stay as they are.

    Refused: not_steering, minutes_approved.
    Records: MinutesApproved.
    """
    found = access.steered_minutes(actor, minutes)
    enforce(rules.why_not_change(step_of(found)))
    _note_who_was_there(actor, found)
    found.approved_by_id, found.approved_at = actor.person, now()
    found.save(update_fields=["approved_by", "approved_at"])
    fact = MinutesApproved(circle=found.circle_id, meeting=found.meeting_id, minutes=found.pk, version=found.version)
    record(fact, by=actor)


def correct_minutes(*, actor: Actor, minutes: UUID, why: str) -> Minutes:
    """Begin a new version of approved minutes, to be changed and approved again. The old one stays.

    Refused: not_steering, not_approved, no_reason.
    Records: MinutesShared.
    """
    before = access.steered_minutes(actor, minutes)
    enforce(rules.why_not_correct(step_of(before), why))
    last = Minutes.objects.filter(meeting=before.meeting_id).latest("version")
    if last.approved_at is None:
        raise Refused(rules.NOT_APPROVED)
    after = Minutes.objects.create(
        meeting_id=last.meeting_id,
        circle_id=last.circle_id,
        version=last.version + 1,
        why=why.strip(),
        shared_by_id=known_person(actor),
        shared_at=now(),
    )
    sections = Section.objects.filter(minutes=last).select_related("item")
    _write(after, ((section.item, section.title, section.text) for section in sections))
    fact = MinutesShared(circle=after.circle_id, meeting=after.meeting_id, minutes=after.pk, version=after.version)
    record(fact, by=actor)
    return after


def _write(minutes: Minutes, said: Iterable[tuple[AgendaItem, str, str]]) -> None:
    for position, (point, title, text) in enumerate(said, 1):
        section = Section.objects.create(
            minutes=minutes, item=point, circle_id=minutes.circle_id, position=position, title=title, text=text.strip()
        )
        follow_text(section)


def _note_who_was_there(actor: Actor, minutes: Minutes) -> None:
    """Names always; telephone and address only of who shows them to the circle."""
    rows = invitees_of(minutes.meeting_id)
    entries = circles.entries_of(actor, minutes.circle_id, [row.person for row in rows if row.person])
    shown = {person: entry.profile for person, entry in entries.items()}
    Attendee.objects.bulk_create(
        Attendee(
            minutes=minutes,
            meeting_id=minutes.meeting_id,
            circle_id=minutes.circle_id,
            name=row.name,
            organisation=row.organisation,
            attendance=row.attendance,
            phone=shown[row.person].phone if row.person in shown else "",
            email=shown[row.person].email if row.person in shown else "",
        )
        for row in rows
        if row.attendance != Invitee.Attendance.NONE
    )
