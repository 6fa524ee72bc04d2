"""The lock of what belongs to a circle's meetings: who reads it follows from circle, label and the people named."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.errors import Refused
from kring.meetings import rules
from kring.tlp.audience import State, audience_for
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Ground:
    """For whom somebody acts in a circle, and what that circle is of."""

    circle: UUID
    community: UUID
    person: UUID
    membership: UUID

    def lock(self, label: Label, named: Collection[UUID] = ()) -> dict[str, object]:
        """The columns of a row that is shared with the circle, or under TLP:RED with those named."""
        keys = audience_for(
            label, circle=self.circle, author=self.person, membership=self.membership, named=named, chosen=()
        )
        return {
            "circle_id": self.circle,
            "community": self.community,
            "label": label,
            "state": State.SHARED,
            "author_id": self.person,
            "membership_id": self.membership,
            "audience": sorted(keys),
        }


def seated_ground(actor: Actor, circle: UUID) -> Ground:
    """Where somebody who sits in a circle stands. Refused: not_seated. Raises `NotVisible` for a stranger."""
    place = circles.circle_for(actor, circle)
    seat = circles.seat_for_sharing(actor, place.id)
    if seat is None or actor.person is None:
        raise Refused(rules.NOT_SEATED)
    return Ground(place.id, place.community, actor.person, seat.membership)


def steered_ground(actor: Actor, circle: UUID) -> Ground:
    """The same for who steers it. Refused: not_steering."""
    place = circles.circle_for(actor, circle)
    if place.standing is None or not place.standing.steers:
        raise Refused(rules.NOT_STEERING)
    return seated_ground(actor, circle)
