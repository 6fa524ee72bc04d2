"""What can happen to the duties of a circle, to who looks along, and to what it is for."""

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
class AdviserAsked(Fact):
    """A link was made by which an adviser of an authority can look along."""

    said: ClassVar[str] = N_("{who} asked an adviser to look along.")

    advisership: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserCame(Fact):
    """An adviser took the link, and looks along from now on."""

    said: ClassVar[str] = N_("{who} looks along as an adviser.")

    advisership: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserLeft(Fact):
    """An adviser does not look along any more, or the link was taken back."""

    said: ClassVar[str] = N_("{who} ended that an adviser looks along.")

    advisership: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisersTold(Fact):
    """It was written down how far the circle is, and what it does next."""

    said: ClassVar[str] = N_("{who} wrote down how far the circle is and what comes next.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeWritten(Fact):
    """It was written down what the circle is for and what not; or looked at again, and kept."""

    said: ClassVar[str] = N_("{who} wrote down what the circle is for.")

    version: int
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksSent(Fact):
    """Who leads thanked a member."""

    said: ClassVar[str] = N_("{who} thanked a member.")

    thanks: UUID
    membership: UUID
