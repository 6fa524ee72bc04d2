"""What is told by mail: to who steers, that a step was missed or a scope is to be looked at again; to a member, thanks."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.leadership import queries
from kring.leadership.queries import Missed
from kring.leadership.rules import Step
from kring.notices.mails import OfNoItem, Story
from kring.notices.rules import Kind, notice_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class MissedTelling(OfNoItem):
    """A step of the cycle around a meeting was missed: one mail for each, once."""

    meeting: UUID
    circle: UUID
    step: Step
    kind: ClassVar = Kind.CYCLE
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for each step of each meeting."""
        return notice_of(Kind.CYCLE, self.meeting, self.step)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Those who keep the circle's secretariat now."""
        return queries.secretariat(self.circle) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """Which step; nothing once it was done."""
        actor = Actor(person=reader)
        for one in queries.missed(actor):
            if (one.of.meeting, one.due.step) == (self.meeting, self.step):
                return _story(one)
        return None


def _story(missed: Missed) -> Story:
    return Story(
        label=missed.of.label,
        stamp=(missed.of.meeting, missed.due.step),
        folder="leadership/mail/missed",
        link=f"/c/{missed.of.slug}/cycle/",
        circle=missed.of.circle_name,
        slug=missed.of.slug,
        context={"meeting": missed.of, "due": missed.due},
    )


@dataclass(frozen=True, slots=True)
class ScopeTelling(OfNoItem):
    """A year went by since somebody looked at what a circle is for: one mail for each who steers, once."""

    scope: UUID
    circle: UUID
    kind: ClassVar = Kind.CYCLE
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for each time that it was looked at."""
        return notice_of(Kind.CYCLE, self.scope)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Those who steer the circle now."""
        return circles.steering(self.circle) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What it is for; nothing once it was looked at."""
        due = queries.scopes_to_review(Actor(person=reader))
        scope = next((one for one in due if one.id == self.scope), None)
        if scope is None:
            return None
        return Story(
            label=Label.GREEN,
            stamp=(self.scope,),
            folder="leadership/mail/scope",
            link=f"/c/{scope.slug}/scope/",
            circle=scope.circle_name,
            slug=scope.slug,
            context={"scope": scope},
        )


@dataclass(frozen=True, slots=True)
class ThanksTelling(OfNoItem):
    """Who leads thanked a member: one mail to each who sits for it."""

    thanks: UUID
    circle: UUID
    membership: UUID
    kind: ClassVar = Kind.THANKS

    @property
    def notice(self) -> UUID:
        """One for each time."""
        return notice_of(Kind.THANKS, self.thanks)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these sits for it now."""
        return queries.people_of(self.membership, self.circle) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """The words, and whose they are."""
        found = queries.thanks(self.thanks)
        return Story(
            label=found.label,
            stamp=self.thanks,
            folder="leadership/mail/thanks",
            link=f"/c/{found.slug}/members/{self.membership}/",
            circle=found.circle,
            slug=found.slug,
            source=found.by,
            context={"by": found.by, "words": found.words},
        )
