"""What people are told by mail: a code to accept, a case to look into, a side to give, and what remains after leaving.

Of a case and a hearing a mail says nothing but that there is something to read: their label is RED.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.core.mail import EmailMultiAlternatives

from kring.circles import queries as circles
from kring.conduct import queries
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.notices.mails import OfNoItem, Story
from kring.notices.rules import Kind, notice_of
from kring.people import queries as people
from kring.tlp.labels import Label
from kring.web.letters import letter


@dataclass(frozen=True, slots=True)
class CodeTelling(OfNoItem):
    """A circle has a version of its code that this reader has not accepted."""

    code: UUID
    circle: UUID
    kind: ClassVar = Kind.CODE

    @property
    def notice(self) -> UUID:
        """One for each version."""
        return notice_of(Kind.CODE, self.code)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these sits there."""
        return queries.seated_people(self.circle) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What changed; nothing once they accepted it, or there is a newer one."""
        actor = Actor(person=reader)
        place = circles.circle_for(actor, self.circle)
        code = queries.code_in_force(place.path)
        if code is None or code.id != self.code or queries.has_accepted(code.id, reader):
            return None
        return Story(
            label=Label.GREEN,
            stamp=self.code,
            folder="conduct/mail/code",
            link=f"/c/{place.slug}/code/",
            circle=place.name,
            slug=place.slug,
            source=code.by,
            context={"number": code.number, "changed": code.changed},
        )


@dataclass(frozen=True, slots=True)
class CaseTelling(OfNoItem):
    """Somebody reported something, or answered. `again` tells one from the next; empty: the report."""

    case: UUID
    circle: UUID
    again: str = ""
    kind: ClassVar = Kind.CASE

    @property
    def notice(self) -> UUID:
        """One for the report, and one for each answer."""
        return notice_of(Kind.CASE, self.case, self.again)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these looks into it."""
        return queries.handlers_of(self.case) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """That there is something, and where."""
        queries.view_of_case(Actor(person=reader), self.case)
        return _hidden(self.notice, f"/cases/{self.case}/")


@dataclass(frozen=True, slots=True)
class HearingTelling(OfNoItem):
    """An organisation is asked for its side."""

    hearing: UUID
    circle: UUID
    kind: ClassVar = Kind.HEARING

    @property
    def notice(self) -> UUID:
        """One for the hearing."""
        return notice_of(Kind.HEARING, self.hearing)

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Who of these sits for it, while it has not answered."""
        return queries.heard_in(self.hearing) & set(people)

    def story(self, reader: UUID) -> Story | None:
        """That there is something, and where."""
        queries.hearing_view(Actor(person=reader), self.hearing)
        return _hidden(self.notice, f"/hearings/{self.hearing}/")


def _hidden(stamp: UUID, link: str) -> Story:
    """A link alone, whoever reads along: a label of RED carries no more."""
    return Story(label=Label.RED, stamp=stamp, folder="notices/mail/link", link=link)


def leaving_mail(person: UUID, circle: UUID, membership: UUID) -> EmailMultiAlternatives | None:
    """To somebody whose organisation left: what was cut, and what remains. None for an account that is gone."""
    try:
        account = people.account_of(Actor(person=person))
    except NotVisible:
        return None
    house = circles.memberships_by_id([membership])[membership].name
    context = {"name": account.name, "circle": circles.names_of_circles([circle])[circle], "organisation": house}
    return letter("conduct/mail/left", to=account.email, language=account.language, context=context)
