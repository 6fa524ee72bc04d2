"""The lock as the migrations made it, remembered, so that a change by hand is noticed.

Row security can be taken off with one statement by whoever owns the tables. It would not be seen on any page.
"""

import hashlib
import re

import psycopg
from psycopg import sql

from kring.kernel.roles import APP

Connection = psycopg.Connection[tuple[object, ...]]

# What decides who reads and changes what: name, and definition.
PARTS = """
SELECT 'row security on ' || c.relname, concat(c.relrowsecurity, c.relforcerowsecurity) FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
UNION ALL
SELECT 'policy ' || p.policyname || ' on ' || p.tablename,
       concat_ws(' ', p.permissive, p.roles, p.cmd, p.qual, '|', p.with_check)
  FROM pg_policies p WHERE p.schemaname = 'public'
UNION ALL
SELECT 'function ' || p.oid::regprocedure, concat_ws(' ', p.proowner::regrole = 'kring_librarian'::regrole, p.prosecdef,
       p.provolatile, p.proconfig, p.proacl, p.prosrc)
  FROM pg_proc p WHERE p.pronamespace = 'kring'::regnamespace
UNION ALL
SELECT 'view ' || c.relname, pg_get_viewdef(c.oid) FROM pg_class c
 WHERE c.relnamespace = 'kring'::regnamespace AND c.relkind = 'v'
UNION ALL
SELECT 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
  FROM pg_trigger t WHERE NOT t.tgisinternal
UNION ALL
SELECT 'rights on ' || c.relname, concat_ws(' ', (
         SELECT string_agg(concat_ws(' ', a.grantee::regrole, a.privilege_type), ', ' ORDER BY a.grantee::regrole::text, a.privilege_type)
           FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner AND a.grantee <> 0),
       (SELECT string_agg(concat_ws(' ', a.attname, a.attacl), ', ' ORDER BY a.attname)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL))
  FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'kring'::regnamespace)
   AND c.relkind IN ('r', 'p', 'v') AND c.relname <> 'lock_as_made'
"""

LISTS = re.compile(r"[()\s]|::character varying|::text(\[\])?")
"""PostgreSQL writes lists of values with other casts when a dump was read back; that is no change."""


def remember(owner: str) -> None:
    """Keep the lock as it is now. Said after the migrations, which are the only ones to change it."""
    with psycopg.connect(owner) as connection:
        connection.execute("DROP TABLE IF EXISTS kring.lock_as_made")
        connection.execute("CREATE TABLE kring.lock_as_made (part text PRIMARY KEY, digest text NOT NULL)")
        connection.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE ON kring.lock_as_made FROM {}").format(sql.Identifier(APP))
        )
        connection.execute(sql.SQL("GRANT SELECT ON kring.lock_as_made TO {}").format(sql.Identifier(APP)))
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO kring.lock_as_made VALUES (%s, %s)", list(_as_it_is(connection).items()))


def changes(connection: Connection) -> list[str]:
    """The parts of the lock that are not as the migrations made them."""
    rows = connection.execute("SELECT part, digest FROM kring.lock_as_made").fetchall()
    made = {str(part): str(digest) for part, digest in rows}
    found = _as_it_is(connection)
    return [
        f"{part} {'is gone' if part not in found else 'was added' if part not in made else 'was changed'}"
        for part in sorted({*made, *found})
        if made.get(part) != found.get(part)
    ]


def _as_it_is(connection: Connection) -> dict[str, str]:
    return {
        str(part): hashlib.sha256(LISTS.sub("", str(definition)).encode()).hexdigest()
        for part, definition in connection.execute(PARTS)
    }
