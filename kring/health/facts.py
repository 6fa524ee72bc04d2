"""What can happen to how a circle is doing. That somebody answered a survey is no fact: the trail would know it for ever."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAsked(Fact):
    """Everybody who sits in a circle is asked."""

    said: ClassVar[str] = N_("{who} had everybody here asked, without names.")

    survey: UUID
    survey_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyClosed(Fact):
    """A survey takes no more answers, and who answered is forgotten."""

    said: ClassVar[str] = N_("What was asked without names is closed ({answered}).")

    survey: UUID
    survey_kind: str
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseStopped(Fact):
    """The pulse does not come back by itself."""

    said: ClassVar[str] = N_("{who} stopped the pulse.")

    survey: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLogged(Fact):
    """Somebody wrote down hours. Theirs alone."""

    said: ClassVar[str] = N_("{who} wrote down hours.")

    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRemoved(Fact):
    """Somebody took hours away again."""

    said: ClassVar[str] = N_("{who} took hours away again.")

    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectsChanged(Fact):
    """The list of what a circle wants to know about is another one."""

    said: ClassVar[str] = N_("{who} changed what this circle wants to know about.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WishMade(Fact):
    """Somebody offers to teach, or would like to learn."""

    said: ClassVar[str] = N_("{who} said what they teach or want to learn.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WishTakenBack(Fact):
    """Somebody does not offer, or wish, it any more."""

    said: ClassVar[str] = N_("{who} took back what they teach or want to learn.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairProposed(Fact):
    """Somebody answers the wish of another."""

    said: ClassVar[str] = N_("{who} proposed a lesson.")

    pair: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreed(Fact):
    """The other one agrees."""

    said: ClassVar[str] = N_("{who} agreed to a lesson.")

    pair: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEnded(Fact):
    """One of the two ends it, or declines."""

    said: ClassVar[str] = N_("{who} ended or declined a lesson.")

    pair: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOffered(Fact):
    """An organisation opens its doors."""

    said: ClassVar[str] = N_("{who} opens the doors for a visit.")

    visit: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCancelled(Fact):
    """They stay closed after all."""

    said: ClassVar[str] = N_("{who} cancelled a visit.")

    visit: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitJoined(Fact):
    """Somebody comes along."""

    said: ClassVar[str] = N_("{who} signed up for a visit.")

    visit: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLeft(Fact):
    """Somebody does not come after all."""

    said: ClassVar[str] = N_("{who} does not come along to a visit after all.")

    visit: UUID
