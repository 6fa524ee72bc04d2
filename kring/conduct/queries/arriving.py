"""Settling in: what somebody new has done and has left to do, and who shows them around."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Member, SeatHeld
from kring.conduct import rules
from kring.conduct.models import Acceptance, Buddy, Introduction, Tick, Welcome
from kring.conduct.queries.codes import code_in_force
from kring.conduct.queries.letters import letters_signed
from kring.conduct.rules import STEPS, Step
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.people import queries as people
from kring.people.rules import Nearness
from kring.sharing import queries as sharing


@dataclass(frozen=True, slots=True)
class StepLeft:
    """A step of somebody new."""

    text: str
    """To translate when it ticks itself; as the circle wrote it otherwise."""
    done: bool
    code: Step | None = None
    """None: the circle's own, ticked by hand."""


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
    handover: str
    """What a predecessor left them."""

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)


@dataclass(frozen=True, slots=True)
class WelcomeList:
    """What somebody new goes through in a circle."""

    steps: Sequence[Step]
    own: Sequence[str]


def welcome_of(circle: UUID) -> WelcomeList:
    """The circle's list; all that ticks itself, until it made one of its own."""
    found = Welcome.objects.filter(circle=circle).first()
    return WelcomeList([Step(code) for code in found.steps], list(found.own)) if found else WelcomeList(list(STEPS), [])


def arrivals(actor: Actor, place: CirclePlace) -> list[Arrival]:
    """For who steers: everybody who is new here and has something left to do, the newest first."""
    found = [_arrival(actor, place, member, seat) for member, seat in _new(place)]
    return sorted((one for one in found if one.done < len(one.steps)), key=lambda one: one.since, reverse=True)


def own_arrivals(actor: Actor) -> list[Arrival]:
    """The circles in which this actor is new and has something left to do."""
    young = {circle for circle, since in circles.seated_since(actor).items() if rules.is_new(since, now())}
    places = [place for place in circles.circles_of(actor) if place.id in young]
    found = [one for place in places if (one := arrival(actor, place)) is not None]
    return [one for one in found if one.done < len(one.steps)]


def arrival(actor: Actor, place: CirclePlace) -> Arrival | None:
    """How far this actor is in a circle; None for who is not new there."""
    mine = [(member, seat) for member, seat in _new(place, only=actor.person) if seat.person == actor.person]
    return _arrival(actor, place, *mine[0]) if mine else None


def _new(place: CirclePlace, only: UUID | None = None) -> Iterator[tuple[Member, SeatHeld]]:
    """The seats of people who sat down lately and not first of all, each person once."""
    begun = circles.begun([place.id])[place.id]
    seen: set[UUID] = set()
    young = circles.seated_after(place.id, now() - rules.STILL_NEW, person=only)
    for member in circles.members_of(place.id, only=young):
        for seat in member.seats:
            counts = seat.in_force and not seat.is_machine and seat.role != "observer" and seat.person not in seen
            if (
                counts
                and (only is None or seat.person == only)
                and rules.is_new(seat.since, now())
                and seat.since > begun
            ):
                seen.add(seat.person)
                yield member, seat


def _arrival(actor: Actor, place: CirclePlace, member: Member, seat: SeatHeld) -> Arrival:
    buddy = (
        Buddy.objects.filter(circle=place.id, newcomer=seat.person)
        .exclude(state="declined")
        .select_related("buddy")
        .first()
    )
    return Arrival(
        person=seat.person,
        name=seat.name,
        organisation=member.organisation.name,
        membership=member.id,
        seat=seat.id,
        place=place,
        since=seat.since,
        steps=_steps(place, member, seat, has_buddy=buddy is not None and buddy.state == "accepted"),
        buddy=buddy.buddy.name if buddy and buddy.state == "accepted" else "",
        buddy_asked=buddy is not None and buddy.state == "asked",
        handover=circles.handovers(actor, member.id).get(seat.id, ""),
    )


def _steps(place: CirclePlace, member: Member, seat: SeatHeld, *, has_buddy: bool) -> list[StepLeft]:
    wanted = welcome_of(place.id)
    code = code_in_force(place.path)
    done = {
        Step.CODE: code is not None and Acceptance.objects.filter(code=code.id, person=seat.person).exists(),
        Step.SECOND_FACTOR: people.has_second_factor(seat.person),
        Step.PROFILE: _is_reachable(seat.person),
        Step.MANDATE: bool(circles.mandates([seat.id])),
        Step.LETTER: member.id in letters_signed(place.id),
        Step.BUDDY: has_buddy,
        Step.INTRODUCTION: Introduction.objects.filter(circle=place.id, author=seat.person).exists(),
        Step.SHARE: sharing.has_shared_in(place.id, seat.person),
    }
    ticked = set(Tick.objects.filter(circle=place.id, person=seat.person).values_list("step", flat=True))
    without_code = set() if code else {Step.CODE, Step.LETTER}
    kept = [StepLeft(STEPS[step], done[step], step) for step in wanted.steps if step not in without_code]
    return kept + [StepLeft(text, text in ticked) for text in wanted.own]


def _is_reachable(person: UUID) -> bool:
    """Do others in the circle see a telephone number?"""
    return bool(people.profiles({person: Nearness.CIRCLE})[person].phone)


@dataclass(frozen=True, slots=True)
class BuddyAsk:
    """This actor is asked to be somebody's buddy."""

    id: UUID
    newcomer: UUID
    name: str
    circle: str
    slug: str
    asked_at: datetime


def buddy_asks(actor: Actor) -> list[BuddyAsk]:
    """Who waits for this actor's word."""
    rows = Buddy.objects.filter(buddy=actor.person, state="asked").select_related("newcomer", "circle")
    return [
        BuddyAsk(row.pk, row.newcomer_id, row.newcomer.name, row.circle.name, row.circle.slug, row.asked_at)
        for row in rows
    ]


def seated_people(circle: UUID) -> set[UUID]:
    """The people, not machines, who take part in a circle."""
    return {sitter.person for sitter in circles.sitters_of(circle) if sitter.role != "observer"}


def buddies_for(circle: UUID, newcomer: UUID) -> circles.People:
    """Who can be asked: people who sit here for another organisation."""
    own = {seat.membership for seat in circles.People(circle=circle).among([newcomer])}
    return circles.People(circle=circle, unless_role="observer", outside=own)
