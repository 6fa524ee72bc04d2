"""Writes a fact to the trail and sets off what follows from it, in the same transaction."""

from collections.abc import Callable

from django.db import connection
from psycopg.types.json import Jsonb

from kring.kernel.actor import Actor
from kring.kernel.binding import forget_answers
from kring.kernel.facts import Fact

Reaction = Callable[[Fact], None]
_reactions: dict[type[Fact], tuple[Reaction, ...]] = {}


def react_with(table: dict[type[Fact], tuple[Reaction, ...]]) -> None:
    """Says what follows from which fact. Called once, at the start, with the table of `kring.site.reactions`."""
    _reactions.clear()
    _reactions.update(table)


def record(fact: Fact, *, by: Actor | None) -> None:
    """It happened: add it to the trail, and queue what follows. Undone together with the transaction."""
    with connection.cursor() as cursor:
        # Written without RETURNING: whoever acts need not be allowed to read the trail.
        cursor.execute(
            "INSERT INTO kernel_fact (kind, by, circle, item, source, kept_from_chair, details)"
            " VALUES (%s, %s, %s, %s, %s::uuid[], %s, %s)",
            [
                fact.kind,
                by.person if by else None,
                fact.circle,
                fact.item,
                list(fact.source),
                fact.kept_from_chair,
                Jsonb(fact.details),  # type: ignore[list-item]  # psycopg takes it; the types of Django do not know
            ],
        )
    forget_answers()
    for react in _reactions.get(type(fact), ()):
        react(fact)
