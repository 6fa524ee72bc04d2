"""Having machines told what people share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
from django.db import connection, transaction

from kring.exchange import queries, stix
from kring.exchange.commands.taking import marks_of
from kring.exchange.stix import Said, Written
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import queries as sharing
from kring.tlp.labels import Label

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@transaction.atomic
def write_up(*, item: UUID) -> int:
    """Have the objects of an item say what the item says now. Gives how many versions were added.

    There is no actor: it follows from what somebody did. An item of which nothing changed for machines gives none; one
    that was taken back, or narrowed to RED, leaves revoked objects that say nothing.
    """
    there = _there(item)
    said = _said(item)
    if said is None:
        return _write_off(item, there)
    before = {one.stix_id: one for one in there}
    written = {one.stix_id: one for one in stix.objects_of(said, now())}
    _write_off(item, [one for one in there if one.stix_id not in written])
    fresh = [one for name, one in written.items() if name not in before or before[name].says_otherwise(one)]
    if all(one.type == "identity" for one in fresh):
        return 0
    return len(fresh) if _add(item, fresh) else 0


def write_up_circle(*, circle: UUID) -> int:
    """The same for everything that was shared in a circle, which has machines from now on. Gives how many items."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.to_write_up(%s)", [circle])
        (items,) = cursor.fetchone()
    for item in items:
        write_up(item=item)
    return len(items)


@dataclass(frozen=True, slots=True)
class _Before:
    """An object that there is of an item."""

    stix_id: str
    type: str
    label: Label
    created: str
    body: bytes | None
    """None: it is not for machines any more."""

    def says_otherwise(self, other: Written) -> bool:
        """Does it say something else, beside the moment?"""
        said = orjson.loads(self.body) if self.body else {}
        return {**said, "modified": ""} != {**other.document, "modified": ""}


def _there(item: UUID) -> list[_Before]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stix_id, type, label, created, body FROM kring.written_of(%s)", [item])
        return [_Before(name, kind, Label(label), *rest) for name, kind, label, *rest in cursor.fetchall()]


def _said(item: UUID) -> Said | None:
    """What it says, to one of those who may read it: they all read the same."""
    reader = min(sharing.readers(item), default=None)
    if reader is None:
        return None
    with acting_as(Actor(person=reader)) as actor:
        return queries.said(actor, item)


def _add(item: UUID, fresh: Sequence[Written]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kring.write_up(%s, %s, %s, %s, %s, %s, %s)",
            [
                item,
                [one.stix_id for one in fresh],
                [one.type for one in fresh],
                [_microseconds(one) for one in fresh],
                [one.octets for one in fresh],
                ["\n".join(marks_of(one.document)) for one in fresh],
                _now(),
            ],
        )
        (added,) = cursor.fetchone()
        return bool(added)


def _write_off(item: UUID, there: Sequence[_Before]) -> int:
    left = [stix.withdrawn(one.stix_id, one.type, one.created, now(), one.label) for one in there]
    if left:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kring.write_off(%s, %s, %s, %s, %s)",
                [
                    item,
                    [one.stix_id for one in left],
                    [_microseconds(one) for one in left],
                    [one.octets for one in left],
                    _now(),
                ],
            )
    return len(left)


def _microseconds(one: Written) -> int:
    return stix.microseconds(one.document["modified"])


def _now() -> int:
    return (now() - EPOCH) // timedelta(microseconds=1)
