"""What can happen to circles, and to who stands where in them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleStarted(Fact):
    """Organisations have a new place to share in."""

    said: ClassVar[str] = N_("{who} started this circle.")

    preset: str
    organisation: UUID
    parent: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleChanged(Fact):
    """Somebody who steers changed these settings."""

    said: ClassVar[str] = N_("{who} changed the settings of this circle.")

    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(Fact):
    """Somebody of the organisation changed these details of it."""

    said: ClassVar[str] = N_("{who} changed the details of an organisation.")

    organisation: UUID
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipOpened(Fact):
    """An organisation is on its way into a circle, or in it."""

    said: ClassVar[str] = N_("{who} brought an organisation to the circle.")

    membership: UUID
    organisation: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipMoved(Fact):
    """An organisation took a step: admitted, suspended, readmitted, left. `why` is a code."""

    said: ClassVar[str] = N_("{who} changed whether an organisation is in.")

    membership: UUID
    organisation: UUID
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(Fact):
    """Somebody gets a link by mail. An empty role: a colleague without a seat."""

    said: ClassVar[str] = N_("{who} invited somebody.")

    invitation: UUID
    organisation: UUID
    membership: UUID | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Fact):
    """An invitation opens nothing any more."""

    said: ClassVar[str] = N_("{who} took an invitation back.")

    invitation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationTaken(Fact):
    """Somebody used their invitation."""

    said: ClassVar[str] = N_("{who} took an invitation.")

    invitation: UUID
    organisation: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGiven(Fact):
    """Somebody sits in a circle for an organisation."""

    said: ClassVar[str] = N_("{who} gave somebody a seat.")

    seat: UUID
    membership: UUID
    person: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEnded(Fact):
    """Somebody no longer sits there."""

    said: ClassVar[str] = N_("{who} ended a seat.")

    seat: UUID
    membership: UUID
    person: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatSucceeded(Fact):
    """Somebody took over a seat. RED of the predecessor stays with the predecessor."""

    said: ClassVar[str] = N_("{who} handed a seat over to a successor.")

    seat: UUID
    predecessor: UUID
    successor: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessorIntroduced(Fact):
    """The circle knows the successor now, and can name them for RED."""

    said: ClassVar[str] = N_("{who} introduced a successor to the circle.")

    seat: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRecorded(Fact):
    """An organisation said what its person may do."""

    said: ClassVar[str] = N_("{who} recorded a mandate.")

    seat: UUID
    person: UUID
    widest_label: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSuspended(Fact):
    """Somebody is shut out of a circle and of every circle in it. `why` is a code."""

    said: ClassVar[str] = N_("{who} shut somebody out.")

    person: UUID
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReadmitted(Fact):
    """Somebody is let in again."""

    said: ClassVar[str] = N_("{who} let somebody in again.")

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueEnded(Fact):
    """Somebody no longer works for the organisation."""

    said: ClassVar[str] = N_("{who} wrote down that somebody no longer works for the organisation.")

    organisation: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAdded(Fact):
    """An organisation has a machine act for it in a circle."""

    said: ClassVar[str] = N_("{who} added a machine.")

    membership: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRegistered(Fact):
    """An organisation may pass on to a client what that needs."""

    said: ClassVar[str] = N_("{who} registered a client.")

    organisation: UUID
    client: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEnded(Fact):
    """Nothing goes to this client any more."""

    said: ClassVar[str] = N_("{who} ended a client.")

    organisation: UUID
    client: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentSaved(Fact):
    """A part of the members has a name, to share with."""

    said: ClassVar[str] = N_("{who} gave a part of the members a name.")

    segment: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRemoved(Fact):
    """A named part of the members is gone."""

    said: ClassVar[str] = N_("{who} removed a named part of the members.")

    segment: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeOffered(Fact):
    """A chair offers a bridge to whoever chairs another circle and has the link."""

    said: ClassVar[str] = N_("{who} offered a bridge to another circle.")

    offer: UUID
    ceiling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeOfferRevoked(Fact):
    """An offer of a bridge opens nothing any more."""

    said: ClassVar[str] = N_("{who} took the offer of a bridge back.")

    offer: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeMade(Fact):
    """Two chairs agreed: what one circle shares reaches the other. In the trail of both."""

    said: ClassVar[str] = N_("{who} made a bridge with another circle.")

    bridge: UUID
    giving: UUID
    receiving: UUID
    ceiling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeEnded(Fact):
    """One of the two chairs closed a bridge. In the trail of both."""

    said: ClassVar[str] = N_("{who} closed a bridge.")

    bridge: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertiseChanged(Fact):
    """Somebody said what they know about."""

    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialRightGiven(Fact):
    """A member has something that others do not have; all members can read it."""

    said: ClassVar[str] = N_("{who} gave a member a special right.")

    right: UUID
    membership: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialRightEnded(Fact):
    """A special right is over."""

    said: ClassVar[str] = N_("{who} ended a special right.")

    right: UUID
    membership: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleClosed(Fact):
    """A circle is over."""

    said: ClassVar[str] = N_("{who} closed this circle.")
