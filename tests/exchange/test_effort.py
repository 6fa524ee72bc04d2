"""What is done for one object does not grow with the store."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from kring.exchange import commands
from kring.kernel.binding import acting_as
from tests.cast import make_cast
from tests.conftest import DatabaseCopies
from tests.exchange.objects import arrived, fresh
from tests.installation import OwnDatabase, own_database


@pytest.fixture
def committed(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    with own_database(copy_database, django_db_blocker, "effort") as database:
        yield database


def test_one_object_more_looks_at_none_of_the_others(committed: OwnDatabase) -> None:
    cast = make_cast()
    with acting_as(cast.actor("chi")) as chi:
        north = commands.open_collection(actor=chi, circle=cast.north.pk).pk
    with acting_as(cast.actor("max")) as actor:
        commands.take_in(actor=actor, collection=north, arrived=fresh(3_000))
    with psycopg.connect(committed.owner) as owner:
        owner.execute("ANALYZE exchange_object")  # as PostgreSQL does by itself a while later
    with acting_as(cast.actor("max")) as actor:
        before = rows_looked_at()
        for number in range(8):  # after some, PostgreSQL may keep a plan that it made for more
            two = [arrived(number, version=1), arrived(number, version=2)]
            commands.take_in(actor=actor, collection=north, arrived=two)
        assert rows_looked_at() - before < 8 * 50
        before = rows_looked_at()
        versions = [arrived(9, version=version) for version in range(1, 1_001)]
        commands.take_in(actor=actor, collection=north, arrived=versions)
        assert rows_looked_at() - before < 20 * 1_000  # and of many versions at a few times each, not at all pairs


def rows_looked_at() -> int:
    """In the table of objects, in this transaction: one after the other, or found by an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'exchange_object'"
        )
        return int(cursor.fetchone()[0])
