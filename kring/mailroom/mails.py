"""What somebody hears of a mail of theirs that came in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.notices.mails import OfNoItem, Story
from kring.notices.rules import Kind, notice_of
from kring.sharing import queries


@dataclass(frozen=True, slots=True)
class DraftTelling(OfNoItem):
    """A mail to a circle's address waits as a draft for its author to release it."""

    draft: UUID
    circle: UUID
    author: UUID
    kind: ClassVar = Kind.DRAFT

    @property
    def notice(self) -> UUID:
        """One for the draft."""
        return notice_of(Kind.DRAFT, self.draft)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """The author alone."""
        return {self.author} & set(people)

    def story(self, reader: UUID) -> Story | None:
        """That it waits; nothing once it was shared or thrown away."""
        actor = Actor(person=reader)
        draft = queries.draft(actor, self.draft)
        place = circles.circle_for(actor, self.circle)
        if draft.shared:
            return None
        return Story(
            label=draft.label,
            stamp=(draft.id, draft.label),
            folder="mailroom/mail/draft",
            link=f"/drafts/{draft.id}/",
            circle=place.name,
            slug=place.slug,
            context={"title": draft.text.headline},
        )
