"""Rounds: who may ask, who may answer, and when a round is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LONGEST_QUESTION = 500
LONGEST_ROUND = 30
"""Days."""
USUAL_ROUND = 3

QUIET = timedelta(days=21)
"""After so long without a word, who steers is reminded that one can ask."""

NOT_STEERING = Refusal("not_steering", N_("Only the chair or the secretary of this circle can do this."))
ROUND_OPEN = Refusal("round_open", N_("A round is going on here already."))
ROUND_OVER = Refusal("round_over", N_("This round is over."))


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a round asks. It can be closed before its time."""

    until: datetime
    closed_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Does nobody wait for an answer any more?"""
        return self.closed_at is not None or self.until <= now


def why_not_start_round(*, steers: bool, going_on: bool) -> Refusal | None:
    """May somebody ask all members of a circle?"""
    if not steers:
        return NOT_STEERING
    return ROUND_OPEN if going_on else None


def why_not_tend_round(span: Span, now: datetime, *, steers: bool) -> Refusal | None:
    """May somebody remind in a round, or close it?"""
    if not steers:
        return NOT_STEERING
    return ROUND_OVER if span.is_over(now) else None


def why_not_answer_round(span: Span, now: datetime) -> Refusal | None:
    """May a member still answer?"""
    return ROUND_OVER if span.is_over(now) else None


def is_quiet(now: datetime, *, last_word: datetime) -> bool:
    """Was nothing shared or asked in a circle for long? A circle that just began counts from then."""
    return last_word + QUIET <= now
