"""Settling in: what somebody new has done and has left to do, and who shows them around."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Newcomer
from kring.conduct import rules
from kring.conduct.models import Buddy
from kring.conduct.queries.steps import StepLeft, steps_of
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody new in a circle."""

    person: UUID
    name: str
    organisation: str
    membership: UUID
    seat: UUID
    place: CirclePlace
    since: datetime
    steps: Sequence[StepLeft]
    buddy: str
    """Who shows them around, once that person said yes."""
    buddy_asked: bool
    handover: str = ""
    """What a predecessor left them, for themselves."""

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)


def arrivals(actor: Actor, place: CirclePlace) -> list[Arrival]:
    """For who steers: everybody who is new here and has something left to do, the newest first."""
    left = [one for one in _arrivals(place, _new(place)) if one.done < len(one.steps)]
    found = [_handed_over(actor, one) if one.person == actor.person else one for one in left]
    return sorted(found, key=lambda one: one.since, reverse=True)


def own_arrivals(actor: Actor) -> list[Arrival]:
    """The circles in which this actor is new and has something left to do."""
    young = {circle for circle, since in circles.seated_since(actor).items() if rules.is_new(since, now())}
    places = [place for place in circles.circles_of(actor) if place.id in young]
    found = [one for place in places if (one := arrival(actor, place)) is not None]
    return [one for one in found if one.done < len(one.steps)]


def arrival(actor: Actor, place: CirclePlace) -> Arrival | None:
    """How far this actor is in a circle, and what a predecessor left them; None for who is not new there."""
    found = next(iter(_arrivals(place, _new(place, only=actor.person))), None)
    return _handed_over(actor, found) if found else None


def _handed_over(actor: Actor, own: Arrival) -> Arrival:
    return replace(own, handover=circles.handovers(actor, own.membership).get(own.seat, ""))


def _new(place: CirclePlace, only: UUID | None = None) -> list[Newcomer]:
    """Who sat down lately and not first of all, each person once."""
    begun = circles.begun([place.id])[place.id]
    found = circles.newcomers(place.id, max(begun, now() - rules.STILL_NEW), person=only)
    return list({one.person: one for one in reversed(found)}.values())


def _arrivals(place: CirclePlace, new: Sequence[Newcomer]) -> list[Arrival]:
    if not new:
        return []
    rows = Buddy.objects.filter(circle=place.id, newcomer__in=[one.person for one in new]).exclude(state="declined")
    buddies = {
        newcomer: (state, name) for newcomer, state, name in rows.values_list("newcomer", "state", "buddy__name")
    }
    guided = {person: name for person, (state, name) in buddies.items() if state == "accepted"}
    steps = steps_of(place, new, set(guided))
    return [
        Arrival(
            person=one.person,
            name=one.name,
            organisation=one.organisation,
            membership=one.membership,
            seat=one.seat,
            place=place,
            since=one.since,
            steps=steps[one.person],
            buddy=guided.get(one.person, ""),
            buddy_asked=one.person in buddies and one.person not in guided,
        )
        for one in new
    ]


@dataclass(frozen=True, slots=True)
class BuddyAsk:
    """This actor is asked to be somebody's buddy."""

    id: UUID
    newcomer: UUID
    name: str
    circle: str
    slug: str
    asked_at: datetime


BUDDY_ASKED = Lookup("""
SELECT b.id, p.id, p.name, c.name, c.slug, b.asked_at
FROM conduct_buddy b JOIN people_person p ON p.id = b.newcomer_id JOIN circles_circle c ON c.id = b.circle_id
WHERE b.buddy_id = %(me)s AND b.state = 'asked'
""")


def buddy_asks(actor: Actor) -> list[BuddyAsk]:
    """Who waits for this actor's word."""
    return [BuddyAsk(*row) for row in look_up(actor, BUDDY_ASKED)]


def seated_people(circle: UUID) -> set[UUID]:
    """The people, not machines, who take part in a circle."""
    return {sitter.person for sitter in circles.sitters_of(circle) if not sitter.observer}


def buddies_for(circle: UUID, newcomer: UUID) -> circles.People:
    """Who can be asked: people who sit here for another organisation."""
    own = {seat.membership for seat in circles.People(circle=circle).among([newcomer])}
    return circles.People(circle=circle, take_part=True, outside=own)
