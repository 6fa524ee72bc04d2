"""What people are told by mail of minutes: that they can be read over, that they are approved."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from kring.kernel.actor import Actor
from kring.meetings.queries import minutes as minuted
from kring.meetings.queries.minutes import MinutesView, SectionRow
from kring.notices.mails import OfNoItem, Story
from kring.notices.rules import Kind, notice_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class MinutesTelling(OfNoItem):
    """Minutes are there: to be read over, or approved."""

    minutes: UUID
    circle: UUID
    approved: bool
    kind: ClassVar = Kind.MINUTES
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
