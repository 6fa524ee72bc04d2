"""What can happen to the duties of a circle."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyKept(Fact):
    """It was written down what somebody does for the circle, or changed."""

    said: ClassVar[str] = N_("{who} wrote down who does what.")

    duty: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEnded(Fact):
    """Nobody does that for the circle any more."""

    said: ClassVar[str] = N_("{who} ended a duty.")

    duty: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkNoted(Fact):
    """Who leads wrote down that they spoke with a member. The trail does not say with whom."""

    said: ClassVar[str] = N_("{who} wrote in the log of talks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksSent(Fact):
    """Who leads thanked a member."""

    said: ClassVar[str] = N_("{who} thanked a member.")

    thanks: UUID
    membership: UUID
