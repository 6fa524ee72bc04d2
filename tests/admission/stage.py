"""On the stage of admission: Theta applies to North, whose chair is chi; ada, cem and chi have the votes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from kring.admission import commands, queries
from kring.admission.commands import Writing
from kring.admission.rules import Choice, Criterion
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from tests.cast import Cast

WRITTEN: dict[str, Any] = {
    "organisation": "Theta",
    "person": "Thea",
    "email": "thea@theta.example",
    "function": "security",
    "motive": "We want the region to stay up.",
    "declared": True,
    "answers": {"vital": "4", "senior": "yes", "informed": "What the locks see."},
}


def link(cast: Cast, days: int = 30) -> str:
    """What stands at the end of the address by which one applies to North."""
    with acting_as(cast.actor("chi")) as actor:
        made = commands.make_opening(actor=actor, circle=cast.north.pk, days=days)
    return queries.opening_link(made).rstrip("/").rpartition("/")[2]


def ask_for_a_file(cast: Cast, criterion: Criterion) -> None:
    """North asks for a file too."""
    with acting_as(cast.actor("chi")) as actor:
        terms = queries.policy_of(cast.north.pk).terms
        terms = replace(terms, criteria=(*terms.criteria, criterion))
        commands.change_policy(actor=actor, circle=cast.north.pk, terms=terms)


def begin(cast: Cast, **other: Any) -> Actor:
    """Thea begins to fill it in."""
    return commands.begin_application(link=link(cast), writing=Writing(**(WRITTEN | other)), language="en")


def apply(cast: Cast, **other: Any) -> UUID:
    """And sends it."""
    candidate = begin(cast, **other)
    with acting_as(candidate):
        commands.send_application(candidate=candidate)
    assert candidate.guest
    return candidate.guest


def put(cast: Cast, application: UUID | None = None, by: str = "chi", **asked: Any) -> UUID:
    """The chair puts it to the vote."""
    with acting_as(cast.actor(by)) as actor:
        return commands.open_ballot(actor=actor, application=application or apply(cast), **asked)


def vote(cast: Cast, ballot: UUID, by: str, choice: Choice, reason: str = "") -> None:
    """Somebody votes for their organisation."""
    with acting_as(cast.actor(by)) as actor:
        commands.vote(actor=actor, ballot=ballot, choice=choice, reason=reason)


def close(cast: Cast, ballot: UUID, by: str = "chi", days: int = 15, **given: Any) -> str:
    """So many days later, it is counted."""
    with clock.at(clock.now() + timedelta(days=days)), acting_as(cast.actor(by)) as actor:
        return commands.close_ballot(actor=actor, ballot=ballot, **given)


def seen(cast: Cast, ballot: UUID, by: str = "chi") -> queries.BallotView:
    """The ballot as somebody sees it."""
    with acting_as(cast.actor(by)) as actor:
        return queries.ballot_view(actor, ballot)


def read(cast: Cast, application: UUID, by: str = "chi") -> queries.ApplicationView:
    """The application as somebody sees it; "thea" is the candidate."""
    actor = Actor(guest=application) if by == "thea" else cast.actor(by)
    with acting_as(actor):
        return queries.application_view(actor, application)
