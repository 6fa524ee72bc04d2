"""The lives of memberships: which step follows which, and who takes it."""

from enum import StrEnum

from kring.kernel.errors import Refusal
from kring.kernel.words import N_


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

NO_SUCH_STEP = Refusal("no_such_step", N_("This organisation cannot take that step from where it is now."))
ALREADY_THERE = Refusal("already_there", N_("This organisation is in the circle already, or on its way in."))


def why_not_step(now: MembershipState, then: MembershipState) -> Refusal | None:
    """May a membership take this step?"""
    if then in MEMBERSHIP_STEPS[now]:
        return None
    return Refusal(NO_SUCH_STEP.code, NO_SUCH_STEP.text, {"now": now.value, "then": then.value})
