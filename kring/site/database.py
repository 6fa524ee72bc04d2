"""Where the database is: the operator's, or the embedded one, started when nothing else is said."""

import os
from dataclasses import dataclass

from kring.kernel import postgres, roles
from kring.site import environment as env


@dataclass(frozen=True, slots=True)
class Database:
    """Two addresses of one database: the owner migrates, the application runs."""

    owner: str
    application: str


def open_database() -> Database:
    """Finds or starts the database, has the roles made, and tells Django's settings through the environment.

    KRING_DATABASE_URL names a PostgreSQL 15 or newer with an owner that may make roles; without it the embedded
    server runs as long as this process. KRING_APP_DATABASE_URL is for operators who make the role themselves.
    """
    given = env.text("KRING_DATABASE_URL")
    if given:
        owner = given
        application = env.text("KRING_APP_DATABASE_URL") or roles.ensure_roles(
            owner, secret=env.home() / "database_password"
        )
    else:
        owner = postgres.start(env.home()).dsn()
        application = roles.ensure_roles(owner, secret=None)
        os.environ["KRING_DATABASE_URL"] = owner
    roles.check_app(application)
    os.environ["KRING_APP_DATABASE_URL"] = application
    return Database(owner, application)


def migrate(database: Database) -> None:
    """Brings the tables up to date, as the owner. Safe to run at every start, and by several at once."""
    roles.grant_by_default(database.owner)
    _as_owner("migrate", "--no-input", "--verbosity", "0", "--skip-checks")
    _as_owner("createcachetable")


def _as_owner(*command: str) -> None:
    import subprocess
    import sys

    subprocess.run(
        [sys.executable, "-m", "django", *command],
        env={**os.environ, "KRING_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "kring.site.settings"},
        check=True,
    )
