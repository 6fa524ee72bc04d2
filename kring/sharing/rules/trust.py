"""How readers move the two letters of the Admiralty code: the credibility of an item, the reliability of its source.

An organisation has one voice on an item, and its points are: seen by itself 2, known from elsewhere 1, doubted -2. One
doubt alone counts for nothing, so nobody can spoil by themselves what others share.

    points of an item   4 and more   2 or 3   in between   -4 or -5   -6 and less
    its credibility     1            2        3            4          5

From 4 points on an item is confirmed, from -4 down it is refuted: two organisations, at the least, agree on that. Of a
source with five such items or more in a year, the part that was confirmed is its reliability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

SEEN, KNOWN, DOUBTED = 2, 1, -2
FEWEST_DOUBTS = 2
CONFIRMED_FROM, REFUTED_FROM = 4, -4

CONFIRMED, POSSIBLE, UNJUDGED = 1, 3, 6
"""Of credibility."""
LADDER = ((4, CONFIRMED), (2, 2), (-3, POSSIBLE), (-5, 4))
"""From how many points on, which credibility."""
IMPROBABLE = 5

FEWEST_JUDGED = 5
FEWEST_FOR_A = 10
CANNOT_BE_JUDGED = "F"
LETTERS = ((100, "A"), (80, "B"), (60, "C"), (40, "D"))
"""From which part of all on, in percent, which reliability."""


@dataclass(frozen=True, slots=True)
class Voices:
    """How many organisations said what of an item, beside its source. Each is counted once."""

    saw: int = 0
    known: int = 0
    """Knew it already, from elsewhere."""
    doubted: int = 0

    @property
    def any(self) -> bool:
        """Did anybody say whether it is true?"""
        return bool(self.saw or self.known or self.doubted)

    @property
    def doubts(self) -> int:
        """The doubts that count."""
        return self.doubted if self.doubted >= FEWEST_DOUBTS else 0

    @property
    def points(self) -> int:
        """All of them together."""
        return SEEN * self.saw + KNOWN * self.known + DOUBTED * self.doubts

    @property
    def is_confirmed(self) -> bool:
        """Do others bear it out?"""
        return self.points >= CONFIRMED_FROM

    @property
    def is_refuted(self) -> bool:
        """Do others say that it is wrong?"""
        return self.points <= REFUTED_FROM


@dataclass(frozen=True, slots=True)
class Track:
    """How the items of a source turned out, of the last year: those on which others agreed."""

    confirmed: int = 0
    refuted: int = 0

    @property
    def judged(self) -> int:
        """One way or the other."""
        return self.confirmed + self.refuted


def credibility(said: int | None, voices: Voices) -> int | None:
    """What readers make of the credibility that the source said, from 1 to 6; None while they leave it as it was.

    What confirms never makes worse what the source said, and what refutes never makes it better.
    """
    if not voices.doubts and voices.points < SEEN:
        return None
    start = said or UNJUDGED
    reached = _step(LADDER, voices.points, IMPROBABLE)
    if reached < POSSIBLE:
        return min(reached, start)
    if reached > POSSIBLE and start != UNJUDGED:
        return max(reached, start)
    return reached


def reliability(track: Track) -> str:
    """The letter of a source, from A to F. An A takes ten items, and not one of them refuted."""
    if track.judged < FEWEST_JUDGED:
        return CANNOT_BE_JUDGED
    letter = _step(LETTERS, 100 * track.confirmed // track.judged, "E")
    return "B" if letter == "A" and track.judged < FEWEST_FOR_A else letter


def _step(steps: Sequence[tuple[int, T]], reached: int, below: T) -> T:
    return next((value for floor, value in steps if reached >= floor), below)
