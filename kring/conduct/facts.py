"""What can happen to promises, newcomers and breach cases. Of a case the trail of the circle shows nothing."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePublished(Fact):
    """A circle has a new version of its code of conduct."""

    said: ClassVar[str] = N_("{who} published version {number} of the code of conduct.")

    code: UUID
    number: int
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAccepted(Fact):
    """Somebody accepts this version."""

    said: ClassVar[str] = N_("{who} accepted the code of conduct.")

    code: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSigned(Fact):
    """An organisation signed its letter of entry."""

    said: ClassVar[str] = N_("{who} signed a letter of entry.")

    letter: UUID
    membership: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeChanged(Fact):
    """What somebody new goes through in this circle is another list now."""

    said: ClassVar[str] = N_("{who} changed what newcomers go through.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuddyAsked(Fact):
    """Somebody is asked to show a newcomer around."""

    said: ClassVar[str] = N_("{who} asked somebody to be a buddy.")

    newcomer: UUID
    buddy: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BuddyAnswered(Fact):
    """They will, or will not."""

    said: ClassVar[str] = N_("{who} answered whether they will be a buddy.")

    newcomer: UUID
    buddy: UUID
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionWritten(Fact):
    """Somebody says who they are to the circle."""

    said: ClassVar[str] = N_("{who} wrote an introduction.")

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact(Fact):
    """Of a breach case: who steers may be involved, so the trail of the circle shows none of them."""

    case: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionReported(CaseFact):
    """Somebody suspects that a promise was broken. Recorded by nobody when they wish to stay unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterAnswered(CaseFact):
    """Who reported it, known or not, said more. Recorded by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(CaseFact):
    """A case took a step. `why` is a code of `CASE_OUTCOMES`, once it is concluded."""

    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAsked(CaseFact):
    """An organisation is asked for its side."""

    hearing: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SideGiven(CaseFact):
    """It gave its side, or it was written down for it."""

    hearing: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLeft(Fact):
    """An organisation left by its own wish; `people` sat for it. `why` is a code of `LEAVING_REASONS`."""

    said: ClassVar[str] = N_("{who} left the circle with their organisation.")

    membership: UUID
    people: tuple[UUID, ...]
    why: str
