"""The three database roles, and the refusal to run as one that could bypass the lock.

`kring_owner` (or whoever `KRING_DATABASE_URL` names) owns the tables and migrates. `kring_app` runs
everything and owns nothing. `kring_librarian` cannot sign in; it owns the few functions that look at all rows and give
back only what the actor may have.
"""

import os
import secrets
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

Connection = psycopg.Connection[TupleRow]

APP = "kring_app"
LIBRARIAN = "kring_librarian"

# Any number will do, as long as it is always the same: two migrations at once make the roles one after the other.
LOCK = 4_817_020_261

# PostgreSQL 16 tells apart who may hand a role on from who may become it; before that, membership was both.
SEPARATE_GRANTS = 160_000


class UnsafeRole(RuntimeError):
    """The application would run as a role that row-level security does not hold; the message says which and why."""


class RolesFailed(RuntimeError):
    """The roles could not be made; the message says what to do."""


def ensure_roles(owner: str, *, secret: Path | None) -> str:
    """Make the roles that are missing, as the owner of the database, and return the application's address.

    The application's password is kept in the file `secret`. Without one the role gets no password: right
    where the server knows its peers, as the embedded one does. Raises `RolesFailed` and `UnsafeRole`.
    """
    with psycopg.connect(owner) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if not _exists(connection, LIBRARIAN):
            _create_librarian(connection)
        let_owner_become(connection, LIBRARIAN)
        address = _address(connection, owner, secret)
        _let_in(connection)
        check_role(connection, APP)
    return address


def grant_by_default(owner: str) -> None:
    """What the owner makes from now on, the application may use and the librarian may read.

    Said before the first migration; tables that may only grow take back what is too much themselves.
    """
    with psycopg.connect(owner) as connection:
        connection.execute(
            sql.SQL("""
            ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
            ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {app};
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {librarian};
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO {librarian};
            """).format(app=sql.Identifier(APP), librarian=sql.Identifier(LIBRARIAN))
        )


def check_app(app: str) -> None:
    """Refuse an address, given by the operator, whose role could see or change what it must not.

    Raises `UnsafeRole`.
    """
    with psycopg.connect(app) as connection:
        row = connection.execute("SELECT current_user").fetchone()
        assert row is not None
        check_role(connection, row[0])


def check_role(connection: Connection, role: str) -> None:
    """Raise `UnsafeRole` when `role`, or one that it can become, is not held by row-level security."""
    found = connection.execute(
        """
        SELECT r.rolname, CASE
            WHEN r.rolsuper THEN 'is a superuser'
            WHEN r.rolbypassrls THEN 'may bypass row-level security'
            WHEN r.rolcreaterole THEN 'may create roles'
            WHEN r.rolname = %(librarian)s THEN 'looks at all rows'
            ELSE 'owns tables' END
        FROM pg_roles r
        WHERE pg_has_role(%(role)s, r.oid, 'MEMBER') AND (
            r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolname = %(librarian)s
            OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))
            OR EXISTS (SELECT FROM pg_database d WHERE d.datdba = r.oid AND d.datname = current_database()))
        """,
        {"role": role, "librarian": LIBRARIAN},
    ).fetchone()
    if found is None:
        return
    who, why = found
    subject = f"The role {role}" if who == role else f"The role {role} can become {who}, which"
    raise UnsafeRole(f"{subject} {why}. Kring runs only as a role that row-level security holds.")


def _create_librarian(connection: Connection) -> None:
    _as_allowed(connection, sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(LIBRARIAN)))


def let_owner_become(connection: Connection, role: str) -> None:
    """A function can be given to a role only by somebody who could become it."""
    row = connection.execute(
        "SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
    ).fetchone()
    assert row is not None
    owner, is_superuser = row
    if is_superuser or _is_member(connection, owner, role):
        return
    apart = connection.info.server_version >= SEPARATE_GRANTS
    grant = "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE" if apart else "GRANT {} TO {}"
    _as_allowed(connection, sql.SQL(grant).format(sql.Identifier(role), sql.Identifier(owner)))


def _address(connection: Connection, owner: str, secret: Path | None) -> str:
    if secret is None:
        if not _exists(connection, APP):
            _create_app(connection, sql.SQL(""))
        return _as_app(owner, None)
    if not _exists(connection, APP):
        password = secrets.token_urlsafe(32)
        _keep(secret, password)
        # Only the salted hash travels, so the password is in no log of the server.
        hashed = connection.pgconn.encrypt_password(password.encode(), APP.encode(), b"scram-sha-256").decode()
        _create_app(connection, sql.SQL("PASSWORD {}").format(sql.Literal(hashed)))
    elif not secret.exists():
        raise RolesFailed(
            f"The role {APP} is there, but its password is not in {secret}. If another machine made it, copy that "
            "file from there or set KRING_APP_DATABASE_URL."
        )
    return _as_app(owner, secret.read_text().strip())


def _as_app(owner: str, password: str | None) -> str:
    """The owner's address with the application's name, and no word of the owner's password."""
    return make_conninfo("", **{**conninfo_to_dict(owner), "user": APP, "password": password})


def _create_app(connection: Connection, password: sql.Composable) -> None:
    statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB {}")
    _as_allowed(connection, statement.format(sql.Identifier(APP), password))


def _as_allowed(connection: Connection, statement: sql.Composed) -> None:
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RolesFailed(
            f"The role in KRING_DATABASE_URL may not create roles. Let it (ALTER ROLE ... CREATEROLE), or make "
            f"{APP} and {LIBRARIAN} yourself and set KRING_APP_DATABASE_URL."
        ) from error


def _keep(secret: Path, password: str) -> None:
    """Write the password where only this account reads it."""
    secret.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret.unlink(missing_ok=True)
    file = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as stream:
        stream.write(password + "\n")


def _let_in(connection: Connection) -> None:
    """The application may connect, and nobody else may make anything here."""
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(APP)))


def _exists(connection: Connection, role: str) -> bool:
    return connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _is_member(connection: Connection, who: str, role: str) -> bool:
    # PostgreSQL 16 and later: 'SET' asks whether one can become the other.
    how = "SET" if connection.info.server_version >= SEPARATE_GRANTS else "MEMBER"
    row = connection.execute("SELECT pg_has_role(%s, %s, %s)", [who, role, how]).fetchone()
    return row is not None and bool(row[0])
