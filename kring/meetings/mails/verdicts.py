"""What those who were there are asked by mail: three questions, of which the first is answered in the mail itself."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from kring.kernel.actor import Actor
from kring.meetings import queries
from kring.meetings.queries import MeetingRow, verdicts
from kring.notices import commands as notices
from kring.notices.mails import OfNoItem, Story
from kring.notices.post.tokens import Purpose
from kring.notices.rules import Kind, notice_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class VerdictTelling(OfNoItem):
    """How a meeting was: asked once, of who was there and has not said it yet."""

    meeting: UUID
    circle: UUID
    kind: ClassVar = Kind.VERDICT
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for the meeting."""
        return notice_of(Kind.VERDICT, self.meeting)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these was there, and may see the meeting now."""
        return self._invitations().keys() & set(people)

    def story(self, reader: UUID) -> Story | None:
        """Which meeting, where its label lets that travel; else that one of the circle was held."""
        row = queries.meeting_view(Actor(person=reader), self.meeting).row
        if verdicts.verdict(self.meeting).own:
            return None
        taps = _taps(self._invitations()[reader])
        in_the_open = self._story(row, Label.GREEN, "", taps) if Label.GREEN < row.label < Label.RED else None
        return replace(self._story(row, row.label, row.title, taps), in_the_open=in_the_open)

    def _invitations(self) -> dict[UUID, UUID]:
        """By person, the invitation by which they were there."""
        return {one.person: one.invitee for one in verdicts.asked_how_it_was(self.meeting)}

    def _story(self, row: MeetingRow, label: Label, title: str, taps: dict[str, str]) -> Story:
        return Story(
            label=label,
            stamp=(row.id, label, tuple(taps.values())),
            folder="meetings/mail/verdict",
            link=f"/meetings/{row.id}/verdict/",
            circle=row.circle_name,
            slug=row.slug,
            context={"title": title, "useful": taps},
        )


def _taps(invitee: UUID) -> dict[str, str]:
    """The two answers to the first question, for whoever has this mail."""
    office = notices.office()
    address = f"{office.base_url}/meetings/how/{office.token(Purpose.VERDICT, invitee)}/"
    return {answer: f"{address}?useful={answer}" for answer in ("yes", "no")}
