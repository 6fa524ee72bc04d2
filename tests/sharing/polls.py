"""Polls on the stage: ada asks who has patched, organisations answer."""

from datetime import date
from uuid import UUID

from kring.kernel.binding import acting_as
from kring.sharing import commands, queries
from tests.cast import Cast


def ask(cast: Cast, item: UUID, by: str = "ada", **asked: object) -> UUID:
    """Somebody asks all who have an item."""
    with acting_as(cast.actor(by)) as actor:
        return commands.ask_poll(actor=actor, item=item, **asked).pk  # type: ignore[arg-type]


def answer(cast: Cast, poll: UUID, by: str = "cem", answer: str = "yes", planned_for: date | None = None) -> None:
    """Somebody answers for their organisation."""
    with acting_as(cast.actor(by)) as actor:
        commands.answer_poll(actor=actor, poll=poll, answer=answer, planned_for=planned_for)


def seen(cast: Cast, poll: UUID, by: str = "ada") -> queries.PollView:
    """The poll as somebody sees it."""
    with acting_as(cast.actor(by)) as actor:
        return queries.poll_view(actor, poll)


def said(cast: Cast, poll: UUID, by: str = "ada") -> dict[str, str | None]:
    """What each organisation answered, as somebody sees it."""
    return {row.organisation: row.answer for row in seen(cast, poll, by).rows}


def seat_more(cast: Cast, *names: str) -> None:
    """More organisations with somebody in North, so that there are enough to be counted."""
    from kring.circles.models import Membership, Organisation, Seat

    for name in names:
        house = Membership.objects.create(
            circle=cast.north, organisation=Organisation.objects.create(name=name.title()), state="member"
        )
        Seat.objects.create(membership=house, person=cast.person(name), role="representative")
