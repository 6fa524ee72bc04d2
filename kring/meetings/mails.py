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
from kring.meetings.queries import MeetingRow, PointRow, outcomes
from kring.meetings.queries import minutes as minuted
from kring.meetings.queries.minutes import MinutesView, SectionRow
from kring.meetings.queries.outcomes import OutcomeRow
from kring.meetings.rules.lines import Kind as LineKind
from kring.meetings.wires import Attendee, Entry, calendar_mail
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.mails import Story
from kring.notices.post.tokens import Purpose
from kring.notices.rules import Correspondent, Kind, notice_of
from kring.tlp.carriage import carriage_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class MeetingTelling:
    """An invitation, a change, or a cancellation: `sequence` tells one from the next."""

    meeting: UUID
    circle: UUID
    sequence: int
    kind: ClassVar = Kind.MEETING
    item: ClassVar = None
    reply: ClassVar = None
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


def _story(row: MeetingRow, agenda: Collection[PointRow], reader: Correspondent) -> Story:
    with translation.override(reader.language):
        calendar, method = calendar_mail(entry_of(row, reader))
    return Story(
        label=row.label,
        stamp=(row.id, row.sequence, reader.person),
        folder=f"meetings/mail/{_message(row)}",
        link=f"/meetings/{row.id}/",
        circle=row.circle_name,
        slug=row.slug,
        context={"row": row, "agenda": _travelling(agenda, row.label), "buttons": _buttons(row)},
        calendar=calendar,
        method=method,
    )


def _message(row: MeetingRow) -> str:
    if row.is_cancelled:
        return "cancelled"
    return "changed" if row.sequence else "invited"


def _travelling(agenda: Collection[PointRow], label: Label) -> list[PointRow]:
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


@dataclass(frozen=True, slots=True)
class MinutesTelling:
    """Minutes are there: to be read over, or approved."""

    minutes: UUID
    circle: UUID
    approved: bool
    kind: ClassVar = Kind.MINUTES
    item: ClassVar = None
    reply: ClassVar = None
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for the review of a version, one for its approval."""
        return notice_of(Kind.MINUTES, self.minutes, str(self.approved))

    @property
    def parent(self) -> UUID | None:
        """The approved ones stand under those that were read over."""
        return notice_of(Kind.MINUTES, self.minutes, str(False)) if self.approved else None

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these is invited and may see the meeting now."""
        return minuted.readers_of(self.minutes) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What this reader has of them; in the open, the points whose label may travel so."""
        view = minuted.minutes_view(Actor(person=reader), self.minutes)
        if bool(view.approved_at) != self.approved:
            return None
        whole = self._story(view, reader, view.label, view.sections)
        free = [one for one in view.sections if one.label <= Label.GREEN]
        if view.label <= Label.GREEN or view.meeting_label > Label.GREEN:
            return whole
        return replace(whole, in_the_open=self._story(view, reader, view.meeting_label, free))

    def _story(self, view: MinutesView, reader: UUID, label: Label, sections: Collection[SectionRow]) -> Story:
        return Story(
            label=label,
            stamp=(view.id, self.approved, reader, label),
            folder="meetings/mail/minutes",
            link=f"/minutes/{view.id}/",
            circle=view.circle,
            slug=view.slug,
            context={"title": view.title, "approved": self.approved, "sections": sections},
        )


@dataclass(frozen=True, slots=True)
class OutcomeTelling:
    """Something somebody took on is due, or late; or an agreement is to be looked at again. `reminder` counts from 1."""

    outcome: UUID
    circle: UUID
    owner: UUID
    due: str
    reminder: int
    kind: ClassVar = Kind.OUTCOME
    item: ClassVar = None
    reply: ClassVar = None
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for each reminder of each day."""
        return notice_of(Kind.OUTCOME, self.outcome, f"{self.due} {self.reminder}")

    @property
    def parent(self) -> UUID | None:
        """The second stands under the first."""
        return notice_of(Kind.OUTCOME, self.outcome, f"{self.due} 1") if self.reminder > 1 else None

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Its owner."""
        return {self.owner} & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What it is, where its label lets that travel; else that there is something."""
        row = outcomes.outcome_row(Actor(person=reader), self.outcome)
        if not row.waits or str(row.due) != self.due:
            return None
        in_the_open = self._story(row, Label.GREEN, "") if Label.GREEN < row.label < Label.RED else None
        return replace(self._story(row, row.label, row.text), in_the_open=in_the_open)

    def _story(self, row: OutcomeRow, label: Label, text: str) -> Story:
        return Story(
            label=label,
            stamp=(row.id, label, self.due, self.reminder, row.is_late),
            folder="meetings/mail/outcome",
            link=f"/outcomes/{row.id}/",
            circle=row.circle,
            slug=row.slug,
            context={"text": text, "due": row.due, "late": row.is_late, "agreement": row.kind is LineKind.AGREEMENT},
        )
