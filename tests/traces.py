"""Reads a whole database as its thief would: every row, where it lies, and which transaction wrote it."""

from typing import Any

import psycopg

from tests.installation import OwnDatabase

Rows = dict[str, list[dict[str, Any]]]


def everything(database: OwnDatabase) -> Rows:
    """Every row of every table."""
    with psycopg.connect(database.owner) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
        ).fetchall()
        connection.execute("SET ROLE kring_librarian")
        return {name: _rows(connection, name) for (name,) in tables}


def changed(before: Rows, after: Rows) -> set[str]:
    """The tables in which something was written."""
    return {table for table in after if before[table] != after[table]}


def _rows(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> list[dict[str, Any]]:
    query = f"SELECT to_jsonb(t) || jsonb_build_object('xmin', t.xmin::text, 'ctid', t.ctid::text) FROM {table} t"
    return [row for (row,) in connection.execute(query.encode() + b" ORDER BY t::text").fetchall()]
