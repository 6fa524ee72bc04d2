"""Room for more: how many members a circle has, who votes there, and who is told of what."""

from dataclasses import dataclass
from uuid import UUID

from kring.admission import rules
from kring.admission.queries.policy import policy_of
from kring.circles import queries as circles
from kring.circles.queries import House
from kring.circles.rules import MembershipState, votes
from kring.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Room:
    """How many members there are, and how many were agreed."""

    members: int
    minimum: int | None
    maximum: int | None

    @property
    def why_not(self) -> Refusal | None:
        """Why nobody can be admitted now, if so."""
        return rules.why_not_admit(members=self.members, most=self.maximum)

    @property
    def too_few(self) -> bool:
        """Are there fewer than agreed?"""
        return self.minimum is not None and self.members < self.minimum

    @property
    def should_split(self) -> bool:
        """Would two circles keep people closer?"""
        return rules.should_split(members=self.members, most=self.maximum)


def room_in(circle: UUID, terms: rules.Terms | None = None) -> Room:
    """How full a circle is, by its terms. Observers and liaisons are not counted, as they do not vote."""
    terms = terms or policy_of(circle).terms
    there = circles.how_many_of(circle)
    members = sum(number for (state, kind), number in there.items() if votes(state, kind))
    return Room(members, terms.minimum, terms.maximum)


def has_room(circle: UUID, terms: rules.Terms) -> bool:
    """Can one more be admitted now? Nobody is counted where it was not agreed how many there may be."""
    return terms.maximum is None or room_in(circle, terms).why_not is None


def voters_of(circle: UUID) -> list[House]:
    """The members that have a vote now: one organisation, one vote; none for observers and liaisons."""
    return [each for each in circles.houses_of(circle, states=[MembershipState.MEMBER]) if votes(each.state, each.kind)]


def people_who_vote(circle: UUID) -> set[UUID]:
    """Everybody who can give the vote of a member."""
    voting = {house.id for house in voters_of(circle)}
    return {
        sitter.person for sitter in circles.sitters_of(circle) if sitter.membership in voting and not sitter.observer
    }
