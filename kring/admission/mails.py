"""What members and who steers are told of applications and ballots, and the letters to candidates."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.core.mail import EmailMultiAlternatives

from kring.admission import access, queries
from kring.admission.rules import Stage
from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.notices.mails import OfNoItem, Story
from kring.notices.rules import Kind, notice_of
from kring.tlp.labels import Label
from kring.web.letters import letter


class News(StrEnum):
    """What there is to tell, and to whom."""

    APPLIED = "applied"
    ANSWERED = "answered"
    OPENED = "opened"
    REMINDER = "reminder"
    OVER = "over"
    CLOSED = "closed"


FOR_WHO_STEERS = {News.APPLIED, News.ANSWERED, News.OVER}


@dataclass(frozen=True, slots=True)
class AdmissionTelling(OfNoItem):
    """Something happened to an application (`about` is the application), or to a ballot (it is the ballot).

    Everybody who may vote is told the same, also a reminder: who got one says nothing of who voted.
    """

    about: UUID
    circle: UUID
    news: News
    again: str = ""
    """Tells one answer from the next."""
    kind: ClassVar = Kind.ADMISSION

    @property
    def notice(self) -> UUID:
        """One for each thing that is told."""
        return notice_of(Kind.ADMISSION, self.about, self.news, self.again)

    @property
    def parent(self) -> UUID | None:
        """What follows in a ballot stands under the mail that opened it."""
        in_ballot = self.news in {News.REMINDER, News.CLOSED}
        return notice_of(Kind.ADMISSION, self.about, News.OPENED, "") if in_ballot else None

    def hearers(self) -> set[UUID]:
        """Whom it concerns, now."""
        steering = self.news in FOR_WHO_STEERS
        return circles.steering(self.circle) if steering else queries.people_who_vote(self.circle)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these may have it now."""
        return self.hearers() & set(people)

    def story(self, reader: UUID) -> Story | None:
        """Who applies travels sealed; in the open, that somebody does. None once there is nothing to do any more."""
        if self.news in {News.APPLIED, News.ANSWERED}:
            return self._of_application(queries.application_view(Actor(person=reader), self.about))
        return self._of_ballot(queries.ballot_view(Actor(person=reader), self.about))

    def _of_application(self, found: queries.ApplicationView) -> Story | None:
        if found.stage is not Stage.SENT:
            return None
        return self._told(found.circle, found.slug, f"/applications/{found.id}/", {"organisation": found.organisation})

    def _of_ballot(self, found: queries.BallotView) -> Story | None:
        if (found.closed_at is None) is (self.news is News.CLOSED) or (found.is_over and self.news is News.REMINDER):
            return None
        said = {"organisation": found.organisation, "until": found.until, "result": found.result}
        return self._told(found.circle, found.slug, f"/ballots/{found.id}/", said)

    def _told(self, circle: str, slug: str, link: str, said: dict[str, object]) -> Story:
        sealed = Story(
            label=Label.AMBER_STRICT,
            stamp=(self.about, self.news, "sealed"),
            folder="admission/mail/told",
            link=link,
            circle=circle,
            slug=slug,
            context={"news": self.news.value, **said},
        )
        hidden = {**sealed.context, "organisation": "", "result": None}
        in_the_open = replace(sealed, label=Label.GREEN, stamp=(self.about, self.news, "open"), context=hidden)
        return replace(sealed, in_the_open=in_the_open)


class Step(StrEnum):
    """What a candidate is written about."""

    BEGUN = "begun"
    SENT = "sent"
    ASKED = "asked"
    DECIDED = "decided"


def candidate_letter(candidate: Actor, step: Step) -> EmailMultiAlternatives:
    """A letter to a candidate, with their own link. It says how far it is, and never what members said or counted."""
    assert candidate.guest
    row = access.application(candidate, candidate.guest)
    context = {
        "step": step.value,
        "person": row.person,
        "circle": row.circle.name,
        "stage": row.stage,
        "conditions": row.conditions,
        "link": queries.candidate_link(row.pk),
    }
    return letter("admission/mail/candidate", to=row.email, language=row.language, context=context)
