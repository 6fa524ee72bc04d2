"""Sightings: what can be said of having seen something, and why not."""

from dataclasses import dataclass
from datetime import datetime

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.sharing.rules.reasons import IS_WITHDRAWN, NOT_SHARED
from kring.tlp.audience import State

MOST_SEEN = 999_999_999
"""As often as STIX 2.1 can say (section 5.2)."""

NOT_ORDERLY = Refusal("not_orderly", N_("What was seen first cannot be later than what was seen last."))
NOT_YET = Refusal("not_yet", N_("Nobody saw anything in the future."))
NOT_SO_OFTEN = Refusal("not_so_often", N_("It was seen at least once."))


@dataclass(frozen=True, slots=True)
class Seen:
    """When and how often. With no moments it was seen just now."""

    first: datetime | None = None
    last: datetime | None = None
    count: int = 1
    named: bool = False
    """All who have the item may know which organisation saw it."""


def why_not_see(state: State, seen: Seen, now: datetime) -> Refusal | None:
    """May a reader say that their organisation saw something an item warns of?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    last = seen.last or now
    if max(seen.first or last, last) > now:
        return NOT_YET
    if seen.first and seen.first > last:
        return NOT_ORDERLY
    return None if 1 <= seen.count <= MOST_SEEN else NOT_SO_OFTEN
