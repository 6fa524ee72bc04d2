"""What people are told by mail of meetings: that they are invited, that something changed, that it is cancelled.

A calendar entry goes along. It travels in the open whatever else is sealed, so it says what a mail may say in the open:
under GREEN and CLEAR everything, under AMBER that a circle meets, under RED that there is a meeting.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from kring.kernel.actor import Actor
from kring.meetings import queries
from kring.meetings.queries import MeetingRow, PointRow
from kring.meetings.wires import Attendee, Entry, calendar_mail
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.mails import OfNoItem, Story
from kring.notices.post.tokens import Purpose
from kring.notices.rules import Correspondent, Kind, notice_of
from kring.tlp.carriage import carriage_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class MeetingTelling(OfNoItem):
    """An invitation, a change, or a cancellation: `sequence` tells one from the next."""

    meeting: UUID
    circle: UUID
    sequence: int
    kind: ClassVar = Kind.MEETING
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for each version of the meeting."""
        return notice_of(Kind.MEETING, self.meeting, str(self.sequence))

    @property
    def parent(self) -> UUID | None:
        """A change stands under the invitation."""
        return notice_of(Kind.MEETING, self.meeting, "0") if self.sequence else None

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these is invited and may see the meeting now."""
        return queries.invited(self.meeting) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """The meeting as it is now; nothing once it changed again, since that is told by itself."""
        view = queries.meeting_view(Actor(person=reader), self.meeting)
        if view.row.sequence != self.sequence or not (view.row.is_open or view.row.is_cancelled):
            return None
        return _story(view.row, view.agenda, mail.correspondent(reader))


@dataclass(frozen=True, slots=True)
class AgainTelling(OfNoItem):
    """The invitation once more, a few days before, for who has not answered it."""

    meeting: UUID
    circle: UUID
    sequence: int
    kind: ClassVar = Kind.MEETING
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for each moment that was invited to."""
        return notice_of(Kind.MEETING, self.meeting, f"{self.sequence} again")

    @property
    def parent(self) -> UUID | None:
        """It stands under the invitation."""
        return notice_of(Kind.MEETING, self.meeting, "0")

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these has not answered, and may see the meeting now."""
        return queries.unanswered(self.meeting) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """The invitation as it is now; nothing once it changed, since that asks by itself."""
        view = queries.meeting_view(Actor(person=reader), self.meeting)
        if view.row.sequence != self.sequence or not view.row.asks:
            return None
        story = _story(view.row, view.agenda, mail.correspondent(reader))
        return replace(story, folder="meetings/mail/again", stamp=(*_stamp(view.row, reader), "again"))


def _stamp(row: MeetingRow, reader: UUID) -> tuple[object, ...]:
    return row.id, row.sequence, reader


def _story(row: MeetingRow, agenda: Collection[PointRow], reader: Correspondent) -> Story:
    with translation.override(reader.language):
        calendar, method = calendar_mail(entry_of(row, reader))
    return Story(
        label=row.label,
        stamp=_stamp(row, reader.person),
        folder=f"meetings/mail/{_message(row)}",
        link=f"/meetings/{row.id}/",
        circle=row.circle_name,
        slug=row.slug,
        context={"row": row, "agenda": travelling(agenda, row.label), "buttons": _buttons(row)},
        calendar=calendar,
        method=method,
    )


def _message(row: MeetingRow) -> str:
    if row.is_cancelled:
        return "cancelled"
    return "changed" if row.sequence else "invited"


def travelling(agenda: Collection[PointRow], label: Label) -> list[PointRow]:
    """The points that may go in the form in which the mail goes: what goes in the open takes nothing along that may not."""
    sealed = not carriage_of(label, can_encrypt=False).has_content
    return [point for point in agenda if carriage_of(point.label, can_encrypt=sealed).has_content]


def _buttons(row: MeetingRow) -> dict[str, str]:
    """The buttons in the mail, for who is invited themselves."""
    if row.own is None or row.is_cancelled:
        return {}
    office = notices.office()
    token = office.token(Purpose.INVITATION, row.own.id)
    return {
        reply: f"{office.base_url}/meetings/answer/{token}/?reply={reply}"
        for reply in ("accepted", "tentative", "declined")
    }


def entry_of(row: MeetingRow, reader: Correspondent | None = None) -> Entry:
    """The calendar entry of a meeting, for a mail to this reader; without one, for a feed."""
    office = notices.office()
    carriage = carriage_of(row.label, can_encrypt=False)
    organizer = office.calendar_address(row.own.id) if row.own and reader else ""
    return Entry(
        uid=f"{row.id}@{office.domain}",
        sequence=row.sequence,
        stamp=row.changed_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=row.title if carriage.has_content else _summary(row, names_circle=carriage.names_circle),
        link=f"{office.base_url}/meetings/{row.id}/",
        description=_description(row) if carriage.has_content else "",
        place=", ".join(part for part in (row.place, row.host_name) if part) if carriage.has_content else "",
        organizer=organizer or (office.sender if reader else ""),
        organizer_name=row.circle_name if carriage.names_circle else "Kring",
        attendee=_attendee(row, reader, asks=bool(organizer)) if reader else None,
        cancelled=row.is_cancelled,
    )


def _attendee(row: MeetingRow, reader: Correspondent, *, asks: bool) -> Attendee:
    """Who goes for another has said so by going."""
    return Attendee(reader.name, reader.email, row.own.reply if row.own else "accepted", asks=asks)


def _summary(row: MeetingRow, *, names_circle: bool) -> str:
    return _("Meeting of %(circle)s") % {"circle": row.circle_name} if names_circle else _("Meeting")


def _description(row: MeetingRow) -> str:
    parts = [row.topic, row.within and _("Part of %(gathering)s") % {"gathering": row.within}, row.online]
    return "\n".join(part for part in parts if part)
