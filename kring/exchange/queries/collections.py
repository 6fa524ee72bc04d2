"""The collections a machine finds."""

from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection

from kring.circles import queries as circles
from kring.exchange import access
from kring.exchange.models import Collection
from kring.exchange.rules import Direction
from kring.kernel.actor import Actor

STANDS = """
SELECT s.last, s.turn, concat_ws(' ', a.ceiling, a.person IS NOT NULL, %(community)s = ANY (a.greens), s.circle_id = ANY (a.bridged),
    ARRAY(SELECT key FROM unnest(s.keys) AS key WHERE key = ANY (a.keys) ORDER BY key))
FROM exchange_store s, kring.actor() a WHERE s.circle_id = %(circle)s
"""
"""Beside the state, what `kring.may_read` looks at for what is shared in one circle, and nothing else."""


@dataclass(frozen=True, slots=True)
class CollectionSeen:
    """A collection as this actor meets it."""

    id: UUID
    circle: UUID
    alias: str
    title: str
    description: str
    direction: Direction
    can_read: bool
    can_write: bool


@dataclass(frozen=True, slots=True)
class StoreState:
    """Where a circle's store stands."""

    last: int
    """When its newest object was added, in microseconds since 1970."""
    turn: int
    """Another number: something changed in what was added before."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A collection, how its store stands, and how much of it this actor reads."""

    collection: CollectionSeen
    community: UUID
    state: StoreState
    view: str
    """Two actors with the same view read the same objects here."""


def collections(actor: Actor) -> list[CollectionSeen]:
    """The collections of all circles this actor may know of, outer circles first: GREEN is for the whole community."""
    communities = dict.fromkeys(place.community for place in circles.circles_of(actor))
    places = {place.id: place for one in communities for place in circles.circles_around(actor, one)}
    found = Collection.objects.filter(circle__in=places, closed_at__isnull=True).order_by("created_at", "id")
    by_circle = {circle: [one for one in found if one.circle_id == circle] for circle in places}
    return [
        _seen(one, takes_part=place.standing is not None and not place.standing.observes)
        for circle, place in places.items()
        for one in by_circle[circle]
    ]


def collections_of(actor: Actor, circle: UUID) -> list[CollectionSeen]:
    """The collections of one circle. Raises `NotVisible`."""
    place = circles.circle_for(actor, circle)
    found = Collection.objects.filter(circle=place.id, closed_at__isnull=True).order_by("created_at", "id")
    takes_part = place.standing is not None and not place.standing.observes
    return [_seen(one, takes_part=takes_part) for one in found]


def meet(which: UUID | str) -> Meeting:
    """The collection with this id or alias, as the bound actor meets it. Raises `NotVisible`."""
    found, sight = access.collection_in_sight(which)
    state, view = stands(found.circle_id, sight.community)
    return Meeting(_seen(found, takes_part=sight.takes_part), sight.community, state, view)


def stands(circle: UUID, community: UUID) -> tuple[StoreState, str]:
    """Where a circle's store stands at this moment, and the view that the bound actor has of it."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:  # planned once a connection
        cursor.execute(STANDS, {"community": community, "circle": circle}, prepare=True)
        ((last, turn, view),) = cursor.fetchall()
        return StoreState(last, turn), view


def state_of(circle: UUID) -> StoreState:
    """The first of the two, for somebody who met one of its collections."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last, turn FROM exchange_store WHERE circle_id = %s", [circle])
        return StoreState(*cursor.fetchone())


def _seen(found: Collection, *, takes_part: bool) -> CollectionSeen:
    way = Direction(found.direction)
    return CollectionSeen(
        found.pk,
        found.circle_id,
        found.alias,
        found.title,
        found.description,
        way,
        can_read=way.can_read,
        can_write=way.can_write and takes_part,
    )
