"""The collections a machine finds."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.exchange import access
from kring.exchange.models import Collection
from kring.exchange.rules import Direction
from kring.kernel.actor import Actor

VIEW = """
SELECT concat_ws(' ', a.ceiling, a.person IS NOT NULL, %(community)s = ANY (a.greens), c.circle_id = ANY (a.bridged),
    ARRAY(SELECT key FROM unnest(c.keys) AS key WHERE key = ANY (a.keys) ORDER BY key))
FROM exchange_collection c, (SELECT (kring.actor()).*) a WHERE c.id = %(collection)s
"""
"""What `kring.may_read` looks at for what is shared in one collection, and nothing else."""


@dataclass(frozen=True, slots=True)
class CollectionSeen:
    """A collection as this actor meets it."""

    id: UUID
    circle: UUID
    alias: str
    title: str
    description: str
    can_read: bool
    can_write: bool


@dataclass(frozen=True, slots=True)
class CollectionState:
    """Where a collection stands."""

    last: int
    """When its newest object was added, in microseconds since 1970."""
    turn: int
    """Another number: something changed in what was added before."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A collection, how it stands, and how much of it this actor reads."""

    collection: CollectionSeen
    community: UUID
    state: CollectionState
    view: str
    """Two actors with the same view read the same objects here."""


def collections(actor: Actor) -> list[CollectionSeen]:
    """The collections of the circles this actor sits in or works for a member of, outer circles first."""
    places = {place.id: place for place in circles.circles_of(actor) if actor.scope is None or place.id in actor.scope}
    found = Collection.objects.filter(circle__in=places, closed_at__isnull=True).order_by("created_at", "id")
    by_circle = {circle: [one for one in found if one.circle_id == circle] for circle in places}
    return [_seen(actor, one) for those in by_circle.values() for one in those]


def meet(actor: Actor, which: UUID | str) -> Meeting:
    """The collection with this id or alias. Raises `NotVisible`."""
    found = access.collection(actor, which)
    community = circles.community_of(found.circle_id)
    view = view_of(found.pk, community)
    return Meeting(_seen(actor, found), community, CollectionState(found.last, found.turn), view)


def view_of(collection: UUID, community: UUID) -> str:
    """The view that the bound actor has at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(VIEW, {"community": community, "collection": collection})
        (view,) = cursor.fetchone()
        return str(view)


def state_of(collection: UUID) -> CollectionState:
    """Where the collection stands at this moment, for somebody who met it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last, turn FROM exchange_collection WHERE id = %s", [collection])
        return CollectionState(*cursor.fetchone())


def _seen(actor: Actor, found: Collection) -> CollectionSeen:
    way = Direction(found.direction)
    return CollectionSeen(
        found.pk,
        found.circle_id,
        found.alias,
        found.title,
        found.description,
        can_read=way.can_read,
        can_write=way.can_write and circles.seat_for_sharing(actor, found.circle_id) is not None,
    )
