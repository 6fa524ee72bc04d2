"""Surveys: when one may be asked and answered, and what may be said of the numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

OPEN_DAYS = timedelta(days=14)
"""How long a survey takes answers."""

LEAST_ANSWERS = 5
"""Of fewer nothing is told, and nothing is kept: one could guess who said what. The database keeps to it as well."""

LONGEST_REMARK = 500

NOT_STEERING = Refusal("not_steering", N_("Only the chair or the secretary of this circle can do this."))
NOT_SEATED = Refusal("not_seated", N_("Only who sits in this circle can do this."))
ASKED_ALREADY = Refusal("asked_already", N_("This was asked in this quarter already."))
OVER = Refusal("survey_over", N_("This is closed. It comes back in the next quarter."))
ANSWERED = Refusal(
    "answered", N_("You answered already. Nobody can tell which answer is yours, so it cannot be changed.")
)


class Score(IntEnum):
    """An answer of the pulse."""

    LOWEST = 1
    LOW = 2
    MIDDLE = 3
    HIGH = 4
    HIGHEST = 5


class Question(StrEnum):
    """What the pulse asks, in the order in which it asks."""

    TRUST = "trust"
    ENERGY = "energy"


QUESTIONS = tuple(Question)


def quarter_of(moment: datetime) -> str:
    """The quarter of a moment, so that quarters sort: 2026-Q4."""
    return f"{moment.year}-Q{(moment.month + 2) // 3}"


def is_over(until: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Does a survey take no more answers?"""
    return closed_at is not None or until <= now


def why_not_ask(*, steers: bool, asked: bool) -> Refusal | None:
    """May somebody have a circle asked? Once a quarter: of two in a row, the difference would be somebody's answer."""
    if not steers:
        return NOT_STEERING
    return ASKED_ALREADY if asked else None


def why_not_answer(*, over: bool, answered: bool) -> Refusal | None:
    """May somebody answer?"""
    if over:
        return OVER
    return ANSWERED if answered else None


def mean(counts: Mapping[str, int], question: Question) -> float | None:
    """The average answer to one question of the pulse; None where nothing may be told."""
    given = {score: counts.get(f"{question}.{score:d}", 0) for score in Score}
    answers = sum(given.values())
    return sum(score * n for score, n in given.items()) / answers if answers else None


def falls(means: Sequence[float]) -> bool:
    """Did it go down twice in a row, up to the last quarter?"""
    return len(means) > 2 and means[-3] > means[-2] > means[-1]
