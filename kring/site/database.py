"""Where the database is: the operator's, or the embedded one, started when nothing else is said."""

import hashlib
import importlib.metadata
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kring.kernel import postgres, roles
from kring.site import environment as env
from kring.site import lock

KRING = Path(__file__).resolve().parents[1]
LOCK = 4_817_020_263
LOOK_AGAIN = 0.5  # seconds between two looks whether the embedded server is still there


@dataclass(frozen=True, slots=True)
class Database:
    """Two addresses of one database: the owner migrates, the application runs."""

    owner: str
    application: str
    server: postgres.Server | None = None
    """The embedded server, when this process has a claim on it."""


def open_database() -> Database:
    """Finds or starts the database, has the roles made, and tells Django's settings through the environment.

    KRING_DATABASE_URL names a PostgreSQL 15 or newer with an owner that may make roles; without it the embedded
    server runs as long as this process. KRING_APP_DATABASE_URL is for operators who make the role themselves.
    """
    server = None
    if owner := env.text("KRING_DATABASE_URL"):
        application = env.text("KRING_APP_DATABASE_URL") or roles.ensure_roles(
            owner, secret=env.home() / "database_password"
        )
    else:
        server = postgres.start(env.home())
        owner = server.dsn()
        application = roles.ensure_roles(owner, secret=None)
        os.environ["KRING_DATABASE_URL"] = owner
    roles.check_app(application)
    os.environ["KRING_APP_DATABASE_URL"] = application
    return Database(owner, application, server)


def keep_running(database: Database) -> None:
    """Starts the embedded server again when somebody kills it, as long as this process lives."""
    if server := database.server:

        def watch() -> None:
            while True:
                time.sleep(LOOK_AGAIN)
                try:
                    server.ensure()
                except postgres.ServerFailed as error:
                    print(f"kring: {error}", file=sys.stderr)

        threading.Thread(target=watch, name="database", daemon=True).start()


def migrate(database: Database) -> None:
    """Brings the tables up to date, as the owner. Safe to run at every start, and by several at once."""
    with _alone(database):
        _migrate(database)


def make_current(database: Database) -> None:
    """Brings the tables up to date when they are not those of this version. A look costs a millisecond."""
    if not is_current(database):
        with _alone(database):
            if not is_current(database):
                _migrate(database)


def is_current(database: Database) -> bool:
    """Whether the tables are those of this version."""
    with psycopg.connect(database.owner) as connection:
        row = connection.execute("SELECT obj_description(to_regnamespace('kring'), 'pg_namespace')").fetchone()
    return row == (version_of_tables(),)


def is_empty(database: Database) -> bool:
    """Whether nobody has an account yet."""
    with psycopg.connect(database.application) as connection:
        return connection.execute("SELECT FROM people_person LIMIT 1").fetchone() is None


def version_of_tables() -> str:
    """Changes whenever a migration does: ours by their text, those of others by their version."""
    digest = hashlib.sha256()
    for path in sorted(KRING.glob("*/migrations/*.py")):
        digest.update(f"{path.relative_to(KRING)}\n".encode() + path.read_bytes())
    for package in ("django", "django-allauth", "procrastinate"):
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    return digest.hexdigest()


def _migrate(database: Database) -> None:
    roles.grant_by_default(database.owner)
    subprocess.run(
        [sys.executable, "-m", "kring.site.preparing", "tables"],
        env={**os.environ, "KRING_ROLE": "owner", "KRING_DATABASE_URL": database.owner},
        check=True,
    )
    lock.remember(database.owner)
    with psycopg.connect(database.owner) as connection:
        connection.execute(f"COMMENT ON SCHEMA kring IS '{version_of_tables()}'")


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    with psycopg.connect(database.owner, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
