"""The meetings of a circle and what stands beside them, brought in one trip; who has not met whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kring.circles.queries import CirclePlace
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, Row, look_up_about
from kring.meetings import rules
from kring.meetings.queries.circle import WANTED
from kring.meetings.queries.lists import AHEAD, ATTENDED, BEHIND
from kring.meetings.queries.rows import MeetingRow, asked_row
from kring.meetings.queries.topics import CANDIDATES, Candidate

PAIRS_SHOWN, NAMES_SHOWN = 5, 8
FIRST = 100
"""Pairs are looked for among so many people, and among all where these give too few: in a large circle they are thousands."""

PLANS = Lookup("SELECT id, name FROM meetings_series WHERE circle_id = %(circle)s ORDER BY created_at DESC")

PEOPLE = Lookup(
    "SELECT person, membership, name FROM wanted ORDER BY house, name LIMIT %(first)s::int",
    given=WANTED,
)

MET = Lookup(
    """
    SELECT array_agg(person_id) FROM meetings_invitee
    WHERE circle_id = %(circle)s AND attendance IN ('present', 'online')
      AND person_id IN (SELECT person FROM wanted ORDER BY house, name LIMIT %(first)s::int)
    GROUP BY meeting_id
    """,
    given=WANTED,
)
"""Who of these people was there, meeting by meeting; of those that the actor may see that of."""

NOT_MET = Lookup(
    """
    SELECT name FROM wanted WHERE person <> %(me)s AND person NOT IN (
        SELECT other.person_id FROM meetings_invitee mine JOIN meetings_invitee other ON other.meeting_id = mine.meeting_id
        WHERE mine.person_id = %(me)s AND mine.circle_id = %(circle)s AND mine.attendance IN ('present', 'online')
          AND other.person_id IS NOT NULL AND other.attendance IN ('present', 'online'))
    ORDER BY lower(name) LIMIT %(names)s::int
    """,
    given=WANTED,
)


@dataclass(frozen=True, slots=True)
class PlanName:
    """The plan of a year, in a list."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two people who have never been at one meeting."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The meetings of a circle, and what stands beside them."""

    ahead: list[MeetingRow]
    behind: list[MeetingRow]
    plans: list[PlanName]
    """For who steers."""
    rate: rules.Rate
    unplanned: list[Candidate]
    introductions: list[Introduction]
    """Pairs to introduce to each other, for who steers: of different organisations, each person once."""
    not_met: list[str]
    """The first of the people with whom the actor was never at a meeting, for who sits there."""
    more_not_met: bool


def overview_of(actor: Actor, place: CirclePlace, *, topics: int) -> Overview:
    """All of it, with so many of the topics that wait.

    Who has met whom is said of those who are invited to a meeting of the circle, and of the meetings that the actor may
    see it of.
    """
    steers = place.standing is not None and place.standing.steers
    lookups = [AHEAD, BEHIND, ATTENDED, CANDIDATES]
    lookups += [PLANS, PEOPLE, MET] if steers else []
    lookups += [NOT_MET] if place.standing else []
    about = {"circle": place.id, "most": None, "topics": topics, "first": FIRST, "names": NAMES_SHOWN + 1}
    found: Mapping[Lookup, list[Row]] = dict(zip(lookups, look_up_about(actor, *lookups, **about), strict=True))
    not_met = [name for (name,) in found.get(NOT_MET, [])]
    return Overview(
        ahead=[asked_row(row) for row in found[AHEAD]],
        behind=[asked_row(row) for row in found[BEHIND]],
        plans=[PlanName(*row) for row in found.get(PLANS, [])],
        rate=rules.rate([attendance for (attendance,) in found[ATTENDED]]),
        unplanned=[Candidate(*row) for row in found[CANDIDATES]],
        introductions=_introductions(actor, place.id, found[PEOPLE], found[MET]) if steers else [],
        not_met=not_met[:NAMES_SHOWN],
        more_not_met=len(not_met) > NAMES_SHOWN,
    )


def _introductions(actor: Actor, circle: UUID, people: Sequence[Row], met: Sequence[Row]) -> list[Introduction]:
    pairs = _pairs(people, met)
    if len(pairs) < PAIRS_SHOWN and len(people) == FIRST:
        pairs = _pairs(*look_up_about(actor, PEOPLE, MET, circle=circle, first=None))
    return pairs


def _pairs(people: Sequence[Row], met: Sequence[Row]) -> list[Introduction]:
    houses = {person: membership for person, membership, _name in people}
    names = {person: name for person, _membership, name in people}
    pairs = rules.strangers(list(houses), [frozenset(there) for (there,) in met], houses, most=PAIRS_SHOWN)
    return [Introduction(names[one], names[other]) for one, other in pairs]
