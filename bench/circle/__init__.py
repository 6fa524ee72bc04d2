"""A circle of 1,000 organisations with a year behind it: 2,500 people, meetings with minutes, votes, cases, 12,000 items.

Written through the models as the owner of a database of its own, with the lock off while it is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from bench import community
from bench.circle import life, meetings, people, sharing


@contextmanager
def circle(owner: str, called: str = "kring_bench_circle") -> Iterator[str]:
    """The owner's address of a fresh database with the circle in it; dropped afterwards."""
    from kring.kernel import roles
    from kring.site.database import Database, migrate

    with community.database(owner, called) as address:
        application = roles.ensure_roles(address, secret=None)
        migrate(Database(address, application))
        fill(address)
        community.use(application)
        yield address


def fill(owner: str) -> None:
    """All that a year leaves, in an empty database with tables."""
    community.use(owner)
    with psycopg.connect(owner, autocommit=True) as connection:
        locked = _locked(connection)
        for table in locked:
            connection.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        people.fill()
        sharing.fill(connection)
        meetings.fill()
        life.fill()
        for table in locked:
            connection.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        connection.execute("VACUUM ANALYZE")


def _locked(connection: psycopg.Connection) -> list[str]:
    found = connection.execute("SELECT relname::text FROM pg_class WHERE relforcerowsecurity ORDER BY relname")
    return [table for (table,) in found]
