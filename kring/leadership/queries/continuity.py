"""What would stop in a circle if one person left. For who steers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kring.circles import queries as circles
from kring.kernel import trail
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.leadership import rules
from kring.leadership.queries.duties import DutyHeld, duties
from kring.leadership.queries.handover import packs_open
from kring.sharing import queries as sharing

HALF_A_YEAR = timedelta(days=182)
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class WorkDone:
    """What one person did of the work of half a year."""

    person: UUID
    name: str
    share: int
    """Per cent."""


@dataclass(frozen=True, slots=True)
class Continuity:
    """On whom a circle hangs."""

    work: Sequence[WorkDone]
    """Who did most first."""
    carries: WorkDone | None
    """Who does so much that the circle hangs on them."""
    vacant: Sequence[DutyHeld]
    without_deputy: Sequence[DutyHeld]
    alone: Sequence[str]
    """The organisations for which one person alone sits."""
    packs: frozenset[UUID]
    """Of those who carry something alone, whose handover packs the reader may open."""


def continuity(actor: Actor, place: circles.CirclePlace) -> Continuity:
    """What would stop if one person left. Raises `NotVisible` for who does not steer the circle."""
    if place.standing is None or not place.standing.steers:
        raise NotVisible
    work = _work(place)
    done = _named(work, place)
    held = duties(actor, place.id)
    carrying = rules.carries(work)
    carries = next((one for one in done if one.person == carrying), None)
    without_deputy = [duty for duty in held if duty.holders and duty.deputy is None]
    carriers = {one.id for duty in without_deputy for one in duty.holders} | ({carries.person} if carries else set())
    return Continuity(
        work=done,
        carries=carries,
        vacant=[duty for duty in held if not duty.holders],
        without_deputy=without_deputy,
        alone=circles.alone_in(place.id),
        packs=frozenset(packs_open(actor, place, carriers, held)),
    )


def _work(place: circles.CirclePlace) -> Counter[UUID]:
    """What each person shared; and what they did for the circle, which the trail tells to its chair."""
    since = now() - HALF_A_YEAR
    work = Counter(sharing.shared_by_people(place.id, since))
    if place.standing is not None and place.standing.chairs:
        work.update(trail.by_people(place.id, since=since))
    return work


def _named(work: Counter[UUID], place: circles.CirclePlace) -> list[WorkDone]:
    busiest = work.most_common(MOST_SHOWN)
    people = circles.people_by_id([person for person, _ in busiest], place.community)
    whole = work.total()
    return [
        WorkDone(person, people[person].name, round(100 * done / whole)) for person, done in busiest if person in people
    ]
