"""Lets months pass while the demo is filled: inside `played`, the database dates what it writes by the clock as well.

The owner changes the database's own dating and takes it back in the very transaction that fills the demo, and plays
the past as the application's role. So the lock holds as it always does, nobody else ever meets another clock, and a
demo whose filling was cut short is empty.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
from django.db import connection, transaction

from kring.kernel import clock, roles
from kring.site import environment as env

DATED_BY_THE_DATABASE = """
SELECT d.adrelid::regclass::text, quote_ident(a.attname)
FROM pg_attrdef d JOIN pg_attribute a ON (a.attrelid, a.attnum) = (d.adrelid, d.adnum)
WHERE pg_get_expr(d.adbin, d.adrelid) = 'statement_timestamp()' ORDER BY 1, 2
"""
PLAYED = "coalesce(nullif(current_setting('kring.played', true), '')::timestamptz, statement_timestamp())"


@contextmanager
def played(owner: str) -> Iterator[None]:
    """One transaction in which what `at` says counts for the database too. `owner` is the owner's address of it."""
    with psycopg.connect(owner) as aside:
        roles.let_owner_become(aside, roles.APP)
    with _connected_to(owner), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DATED_BY_THE_DATABASE)
        columns = cursor.fetchall()
        _date_by(columns, PLAYED)
        cursor.execute(f"SET LOCAL ROLE {roles.APP}")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL ROLE NONE")
        _date_by(columns, "statement_timestamp()")
        cursor.execute("ANALYZE")


@contextmanager
def _connected_to(address: str) -> Iterator[None]:
    """Django's connection leads there."""
    settings, before = connection.settings_dict, dict(connection.settings_dict)
    connection.close()
    settings.update(env.database(address))
    try:
        yield
    finally:
        connection.close()
        settings.clear()
        settings.update(before)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is this moment, for the application and for the database."""
    with clock.at(moment), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kring.played', %s, true)", [moment.isoformat()])
        yield


def _date_by(columns: list[tuple[str, str]], expression: str) -> None:
    with connection.cursor() as cursor:
        for table, column in columns:
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {expression}")
