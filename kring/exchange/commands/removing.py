"""Taking back what was added."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from kring.exchange import access, queries, rules
from kring.exchange.facts import ObjectRemoved
from kring.exchange.queries import Match
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record


@transaction.atomic
def remove_object(*, actor: Actor, collection: UUID, stix_id: str, versions: Sequence[int | str] = ()) -> int:
    """Remove an object that the actor's organisation added: its latest version, or those that are named.

    An older version becomes the latest again. What others took over in the meantime is theirs.
    Gives how many versions are gone. Refused: read_only, not_the_source. Raises `NotVisible`.
    Records: ObjectRemoved.
    """
    place = access.collection(actor, collection, lock=True)
    enforce(None if rules.Direction(place.direction).can_write else rules.READ_ONLY)
    found = queries.added(actor, collection, Match(ids=[stix_id], versions=versions))
    if not found:
        raise NotVisible
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM exchange_object WHERE collection_id = %s AND added = ANY (%s)", [collection, found])
        gone = cursor.rowcount
        if not gone:
            raise Refused(rules.NOT_THE_SOURCE)
        cursor.execute("SELECT kring.settle(%s, %s, ARRAY[%s])", [collection, place.last, stix_id])
        cursor.execute("UPDATE exchange_collection SET turn = turn + 1 WHERE id = %s", [collection])
    record(ObjectRemoved(circle=place.circle_id, collection=collection, versions=gone), by=actor)
    return gone
