"""What can happen on the way into a circle. Never what a candidate wrote, and never that anybody voted."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChanged(Fact):
    """A circle asks something else of those who apply from now on."""

    said: ClassVar[str] = N_("{who} changed the admission policy (version {version}).")

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningMade(Fact):
    """There is a link by which one can apply."""

    said: ClassVar[str] = N_("{who} made a link by which organisations can apply.")

    opening: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRevoked(Fact):
    """A link opens nothing any more."""

    said: ClassVar[str] = N_("{who} took the link back by which organisations could apply.")

    opening: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationBegun(Fact):
    """Somebody began to fill in an application. It is theirs alone."""

    application: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSent(Fact):
    """Somebody applied."""

    said: ClassVar[str] = N_("An application came in.")

    application: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn(Fact):
    """The candidate wants it no longer."""

    said: ClassVar[str] = N_("An application was withdrawn.")

    application: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAsked(Fact):
    """Somebody who steers asked the candidate something."""

    said: ClassVar[str] = N_("{who} asked a candidate something.")

    application: UUID
    question: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAnswered(Fact):
    """The candidate answered."""

    said: ClassVar[str] = N_("A candidate answered.")

    application: UUID
    question: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDecided(Fact):
    """The candidate is in, waits for room, or is not coming in."""

    said: ClassVar[str] = N_("{who} decided on an application.")

    application: UUID
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationsErased(Fact):
    """What candidates wrote who did not come in is gone."""

    applications: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotOpened(Fact):
    """The members are asked about a candidate."""

    said: ClassVar[str] = N_("{who} put a candidate to the vote.")

    ballot: UUID
    application: UUID
    until: str
    """The deadline, as ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotClosed(Fact):
    """It is counted, and can never change."""

    said: ClassVar[str] = N_("{who} closed a ballot.")

    ballot: UUID
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotStopped(Fact):
    """It ended without a count: the urn was destroyed unopened."""

    said: ClassVar[str] = N_("{who} stopped a ballot without a count.")

    ballot: UUID
