"""What is in the tables, summed up so that two databases can be compared, and who keeps what out of sight."""

import psycopg
from psycopg import sql

from kring.kernel.roles import LIBRARIAN

Connection = psycopg.Connection[tuple[object, ...]]

OF_A_MOMENT = ("django_session", "usersessions_usersession", "kring_cache")
"""Tables whose rows are not kept: sign-ins and what is remembered for a while."""

SETTINGS = "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres';"

HIDDEN = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND (
    NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')
                AND p.polroles = ARRAY[%(librarian)s::regrole::oid] AND pg_get_expr(p.polqual, c.oid) = 'true')
    OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd IN ('r', '*')
               AND p.polroles && ARRAY[0::oid, %(librarian)s::regrole::oid]))
ORDER BY 1
"""


def hidden_from_librarian(connection: Connection) -> list[str]:
    """Tables of which a backup would leave out rows without a word."""
    return [str(name) for (name,) in connection.execute(HIDDEN, {"librarian": LIBRARIAN})]


def tables(connection: Connection) -> list[str]:
    """The tables whose rows are kept."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
    )
    return [name for (name,) in found if isinstance(name, str) and name not in OF_A_MOMENT]


def sums(connection: Connection) -> dict[str, tuple[int, str]]:
    """Rows of each table, and a sum over their text that does not depend on their order. Sees what the role sees."""
    connection.execute(SETTINGS)
    return {table: _sum(connection, table) for table in tables(connection)}


def _sum(connection: Connection, table: str) -> tuple[int, str]:
    query = sql.SQL("SELECT count(*), coalesce(sum(('x' || md5(t::text))::bit(64)::bigint), 0)::text FROM {} t")
    row = connection.execute(query.format(sql.Identifier(table))).fetchone()
    assert row is not None
    rows, total = row
    assert isinstance(rows, int)
    return rows, str(total)


def librarians_functions(connection: Connection) -> list[str]:
    """The functions that look at all rows, with their arguments."""
    found = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE proowner = %s::regrole ORDER BY 1", [LIBRARIAN]
    )
    return [str(name) for (name,) in found]
