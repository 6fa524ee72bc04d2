"""Health on the stage: North asks its people, and enough of them sit there to be told what they said."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from kring.circles.models import Affiliation, Seat
from kring.health import commands, queries
from kring.health.rules import Score
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.people.models import Person
from tests.cast import Cast


def crowd(cast: Cast, size: int) -> list[Person]:
    """More people who sit in North for Gamma: p1, p2, ..."""
    people = [Person(name=f"P{n}", email=f"p{n}@gamma.example", password="!") for n in range(1, size + 1)]
    Person.objects.bulk_create(people)
    membership = cast.memberships["cem"]
    Affiliation.objects.bulk_create(
        Affiliation(person=person, organisation=membership.organisation) for person in people
    )
    Seat.objects.bulk_create(Seat(membership=membership, person=person, role="deputy") for person in people)
    return people


def ask(cast: Cast, kind: str = "pulse", by: str = "chi") -> UUID:
    """Somebody has all of North asked."""
    with acting_as(cast.actor(by)) as actor:
        return commands.ask_survey(actor=actor, circle=cast.north.pk, kind=kind)


def say(cast: Cast, survey: UUID, by: str, trust: int = 4, energy: int = 3) -> None:
    """Somebody of the cast answers the pulse."""
    with acting_as(cast.actor(by)) as actor:
        commands.answer_pulse(actor=actor, survey=survey, trust=Score(trust), energy=Score(energy))


def all_say(people: Iterable[Person], survey: UUID, trust: int = 4, energy: int = 3) -> None:
    """All of these answer the same."""
    for person in people:
        with acting_as(Actor(person=person.pk)) as actor:
            commands.answer_pulse(actor=actor, survey=survey, trust=Score(trust), energy=Score(energy))


def close(days: int = 15) -> int:
    """What is over after so many days, is closed."""
    with clock.at(clock.now() + timedelta(days=days)):
        return commands.close_surveys()


def pulse(cast: Cast, by: str = "ada") -> queries.Pulse:
    """The pulse of North, as somebody sees it."""
    with acting_as(cast.actor(by)) as actor:
        return queries.pulse(actor, cast.north.pk)
