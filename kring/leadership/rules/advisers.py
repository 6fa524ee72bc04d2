"""Decisions about advisers, on plain values: who looks along, and which circle needs somebody most."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LONGEST_AUTHORITY = 120
LONGEST_STEP = 160
LINK_WORKS = timedelta(days=14)
LONGEST_TERM = timedelta(days=2 * 366)

ENDED_ALREADY = Refusal("term_over", N_("The term would be over before it begins."))
TERM_TOO_LONG = Refusal("term_too_long", N_("Ask somebody for two years at most, and then again."))
SITS_HERE = Refusal("sits_here", N_("You sit in this circle, and see how it is doing already."))
LOOKS_ALONG = Refusal("looks_along", N_("You look along with this circle already."))


class Phase(StrEnum):
    """How far a circle is in its beginning, as who steers says."""

    EXPLORE = "explore"
    DEVELOP = "develop"
    BUILD = "build"


class Concern(IntEnum):
    """Why a circle needs an adviser's attention, what weighs most first."""

    FALLING = 1
    NO_MEETING = 2
    SILENT = 3
    RHYTHM = 4
    PROMISES = 5
    NO_STEP = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """How a circle is doing, in figures that say nothing of who or what."""

    members: int
    silent: int
    """Members that gave nothing in half a year."""
    planned: int
    """Meetings of the year behind."""
    met: int
    """Of these, how many were held."""
    promised: int
    """How often in a year something was due around a meeting: agenda, minutes."""
    kept: int
    quarter: str
    """Of the last pulse that five or more answered; empty when there is none."""
    trust: float | None
    energy: float | None
    falling: bool
    next_meeting: datetime | None


def concerns(figures: Figures, next_step: str) -> list[Concern]:
    """What in a circle asks for attention."""
    found = {
        Concern.FALLING: figures.falling,
        Concern.NO_MEETING: figures.next_meeting is None,
        Concern.SILENT: figures.silent * 3 >= figures.members > 0,
        Concern.RHYTHM: figures.met * 2 < figures.planned,
        Concern.PROMISES: figures.kept * 2 < figures.promised,
        Concern.NO_STEP: not next_step,
    }
    return [concern for concern, there in found.items() if there]


def pressing(found: list[Concern]) -> tuple[int, ...]:
    """To sort circles by: what weighs most first, and then how much there is."""
    return (*found, len(Concern) + 1)


def why_not_ask(until: date, today: date) -> Refusal | None:
    """Can an adviser be asked until that day?"""
    if until < today:
        return ENDED_ALREADY
    return TERM_TOO_LONG if until > today + LONGEST_TERM else None


def why_not_take(*, sits_here: bool, looks_along: bool) -> Refusal | None:
    """Can somebody look along with a circle?"""
    if sits_here:
        return SITS_HERE
    return LOOKS_ALONG if looks_along else None
