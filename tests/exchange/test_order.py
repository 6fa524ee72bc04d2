"""Who asks what is new misses nothing and sees nothing twice, however many write at once.

`KRING_ROUNDS=1000 bin/test tests/exchange/test_order.py` asks a thousand times.
"""

import os
import threading
from collections.abc import Iterator
from random import Random
from uuid import UUID

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from kring.exchange import commands, queries
from kring.kernel.binding import acting_as
from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.exchange.objects import fresh
from tests.installation import OwnDatabase, own_database

ROUNDS = int(os.environ.get("KRING_ROUNDS", "100"))
WRITERS = (1, 1, 2, 300)
"""How much each of them sends at once: small ones beside a large one."""


@pytest.fixture(scope="module")
def committed(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    with own_database(copy_database, django_db_blocker, "order") as database:
        yield database


def test_nothing_is_missed_or_seen_twice_beside_four_writers(committed: OwnDatabase) -> None:
    cast = make_cast()
    with acting_as(cast.actor("chi")) as chi:
        north = commands.open_collection(actor=chi, circle=cast.north.pk).pk
    sent: list[str] = []
    over = threading.Event()
    writers = [threading.Thread(target=_write, args=(cast, north, size, sent, over)) for size in WRITERS]
    for writer in writers:
        writer.start()
    try:
        found = _poll(cast, north)
    finally:
        over.set()
        for writer in writers:
            writer.join()
    found += _rest(cast, north, found)
    ids = [row.stix_id for row in found]
    assert len(ids) == len(set(ids)), "something was seen twice"
    assert set(ids) == set(sent), "something was missed"
    assert [row.added for row in found] == sorted(row.added for row in found)


def _write(cast: Cast, north: UUID, size: int, sent: list[str], over: threading.Event) -> None:
    while not over.is_set():
        objects = fresh(size)
        with acting_as(cast.actor("max")) as actor:
            commands.take_in(actor=actor, collection=north, arrived=objects)
        sent += [one.stix_id for one in objects]
    connections.close_all()


def _poll(cast: Cast, north: UUID) -> list[queries.ObjectRow]:
    """Asks again and again; each time goes on a few pages, or only one."""
    found: list[queries.ObjectRow] = []
    chance = Random(2026)
    for _ in range(ROUNDS):
        with acting_as(cast.actor("ada")) as actor:
            after = found[-1].added if found else 0
            page = queries.objects(actor, north, after=after, most=chance.choice([1, 7, 100, 1000]))
        found += page.rows
    return found


def _rest(cast: Cast, north: UUID, found: list[queries.ObjectRow]) -> list[queries.ObjectRow]:
    with acting_as(cast.actor("ada")) as actor:
        return list(queries.objects(actor, north, after=found[-1].added if found else 0, most=10_000_000).rows)
