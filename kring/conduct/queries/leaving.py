"""Leaving: what is cut, and what remains, said beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Member
from kring.kernel.actor import Actor
from kring.sharing import queries as sharing


@dataclass(frozen=True, slots=True)
class Leaving:
    """What happens when an organisation leaves a circle."""

    people: Sequence[str]
    """Whose seats end."""
    machines: Sequence[str]
    inside: Sequence[str]
    """Circles inside this one, in which its membership ends too."""
    items: int
    """What it shared and did not take back, as far as the actor can see."""


def leaving(actor: Actor, place: CirclePlace, member: Member) -> Leaving:
    """What this organisation would lose and leave behind."""
    around = circles.circles_around(actor, place.community)
    inside = [
        circle.name
        for circle in around
        if place.id in circle.path[:-1]
        and any(one.organisation == member.organisation.id for one in circles.houses_of(circle.id))
    ]
    return Leaving(
        people=[seat.name for seat in member.seats if not seat.is_machine],
        machines=[seat.name for seat in member.seats if seat.is_machine],
        inside=inside,
        items=sharing.count_of_shares(place.id, member.id),
    )
