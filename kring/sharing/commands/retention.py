"""What is kept no longer: what a circle lets go of, and drafts that were left."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from kring.files import commands as files
from kring.kernel.clock import now
from kring.kernel.record import record
from kring.sharing.commands.drafts import TAKEN_BACK_WITHIN
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


@transaction.atomic
def erase_drafts() -> int:
    """Erase drafts that nobody touched for KRING_DRAFT_DAYS, and those thrown away, and say how many those were.

    Nobody acts here: the database takes what is old, and nothing else.

    Records: nothing. A draft is its author's alone.
    """
    untouched = now() - timedelta(days=settings.KRING_DRAFT_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT erased, files FROM kring.erase_drafts(%s, %s)", [untouched, now() - TAKEN_BACK_WITHIN])
        row = cursor.fetchone()
    assert row
    erased, held = row
    files.let_go(files=held)
    return int(erased)


def _due() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT item FROM kring.expired(%s)", [AT_ONCE])
        return [item for (item,) in cursor.fetchall()]


@transaction.atomic
def _erase(item: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT circle, label, author, membership, sealed, files FROM kring.erase_expired(%s)", [item])
        row = cursor.fetchone()
    if row is None:
        return 0
    circle, label, author, membership, sealed, held = row
    files.let_go(files=held)
    source = () if sealed else tuple(key for key in (author, membership) if key)
    record(ItemErased(circle=circle, item=item, source=source, kept_from_chair=sealed, label=Label(label)), by=None)
    return 1
