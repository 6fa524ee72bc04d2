"""Who has a say over what: steering a circle, seats, mandates, suspensions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.circles.rules.lives import MembershipState
from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.labels import Label

CHAIR, SECRETARY, REPRESENTATIVE, DEPUTY, OBSERVER = "chair", "secretary", "representative", "deputy", "observer"

STEERING = frozenset({CHAIR, SECRETARY})
"""The roles that may change who stands where in their circle."""

NOT_STEERING = Refusal("not_steering", N_("Only the chair or the secretary of this circle can do this."))
NOT_CHAIR = Refusal("not_chair", N_("Only the chair of this circle can do this."))
NOT_YOURS = Refusal("not_yours", N_("Only somebody who sits for this organisation can do this."))
ALREADY_SEATED = Refusal("already_seated", N_("This person already has that seat."))
SEAT_ENDED = Refusal("seat_ended", N_("This seat has ended already."))
LAST_CHAIR = Refusal("last_chair", N_("The circle would be left without a chair. Seat a new chair first."))
NOT_VACANT = Refusal("not_vacant", N_("This circle has a chair or a secretary: turn to them."))
NOT_SEATED_THERE = Refusal("not_seated_there", N_("Only somebody who sits in this circle can become its chair."))
OWN_SEAT = Refusal("own_seat", N_("You cannot suspend yourself. Ask another chair or secretary."))
OWN_ORGANISATION = Refusal(
    "own_organisation", N_("You cannot suspend your own organisation. Ask another chair or secretary.")
)
NOT_A_MEMBER = Refusal("not_a_member", N_("Only an organisation that is a member can have seats."))
OWN_MANDATE = Refusal(
    "own_mandate", N_("Your own mandate is recorded by a colleague who sits here, or by the chair or secretary.")
)
ALREADY_OUT = Refusal("already_out", N_("This person is suspended here already."))
NOT_OUT = Refusal("not_out", N_("This person is not suspended here."))
NO_SECOND_FACTOR = Refusal(
    "no_second_factor", N_("Set up a second factor for yourself first. Otherwise you would shut yourself out.")
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in one circle: roles of effective seats, and the memberships they sit for."""

    circle: UUID
    roles: frozenset[str]
    memberships: frozenset[UUID]
    takes_part_for: frozenset[UUID]
    """Those of them for which they do more than observe."""

    @property
    def steers(self) -> bool:
        """Chair or secretary."""
        return bool(self.roles & STEERING)

    @property
    def chairs(self) -> bool:
        """The chair."""
        return CHAIR in self.roles

    @property
    def observes(self) -> bool:
        """Reads GREEN, and takes no part."""
        return self.roles == {OBSERVER}

    def sits_for(self, membership: UUID) -> bool:
        """Takes part for this membership."""
        return membership in self.takes_part_for


def why_not_steer(standing: Standing | None, *, around: Standing | None = None, vacant: bool = False) -> Refusal | None:
    """May somebody with this standing change who stands where?

    In a circle without chair and secretary (`vacant`), those who steer the circle around it (`around`) may.
    """
    if standing is not None and standing.steers:
        return None
    return None if vacant and around is not None and around.steers else NOT_STEERING


def why_not_chair(standing: Standing | None) -> Refusal | None:
    """May somebody with this standing agree for the whole circle with another one?"""
    return None if standing is not None and standing.chairs else NOT_CHAIR


def why_not_invite(standing: Standing | None, membership: UUID, role: str) -> Refusal | None:
    """May somebody invite a person to this role (empty: a colleague without a seat) for this membership?

    Who steers may invite to any seat. An organisation may invite its own colleagues and deputies.
    """
    if standing is not None and standing.steers:
        return None
    if standing is None or not standing.sits_for(membership):
        return NOT_YOURS
    return None if role in {"", DEPUTY} else NOT_STEERING


def why_not_seat(state: MembershipState, role: str, held: Collection[str]) -> Refusal | None:
    """May this person be given this role for this membership?"""
    if state is not MembershipState.MEMBER:
        return NOT_A_MEMBER
    return ALREADY_SEATED if role in held else None


def why_not_take_away(standing: Standing | None, membership: UUID, *, own: bool, machine: bool) -> Refusal | None:
    """May somebody end this seat: their own, that of a machine of their organisation, or any when they steer?"""
    if own or (standing is not None and standing.steers):
        return None
    return None if machine and standing is not None and standing.sits_for(membership) else NOT_STEERING


def why_not_end_seat(role: str, chairs: int) -> Refusal | None:
    """May this seat end, with that many chairs in the circle now?"""
    return LAST_CHAIR if role == CHAIR and chairs <= 1 else None


def why_not_record_mandate(standing: Standing | None, membership: UUID, *, own: bool) -> Refusal | None:
    """May somebody record what an organisation lets its person do? Not for oneself, unless one steers."""
    if standing is not None and standing.steers:
        return None
    if standing is None or not standing.sits_for(membership):
        return NOT_YOURS
    return OWN_MANDATE if own else None


def why_not_suspend(*, own: bool, out: bool) -> Refusal | None:
    """May a person be shut out of a circle, by somebody who steers it?"""
    if own:
        return OWN_SEAT
    return ALREADY_OUT if out else None


@dataclass(frozen=True, slots=True)
class MandateTerms:
    """What a mandate says, as far as rules look at it."""

    widest_label: Label
    until: date | None

    def covers(self, label: Label, on: date) -> bool:
        """Does the mandate allow sharing under this label on this day?"""
        return not self.has_ended(on) and not label.wider_than(self.widest_label)

    def has_ended(self, on: date) -> bool:
        """Is this day past its last one?"""
        return self.until is not None and on > self.until
