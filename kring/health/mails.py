"""What people are told by mail: that their circle asks something without names, and who steers, that the pulse falls."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.circles import queries as circles
from kring.health import queries
from kring.kernel.actor import Actor
from kring.notices.mails import OfNoItem, Story
from kring.notices.rules import Kind, notice_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class SurveyTelling(OfNoItem):
    """Everybody who sits in a circle is asked the same. That it asks is no secret; the answers never are in a mail."""

    survey: UUID
    circle: UUID
    kind: ClassVar = Kind.SURVEY

    @property
    def notice(self) -> UUID:
        """One for the survey."""
        return notice_of(Kind.SURVEY, self.survey)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these has not answered yet."""
        return queries.to_answer(self.survey) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What is asked, and until when."""
        view = queries.survey_view(Actor(person=reader), self.survey)
        if not view.waits:
            return None
        return Story(
            label=Label.GREEN,
            stamp=view.id,
            folder="health/mail/survey",
            link=f"/surveys/{view.id}/",
            circle=view.circle,
            slug=view.slug,
            context={"kind": view.kind, "until": view.until},
        )


@dataclass(frozen=True, slots=True)
class FallingTelling(OfNoItem):
    """Trust or energy went down twice in a row. For who steers."""

    survey: UUID
    """The one with which that was seen."""
    circle: UUID
    kind: ClassVar = Kind.FALLING

    @property
    def notice(self) -> UUID:
        """One for each time."""
        return notice_of(Kind.FALLING, self.survey)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these steers the circle now."""
        return {person for person in people if self._steers(person)}

    def story(self, reader: UUID) -> Story | None:
        """That it falls; by how much is on the page."""
        place = circles.circle_for(Actor(person=reader), self.circle)
        return Story(
            label=Label.AMBER,
            stamp=self.survey,
            folder="health/mail/falling",
            link=f"/c/{place.slug}/pulse/",
            circle=place.name,
            slug=place.slug,
        )

    def _steers(self, person: UUID) -> bool:
        own = circles.standing(Actor(person=person), self.circle)
        return own is not None and own.steers
