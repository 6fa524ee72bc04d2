"""Having machines told what people share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from kring.exchange import queries, stix
from kring.exchange.commands.taking import marks_of
from kring.exchange.stix import Said, Written
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.sharing import queries as sharing
from kring.tlp.labels import Label


@transaction.atomic
def write_up(*, item: UUID) -> int:
    """Have the objects of an item say what the item says now. Gives how many versions were added.

    There is no actor: it follows from what somebody did. An item of which nothing changed for machines gives none; one
    that was taken back, or narrowed to RED, leaves revoked objects that say nothing.
    """
    said = _said(item)
    if said is None:
        return _write_off(item, [one for one in _there(item, ()) if not one.is_alive])
    written = {one.stix_id: one for one in stix.objects_of(said, now())}
    there = {one.stix_id: one for one in _there(item, written.values())}
    _write_off(item, [one for name, one in there.items() if name not in written])
    fresh = [one for name, one in written.items() if name not in there or not there[name].is_same]
    if all(one.type == "identity" for one in fresh):
        return 0
    return len(fresh) if _add(said, fresh) else 0


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
    is_alive: bool
    """It says something still."""
    is_same: bool
    """It says what would be written now, beside the moment."""


def _there(item: UUID, written: Collection[Written]) -> list[_Before]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stix_id, type, label, created, is_alive, is_same FROM kring.written_of(%s, %s, %s)",
            [item, [one.stix_id for one in written], [one.octets for one in written]],
        )
        return [_Before(name, kind, Label(label), *rest) for name, kind, label, *rest in cursor.fetchall()]


def _said(item: UUID) -> Said | None:
    """What it says, to one of those who may read it: they all read the same."""
    reader = min(sharing.readers(item), default=None)
    if reader is None:
        return None
    with acting_as(Actor(person=reader)) as actor:
        return queries.said(actor, item)


def _add(said: Said, fresh: Sequence[Written]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kring.write_up(%s, %s, %s::smallint, %s, %s, %s, %s, %s, %s)",
            [
                said.item,
                said.version,
                int(said.label),
                [one.stix_id for one in fresh],
                [one.type for one in fresh],
                [one.version for one in fresh],
                [one.octets for one in fresh],
                ["\n".join(marks_of(one.document)) for one in fresh],
                stix.moment_of(now()),
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
                    [one.version for one in left],
                    [one.octets for one in left],
                    stix.moment_of(now()),
                ],
            )
    return len(left)
