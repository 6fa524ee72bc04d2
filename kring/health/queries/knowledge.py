"""What a circle knows and where it has gaps, who teaches whom, and whose doors are open."""

from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.circles import queries as circles
from kring.health import access, rules
from kring.health.models import Pair, Subject, Visit, Visitor, Wish
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up

LEVELS = range(1, 6)
MOST_NAMED = 8
"""So many who can help with a topic are named; the directory has them all."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A topic that a circle wants covered, and who knows about it."""

    id: UUID
    topic: str
    people: Sequence[int]
    """How many people at each level, from 1 to 5."""
    experts: Sequence[str]
    """Who can help others, the best first; of many, a few."""

    @property
    def is_gap(self) -> bool:
        """Nobody knows enough about it to help others."""
        return not self.experts

    @property
    def unnamed(self) -> int:
        """How many more can help."""
        return sum(self.people[rules.EXPERT - 1 :]) - len(self.experts)


@dataclass(frozen=True, slots=True)
class WishSeen:
    """Somebody teaches, or wants to learn."""

    id: UUID
    topic: str
    teaches: bool
    name: str
    organisation: str
    own: bool
    answered: bool
    """This reader answered it already."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One teaches another, or will when both agree; as one of the two sees it."""

    id: UUID
    topic: str
    circle: str
    slug: str
    other: str
    teaches: bool
    """This reader is who teaches."""
    proposed_at: datetime
    agreed: bool
    waits: bool
    """For this reader."""


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A visit to an organisation that opened its doors."""

    id: UUID
    title: str
    about: str
    place: str
    at: datetime
    organisation: str
    places: int
    names: Sequence[str]
    """Who comes along."""
    comes: bool
    """This reader does."""
    own: bool
    """It is this reader's organisation that opens its doors."""

    @property
    def left(self) -> int:
        """How many more can come."""
        return self.places - len(self.names)


def coverage(place: circles.CirclePlace) -> list[Coverage]:
    """What the circle wants covered, gaps first. Empty for who has no seat there."""
    subjects = list(Subject.objects.filter(circle=place.id))
    topics = [subject.topic for subject in subjects]
    known = circles.known_in(place.id, topics, least=rules.EXPERT, most=MOST_NAMED) if topics else []
    rows = [
        Coverage(subject.pk, subject.topic, [found.people.get(level, 0) for level in LEVELS], found.best)
        for subject, found in zip(subjects, known, strict=True)
    ]
    return sorted(rows, key=lambda row: (not row.is_gap, row.topic.casefold()))


MadeWish = tuple[UUID, str, str, UUID]
"""A wish with its topic, its side and who made it."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes of people who sit in a circle. Who they are is looked up for those that are shown."""

    actor: Actor
    place: circles.CirclePlace
    rows: Sequence[MadeWish]
    answered: Container[tuple[str, UUID | None, UUID | None]]
    """Topic, mentor and learner of the lessons of this reader."""

    def __iter__(self) -> Iterator[WishSeen]:
        return iter(self.seen(self.rows))

    def of(self, side: str) -> list[MadeWish]:
        """Those of one side: teaches or learns."""
        return [row for row in self.rows if row[2] == side]

    def seen(self, rows: Sequence[MadeWish]) -> list[WishSeen]:
        """These as the reader sees them: of both sides at once, since looking people up takes three questions."""
        people = circles.people_by_id({person for *_, person in rows}, self.place.community)
        return [self._seen(row, people[row[3]]) for row in rows]

    def _seen(self, row: MadeWish, who: circles.Someone) -> WishSeen:
        pk, topic, side, person = row
        teaches, me = side == Wish.Side.TEACHES, self.actor.person
        pair = (topic, person, me) if teaches else (topic, me, person)
        return WishSeen(
            id=pk,
            topic=topic,
            teaches=teaches,
            name=who.name,
            organisation=", ".join(who.organisations),
            own=person == me,
            answered=pair in self.answered,
        )


def wishes_of(actor: Actor, place: circles.CirclePlace) -> Wishes:
    """Who of those that sit in the circle teaches, and who wants to learn."""
    rows = list(Wish.objects.filter(circle=place.id).values_list("id", "topic", "side", "person"))
    seated = circles.seated_among(place.id, {person for *_, person in rows})
    answered = set(Pair.objects.filter(circle=place.id).values_list("topic", "mentor", "learner"))
    return Wishes(actor, place, [row for row in rows if row[3] in seated], answered)


def lessons(actor: Actor, circle: UUID) -> list[Lesson]:
    """The lessons this actor gives or takes in a circle, or will."""
    return _lessons(actor, Pair.objects.filter(circle=circle).select_related("circle", "mentor", "learner"))


PROPOSED = Lookup("""
SELECT w.id, w.topic, c.name, c.slug, CASE WHEN w.mentor_id = %(me)s THEN l.name ELSE m.name END, w.mentor_id = %(me)s,
       w.proposed_at
FROM health_pair w JOIN circles_circle c ON c.id = w.circle_id
JOIN people_person m ON m.id = w.mentor_id JOIN people_person l ON l.id = w.learner_id
WHERE w.agreed_at IS NULL AND w.proposed_by_id <> %(me)s ORDER BY w.proposed_at
""")


def lessons_proposed(actor: Actor) -> list[Lesson]:
    """The lessons that wait for a word of this actor, in whatever circle."""
    return [
        Lesson(pk, topic, circle, slug, other, teaches, proposed_at, agreed=False, waits=True)
        for pk, topic, circle, slug, other, teaches, proposed_at in look_up(actor, PROPOSED)
    ]


def visits_of(actor: Actor, circle: UUID) -> list[OpenDoor]:
    """The visits that are still to come, the first one first."""
    return _doors(actor, Visit.objects.filter(circle=circle, state=1, at__gt=now()))


def visit_view(actor: Actor, which: UUID) -> OpenDoor:
    """One visit. Raises `NotVisible`."""
    return _doors(actor, [access.visit(which)])[0]


def _lessons(actor: Actor, rows: Collection[Pair]) -> list[Lesson]:
    return [
        Lesson(
            id=row.pk,
            topic=row.topic,
            circle=row.circle.name,
            slug=row.circle.slug,
            other=(row.learner if row.mentor_id == actor.person else row.mentor).name,
            teaches=row.mentor_id == actor.person,
            proposed_at=row.proposed_at,
            agreed=row.agreed_at is not None,
            waits=row.agreed_at is None and row.proposed_by_id != actor.person,
        )
        for row in rows
    ]


def _doors(actor: Actor, rows: Collection[Visit]) -> list[OpenDoor]:
    seats = {row.circle_id: circles.standing(actor, row.circle_id) for row in rows}
    houses = circles.memberships_by_id({row.membership_id for row in rows if row.membership_id})
    coming: dict[UUID, list[tuple[UUID, str]]] = {}
    for visit, person, name in Visitor.objects.filter(visit__in=[row.pk for row in rows]).values_list(
        "visit", "person", "person__name"
    ):
        coming.setdefault(visit, []).append((person, name))
    return [
        OpenDoor(
            id=row.pk,
            title=row.title,
            about=row.about,
            place=row.place,
            at=row.at,
            organisation=houses[row.membership_id].name if row.membership_id else "",
            places=row.places,
            names=sorted(name for _, name in coming.get(row.pk, [])),
            comes=actor.person in {person for person, _ in coming.get(row.pk, [])},
            own=_is_of(row, seats[row.circle_id]),
        )
        for row in rows
    ]


def _is_of(row: Visit, standing: circles.Standing | None) -> bool:
    return standing is not None and row.membership_id in standing.memberships
