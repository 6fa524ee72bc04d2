"""Answers, and how often somebody was there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kring.kernel.errors import Refusal
from kring.meetings.rules.reasons import MEETING_OVER, STALE_ANSWER

OPEN_STAGES = frozenset({"planned", "invited", "running"})
THERE = frozenset({"present", "online", "deputy"})
"""Somebody of the organisation was there."""
ASKED_AGAIN = timedelta(days=3)
"""So long before a meeting, who did not answer is asked once more."""
NOTED = THERE | {"excused", "absent"}


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the meetings that one was expected at one was at. A deputy counts; a social event does not."""

    there: int
    expected: int

    @property
    def percent(self) -> int | None:
        """None while nothing is noted."""
        return round(100 * self.there / self.expected) if self.expected else None


def rate(attendances: Collection[str]) -> Rate:
    """Over what was noted."""
    noted = [each for each in attendances if each in NOTED]
    return Rate(sum(each in THERE for each in noted), len(noted))


def is_time_to_ask_again(on: date, today: date, *, invited: bool, asked: bool) -> bool:
    """Is who did not answer asked once more? From three days before the day, once, where invitations are out."""
    return invited and not asked and on - ASKED_AGAIN <= today < on


def why_not_answer(stage: str, ends_at: datetime, now: datetime) -> Refusal | None:
    """May somebody still say whether they come?"""
    return None if stage in OPEN_STAGES and ends_at > now else MEETING_OVER


def why_not_take(answered: int, *, asked: int, last: int) -> Refusal | None:
    """May an answer by mail count, given to `answered`, when the newest invitation is `asked` and the last answer `last`?

    An answer to a meeting that was moved since says nothing of the new moment (RFC 5546 section 2.1.5).
    """
    return STALE_ANSWER if answered < asked or answered < last else None
