"""Who may change who stands where, and the lives of memberships, on plain values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.labels import Label


class MembershipState(StrEnum):
    """Where an organisation is on its way into, in, or out of a circle."""

    PROSPECT = "prospect"
    CANDIDATE = "candidate"
    MEMBER = "member"
    SUSPENDED = "suspended"
    LEFT = "left"


MEMBERSHIP_STEPS: dict[MembershipState, frozenset[MembershipState]] = {
    MembershipState.PROSPECT: frozenset({MembershipState.CANDIDATE, MembershipState.MEMBER, MembershipState.LEFT}),
    MembershipState.CANDIDATE: frozenset({MembershipState.MEMBER, MembershipState.LEFT}),
    MembershipState.MEMBER: frozenset({MembershipState.SUSPENDED, MembershipState.LEFT}),
    MembershipState.SUSPENDED: frozenset({MembershipState.MEMBER, MembershipState.LEFT}),
    MembershipState.LEFT: frozenset(),
}
"""Allowed steps; the diagram in docs/lifecycles.md is made from this table."""

MEMBERSHIP_STATES = [
    ("prospect", N_("Prospect")),
    ("candidate", N_("Candidate")),
    ("member", N_("Member")),
    ("suspended", N_("Suspended")),
    ("left", N_("Left")),
]

SUSPENSION_REASONS = [
    ("breach", N_("Shared what should have stayed here")),
    ("commerce", N_("Used what was shared for sales")),
    ("security", N_("Account or device no longer safe")),
    ("departed", N_("No longer works there")),
    ("dues", N_("Agreements of the circle not kept")),
    ("other", N_("Another reason")),
]
"""Why somebody is shut out: the code goes into the trail."""

STEERING = frozenset({"chair", "secretary"})
"""The roles that may change who stands where in their circle."""

NOT_STEERING = Refusal("not_steering", N_("Only the chair or the secretary of this circle can do this."))
NO_SUCH_STEP = Refusal("no_such_step", N_("A membership cannot go from “{now}” to “{then}”."))
ALREADY_SEATED = Refusal("already_seated", N_("This person already has that seat."))
LAST_CHAIR = Refusal("last_chair", N_("The circle would be left without a chair. Seat a new chair first."))
OWN_SEAT = Refusal("own_seat", N_("You cannot suspend yourself. Ask another chair or secretary."))
NOT_A_MEMBER = Refusal("not_a_member", N_("Only an organisation that is a member can have seats."))
LINK_USED = Refusal("link_used", N_("This invitation was used already. Sign in instead."))
LINK_EXPIRED = Refusal("link_expired", N_("This invitation has expired. Ask the person who sent it for a new one."))
WRONG_ADDRESS = Refusal("wrong_address", N_("This invitation was sent to another address."))


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in one circle: roles of effective seats, and the memberships they sit for."""

    circle: UUID
    roles: frozenset[str]
    memberships: frozenset[UUID]

    @property
    def steers(self) -> bool:
        """Chair or secretary."""
        return bool(self.roles & STEERING)

    @property
    def shares(self) -> bool:
        """May share here: more than an observer."""
        return bool(self.roles - {"observer"})


def why_not_steer(standing: Standing | None) -> Refusal | None:
    """May somebody with this standing change who stands where?"""
    return None if standing is not None and standing.steers else NOT_STEERING


def why_not_step(now: MembershipState, then: MembershipState) -> Refusal | None:
    """May a membership take this step?"""
    if then in MEMBERSHIP_STEPS[now]:
        return None
    return Refusal(NO_SUCH_STEP.code, NO_SUCH_STEP.text, {"now": now.value, "then": then.value})


def why_not_seat(state: MembershipState, role: str, held: Collection[str]) -> Refusal | None:
    """May this person be given this role for this membership?"""
    if state is not MembershipState.MEMBER:
        return NOT_A_MEMBER
    return ALREADY_SEATED if role in held else None


def why_not_end_seat(role: str, chairs: int) -> Refusal | None:
    """May this seat end, with that many chairs in the circle now?"""
    return LAST_CHAIR if role == "chair" and chairs <= 1 else None


@dataclass(frozen=True, slots=True)
class MandateTerms:
    """What a mandate says, as far as rules look at it."""

    widest_label: Label
    until: date | None

    def covers(self, label: Label, on: date) -> bool:
        """Does the mandate allow sharing under this label on this day?"""
        return (self.until is None or on <= self.until) and not label.wider_than(self.widest_label)
