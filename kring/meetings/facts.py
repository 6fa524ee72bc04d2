"""What can happen to a plan, a meeting, an invitation."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlanned(Fact):
    """A series of meetings was proposed."""

    said: ClassVar[str] = N_("{who} planned {meetings} meetings.")

    series: UUID
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlanned(Fact):
    """A meeting stands in the plan; nobody is invited yet."""

    said: ClassVar[str] = N_("{who} planned a meeting.")

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationsSent(Fact):
    """People are invited to a meeting."""

    said: ClassVar[str] = N_("{who} sent the invitations for a meeting to {people} people.")

    meeting: UUID
    people: int
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChanged(Fact):
    """Calendars must hear of it: another moment, place or title."""

    said: ClassVar[str] = N_("{who} changed a meeting (version {sequence}).")

    meeting: UUID
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled(Fact):
    """It does not take place."""

    said: ClassVar[str] = N_("{who} cancelled a meeting.")

    meeting: UUID
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered(Fact):
    """Somebody said whether they come."""

    said: ClassVar[str] = N_("{who} answered an invitation.")

    meeting: UUID
    invitee: UUID
    reply: str
    way: str
    """page, mail or calendar."""
    sequence: int
    has_deputy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain(Fact):
    """Who had not answered an invitation was asked once more, by itself."""

    said: ClassVar[str] = N_("Who had not answered an invitation was asked again ({people}).")

    meeting: UUID
    people: int
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestWithdrawn(Fact):
    """The invitation of a guest was taken back."""

    said: ClassVar[str] = N_("{who} took back the invitation of a guest.")

    meeting: UUID
    invitee: UUID
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestInvited(Fact):
    """Somebody without an account gets a window in which a link shows them one meeting."""

    said: ClassVar[str] = N_("{who} invited a guest to a meeting.")

    meeting: UUID
    invitee: UUID
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOffered(Fact):
    """Somebody offered a topic for a meeting."""

    said: ClassVar[str] = N_("{who} offered a topic for a meeting.")

    topic: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Fact):
    """A meeting began."""

    said: ClassVar[str] = N_("{who} opened a meeting.")

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomClosed(Fact):
    """A meeting ended."""

    said: ClassVar[str] = N_("{who} closed a meeting.")

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RedPointOpened(Fact):
    """A RED point was shared with those who were present."""

    said: ClassVar[str] = N_("{who} shared a TLP:RED point with those present ({people}).")

    meeting: UUID
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesShared(Fact):
    """Notes became minutes, to be read over."""

    said: ClassVar[str] = N_("{who} shared the minutes of a meeting for review (version {version}).")

    meeting: UUID
    minutes: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesApproved(Fact):
    """Minutes were approved, and stay as they are."""

    said: ClassVar[str] = N_("{who} approved the minutes of a meeting (version {version}).")

    meeting: UUID
    minutes: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChanged(Fact):
    """Somebody said how a decision, an agreement or an action stands."""

    said: ClassVar[str] = N_("{who} said how something agreed stands: {standing}.")

    outcome: UUID
    standing: str
