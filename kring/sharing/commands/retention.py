"""What a circle keeps no longer."""

from uuid import UUID

from django.db import connection, transaction

from kring.kernel.record import record
from kring.sharing.facts import ItemErased
from kring.tlp.labels import Label

AT_ONCE = 500


def erase_expired() -> int:
    """Empty what is older than its circle keeps things of that kind, and say how many items that was.

    Nobody acts here: the database lets through what is due, and nothing else. One item a transaction, so that it can
    be stopped and started at any point. A tombstone stays.

    Records: ItemErased.
    """
    erased = round_ = sum(map(_erase, _due()))
    while round_:
        round_ = sum(map(_erase, _due()))
        erased += round_
    return erased


def _due() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT item FROM kring.expired(%s)", [AT_ONCE])
        return [item for (item,) in cursor.fetchall()]


@transaction.atomic
def _erase(item: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT circle, label, author, membership, sealed FROM kring.erase_expired(%s)", [item])
        row = cursor.fetchone()
    if row is None:
        return 0
    circle, label, author, membership, sealed = row
    source = () if sealed else tuple(key for key in (author, membership) if key)
    record(ItemErased(circle=circle, item=item, source=source, kept_from_chair=sealed, label=Label(label)), by=None)
    return 1
