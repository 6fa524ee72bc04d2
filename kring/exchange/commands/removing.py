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
    Gives how many versions are gone. Refused: read_only, of_an_item, not_the_source. Raises `NotVisible`.
    Records: ObjectRemoved.
    """
    place = access.collection(actor, collection)
    enforce(None if rules.Direction(place.direction).can_write else rules.READ_ONLY)
    circle = place.circle_id
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exchange_store SET turn = turn + 1 WHERE circle_id = %s RETURNING last", [circle])
        (last,) = cursor.fetchone()
        found = queries.added(circle, Match(ids=[stix_id], versions=versions))
        if not found:
            raise NotVisible
        cursor.execute(
            "SELECT FROM exchange_object WHERE circle_id = %s AND added = ANY (%s) AND item_id IS NOT NULL",
            [circle, found],
        )
        if cursor.fetchone() is not None:
            raise Refused(rules.OF_AN_ITEM)
        cursor.execute("DELETE FROM exchange_object WHERE circle_id = %s AND added = ANY (%s)", [circle, found])
        gone: int = cursor.rowcount
        if not gone:
            raise Refused(rules.NOT_THE_SOURCE)
        cursor.execute("SELECT kring.settle(%s, %s, ARRAY[%s])", [circle, last, stix_id])
    record(ObjectRemoved(circle=circle, collection=collection, versions=gone), by=actor)
    return gone
