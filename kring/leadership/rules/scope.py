"""Decisions about what a circle is for, on plain values."""

from collections.abc import Sequence
from datetime import date, timedelta

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LONGEST_SCOPE = 400
LONGEST_TOPIC = 40
MOST_TOPICS = 8
YEAR = timedelta(days=365)

NO_SCOPE = Refusal("no_scope", N_("There is nothing to keep yet: write down first what the circle is for."))
TOO_MANY_TOPICS = Refusal("too_many_topics", N_("Say it in at most {most} topics."), {"most": MOST_TOPICS})


def review_on(last: date) -> date:
    """When a scope that was written or looked at on a day is looked at again."""
    return last + YEAR


def is_due(last: date, today: date) -> bool:
    """Is it time to look at it again?"""
    return review_on(last) <= today


def why_not_topics(topics: Sequence[str]) -> Refusal | None:
    """Are they few enough to be read at a glance?"""
    return TOO_MANY_TOPICS if len(topics) > MOST_TOPICS else None
