"""Does a circle hang on one person?"""

from collections.abc import Mapping
from uuid import UUID

MUCH = 0.7
"""Of the work, done by one person, from which on a circle hangs on them."""

WORTH_COUNTING = 10
"""Less work than this in half a year says nothing."""


def carries(work: Mapping[UUID, int]) -> UUID | None:
    """Who does so much of it that the circle hangs on them."""
    whole = sum(work.values())
    if whole < WORTH_COUNTING:
        return None
    return next((person for person, done in work.items() if done >= MUCH * whole), None)
