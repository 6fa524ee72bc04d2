"""One organisation, one vote; and every deviation from it, in words that all members can read (R59)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from kring.circles.rules.lives import MembershipState
from kring.circles.rules.standing import CHAIR, OBSERVER, SECRETARY
from kring.kernel.errors import Refusal
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What counts of a member for its vote."""

    membership: UUID
    organisation: str
    state: MembershipState
    kind: str
    roles: tuple[str, ...]
    """The roles of its seats in force."""


OBSERVES = Refusal("observes", N_("{organisation} observes: it reads GREEN and has no vote."))
LIAISES = Refusal("liaises", N_("{organisation} is a liaison: it takes part and has no vote."))
IS_SUSPENDED = Refusal("is_suspended", N_("{organisation} is suspended: it reads nothing here and has no vote."))
NOBODY_SITS = Refusal("nobody_sits", N_("{organisation} has nobody seated: its vote cannot be given."))
STEERS = Refusal("steers", N_("{organisation} holds the chair: it changes settings and seats, and still has one vote."))
KEEPS = Refusal(
    "keeps", N_("{organisation} holds the secretariat: it changes settings and seats, and still has one vote.")
)
SEVERAL_SEATS = Refusal("several_seats", N_("{organisation} has {seats} seats, and still one vote."))


def votes(state: MembershipState, kind: str) -> int:
    """How many votes a membership has."""
    return 1 if state is MembershipState.MEMBER and kind == "member" else 0


def deviations(members: Iterable[MemberFacts]) -> list[tuple[UUID, Refusal]]:
    """Where a member has less or more than one vote like everybody else, or a say that others do not have."""
    return [(member.membership, said) for member in members for said in _deviations(member)]


def _deviations(member: MemberFacts) -> list[Refusal]:
    taking_part = tuple(role for role in member.roles if role != OBSERVER)
    values = {"organisation": member.organisation, "seats": len(taking_part)}
    return [Refusal(said.code, said.text, values) for said in _ways(member.state, member.kind, taking_part)]


@cache  # in a large circle thousands of members stand in a dozen ways
def _ways(state: MembershipState, kind: str, taking_part: tuple[str, ...]) -> tuple[Refusal, ...]:
    found = []
    if state is MembershipState.SUSPENDED:
        found.append(IS_SUSPENDED)
    elif kind == "observer":
        found.append(OBSERVES)
    elif kind == "liaison":
        found.append(LIAISES)
    elif not taking_part:
        found.append(NOBODY_SITS)
    if CHAIR in taking_part:
        found.append(STEERS)
    if SECRETARY in taking_part:
        found.append(KEEPS)
    if len(taking_part) > 1:
        found.append(SEVERAL_SEATS)
    return tuple(found)
