"""Rounds on the stage: chi asks all of North, members answer."""

from uuid import UUID

from kring.kernel.binding import acting_as
from kring.sharing import commands, queries
from tests.cast import Cast


def start(cast: Cast, by: str = "chi", **asked: object) -> UUID:
    """Somebody asks all members of North."""
    with acting_as(cast.actor(by)) as actor:
        return commands.start_round(actor=actor, circle=cast.north.pk, **asked).pk  # type: ignore[arg-type]


def answer(cast: Cast, round: UUID, by: str = "cem", kind: str = "nothing") -> None:
    """Somebody answers for their organisation."""
    with acting_as(cast.actor(by)) as actor:
        commands.answer_round(actor=actor, round=round, kind=kind)


def seen(cast: Cast, round: UUID, by: str = "chi") -> queries.RoundView:
    """The round as somebody sees it."""
    with acting_as(cast.actor(by)) as actor:
        return queries.round_view(actor, round)


def said(cast: Cast, round: UUID, by: str = "chi") -> dict[str, str | None]:
    """What each organisation said, as somebody sees it."""
    return {row.organisation: row.answer for row in seen(cast, round, by).rows}
