"""People in circles: who they are to others, whose colleagues, who knows about what, and whose clients."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kring.circles.models import Client, Expertise, InHouse, Seated
from kring.circles.queries.members import SITTING
from kring.circles.queries.standing import circles_known
from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up_about
from kring.people import queries as people
from kring.tlp.audience import colleague_key

KNOWN = """
WITH near AS (SELECT person FROM kring.seated WHERE %(circle)s IN (circle, community)
              UNION SELECT person FROM kring.colleague WHERE %(circle)s IN (circle, community)),
known AS (SELECT wanted.number, p.name, max(e.level) AS level
          FROM unnest(%(topics)s::text[]) WITH ORDINALITY wanted (topic, number)
          JOIN circles_expertise e ON upper(e.topic) = upper(btrim(wanted.topic))
          JOIN near ON near.person = e.person_id JOIN people_person p ON p.id = e.person_id GROUP BY wanted.number, p.id),
placed AS (SELECT *, row_number() OVER (PARTITION BY number ORDER BY level DESC, name) AS place FROM known)
SELECT number, level, count(*), array_agg(name ORDER BY place) FILTER (WHERE place <= %(most)s AND level >= %(least)s)
FROM placed GROUP BY number, level ORDER BY number, level DESC
"""

HOUSES = """
SELECT w.person, array_agg(DISTINCT o.name) FROM (
    SELECT person, organisation FROM kring.seated
    WHERE community = %(community)s AND (%(people)s::uuid[] IS NULL OR person = ANY (%(people)s::uuid[]))
    UNION SELECT person, organisation FROM kring.colleague
    WHERE community = %(community)s AND (%(people)s::uuid[] IS NULL OR person = ANY (%(people)s::uuid[]))
) w JOIN circles_organisation o ON o.id = w.organisation GROUP BY w.person
"""
"""The organisations that people sit or work for in a community; of these people, or of all."""

TOPICS = Lookup(
    "SELECT DISTINCT topic FROM circles_expertise WHERE person_id IN (SELECT person FROM sits) ORDER BY topic",
    given=SITTING,
)

FEW = 100
"""So many people are named one by one when something is asked about them."""

EXPERT = 3
"""From this level on (1 heard of it, 5 teaches it) somebody counts as an expert."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person or machine, with the organisations they belong to."""

    id: UUID
    name: str
    function: str
    organisations: tuple[str, ...]
    is_machine: bool
    has_key: bool
    """Has an OpenPGP key, so that content can come by mail."""


def people_by_id(ids: Collection[UUID], community: UUID) -> dict[UUID, Someone]:
    """Who these people are in a community. Those who were erased are former members.

    Only organisations of that community are told: somebody who sits in two communities is not shown in one as what
    they are in the other.
    """
    houses = _houses(ids, community) if ids else {}
    return {
        found.id: Someone(
            id=found.id,
            name=found.name,
            function=found.function,
            organisations=tuple(sorted(houses.get(found.id, ()))),
            is_machine=found.is_machine,
            has_key=found.has_key,
        )
        for found in people.people_by_id(ids).values()
    }


def _houses(ids: Collection[UUID], community: UUID) -> dict[UUID, list[str]]:
    these = [*ids] if len(ids) <= FEW else None  # of many, naming each costs more than looking at all
    with connection.cursor() as cursor:
        cursor.execute(HOUSES, {"community": community, "people": these})
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the actor's own organisation, to whom an item can be passed on."""

    person: UUID
    name: str
    function: str
    organisation: str
    membership: UUID
    key: UUID
    """What is added to an item's keys when it is passed on to them."""
    seated: bool
    """Sits in the circle too, and so reads AMBER anyway."""


def colleagues_of(actor: Actor, circle: UUID) -> list[Colleague]:
    """People, not machines, of the organisations for which the actor sits in this circle; not the actor.

    The actor's own seats are asked for first: within one statement the database works out who works where in all of it.
    """
    own = Seated.objects.filter(person=actor.person, circle=circle, observer=False)
    mine = list(own.values_list("membership", flat=True))
    rows = list(
        InHouse.objects.filter(membership__in=mine, person__kind="person")
        .exclude(person=actor.person)
        .order_by("person__name", "person")
        .values_list("person", "person__name", "person__function", "organisation__name", "membership")
    )
    found = [person for person, *_ in rows]
    seated = set(
        Seated.objects.filter(circle=circle, person__in=found, observer=False).values_list("person", flat=True)
    )
    return [
        Colleague(person, name, function, organisation, membership, colleague_key(membership, person), person in seated)
        for person, name, function, organisation, membership in rows
    ]


def membership_shared_with(actor: Actor, circle: UUID, colleague: UUID) -> UUID | None:
    """The membership for which the actor sits in this circle and whose organisation the colleague works for."""
    return next((found.membership for found in colleagues_of(actor, circle) if found.person == colleague), None)


@dataclass(frozen=True, slots=True)
class RegisteredClient:
    """A client who may be told what it needs to protect itself."""

    id: UUID
    organisation: UUID
    organisation_name: str
    name: str
    contact: str
    email: str


def clients_of(actor: Actor) -> list[RegisteredClient]:
    """The clients of the organisations the actor sits for, in whatever circle."""
    mine = Seated.objects.filter(person=actor.person, observer=False).values("organisation")
    rows = Client.objects.filter(organisation__in=mine, ended_at__isnull=True).values_list(
        "id", "organisation", "organisation__name", "name", "contact", "email"
    )
    return [RegisteredClient(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody who knows about a topic."""

    person: UUID
    topic: str
    level: int


def experts(circle: UUID, topics: Collection[str], *, least: int = EXPERT) -> list[Expert]:
    """Who in this circle, or anywhere in it when it is a community, knows about one of these topics. Best first."""
    wanted = Q()
    for topic in topics:
        wanted |= Q(topic__iexact=topic.strip())
    if not wanted:
        return []
    around = Q(circle=circle) | Q(community=circle)
    nearby = Q(person__in=Seated.objects.filter(around).values("person")) | Q(
        person__in=InHouse.objects.filter(around).values("person")
    )
    rows = Expertise.objects.filter(wanted & nearby, level__gte=least).order_by("-level", "person__name")
    return [Expert(person, topic, level) for person, topic, level in rows.values_list("person", "topic", "level")]


@dataclass(frozen=True, slots=True)
class Known:
    """How well people in a circle know a topic."""

    people: dict[int, int]
    """How many at each level at which there is somebody."""
    best: list[str]
    """Who is asked first: a few names, the best first."""


def known_in(circle: UUID, topics: Sequence[str], *, least: int, most: int) -> list[Known]:
    """The same in numbers, for each of these topics; by name those from this level on, as many as that at most."""
    found = [Known({}, []) for _ in topics]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"circle": circle, "topics": list(topics), "least": least, "most": most})
        for number, level, people, best in cursor.fetchall():
            found[number - 1].people[level] = people
            found[number - 1].best.extend(best or ())
    return found


def expertise_of(person: UUID | None) -> list[Expert]:
    """What somebody says they know about, the best known first."""
    rows = Expertise.objects.filter(person=person).values_list("person", "topic", "level")
    return [Expert(person, topic, level) for person, topic, level in rows]


def topics_known(actor: Actor) -> list[str]:
    """The topics that people in the actor's circles say they know about, to choose from while typing."""
    (found,) = look_up_about(actor, TOPICS, known=circles_known(actor))
    return [topic for (topic,) in found]


def predecessors(actor: Actor, circle: UUID) -> set[UUID]:
    """Whose seats in this circle the actor took over, and holds."""
    rows = Seated.objects.filter(person=actor.person, circle=circle, seat__succeeds__isnull=False)
    return set(rows.values_list("seat__succeeds__person", flat=True))
