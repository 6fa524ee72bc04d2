"""A database server for every worker, migrated once, copied for its tests, entered as the application's role.

Each has one of its own because a fact is sealed when nobody on the whole server writes any more.
"""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
os.environ.setdefault("KRING_SECRET_KEY", "a key for tests alone, long enough to be one")
os.environ.setdefault("KRING_BASE_URL", "http://testserver")
if "KRING_TEST_HOME" not in os.environ:  # set by the first process, inherited by its workers
    os.environ["KRING_TEST_HOME"] = tempfile.mkdtemp(prefix="kring-test-")
    _made_here = True
else:
    _made_here = False
os.environ["KRING_HOME"] = str(Path(os.environ["KRING_TEST_HOME"], os.environ.get("PYTEST_XDIST_WORKER", "main")))

import django

from tests.browsing import browse, browser  # noqa: F401  # here alone: a second import would be a second browser
from tests.cast import Cast, make_cast

django.setup()


if _made_here:
    # Registered before the database is: so it is taken away after the database has stopped.
    atexit.register(shutil.rmtree, os.environ["KRING_TEST_HOME"], ignore_errors=True)


TOGETHER = (
    "acceptance/test_real_input.py",
    "circles/test_cut_off.py",
    "csaf/test_judge.py",
    "feeds/test_live.py",
    "journeys/test_feedback.py",
    "journeys/test_share_a_threat.py",
    "site/test_check.py",
    "site/test_demo.py",
    "site/test_letting_in.py",
    "site/test_proxy.py",
    "site/test_serve.py",
    "taxii/test_door.py",
)
"""What these set up takes longer than their tests: one worker runs them all."""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each worker the next test, or the next file of those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.endswith(TOGETHER) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Asked by the process that hands out the tests."""
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come last: once started, its event loop runs in this thread and no other can.

    The demo's tests, of which the last have one, come right before them.
    """

    def turn(item: pytest.Item) -> tuple[int, bool]:
        has_browser = "browser" in getattr(item, "fixturenames", ())
        return (1 if item.path.name == "test_demo.py" else 2 * has_browser), has_browser

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What is there by now stays: it need not be looked through each time that memory is tidied up."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def template() -> str:
    """The owner's address of a migrated database that nobody writes to. Copies are made of it."""
    from kring.site import database

    opened = database.open_database()
    database.migrate(opened)
    return opened.owner


@pytest.fixture(scope="session")
def copy_database(template: str, worker_id: str) -> Iterator["DatabaseCopies"]:
    """Makes fresh databases; takes them away at the end."""
    copies = DatabaseCopies(template, worker_id)
    yield copies
    copies.drop_all()


class DatabaseCopies:
    """Fresh copies of the migrated database."""

    def __init__(self, template: str, worker: str) -> None:
        self.template, self.worker, self.made = template, worker, list[str]()
        self.source = str(conninfo_to_dict(template)["dbname"])

    def fresh(self, name: str) -> str:
        """The owner's address of a new database. The application's role may connect."""
        database = f"kring_{self.worker}_{name}"
        with psycopg.connect(make_conninfo(self.template, dbname="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(self.source))
            )
        self.made.append(database)
        return make_conninfo(self.template, dbname=database)

    def application(self, owner: str) -> str:
        """The application's address of a database made by `fresh`."""
        return make_conninfo(os.environ["KRING_APP_DATABASE_URL"], dbname=conninfo_to_dict(owner)["dbname"])

    def drop_all(self) -> None:
        """They go with the tests. Without force: a connection that is just ending is waited for, and may not be ended."""
        with psycopg.connect(make_conninfo(self.template, dbname="postgres"), autocommit=True) as connection:
            for database in self.made:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))


@pytest.fixture(scope="session")
def django_db_setup(copy_database: DatabaseCopies) -> Iterator[None]:
    """Tests that ask for `db` run on their worker's own copy, as the application's role."""
    from django.db import connections

    from kring.site import environment

    owner = copy_database.fresh("unit")
    application = copy_database.application(owner)
    connections["default"].settings_dict.update(environment.database(application))
    yield
    connections.close_all()


@pytest.fixture
def cast(db: None) -> Cast:
    """Ada, bo, cem, dee, eve and the rest: always the same people in the same places."""
    return make_cast()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Which worker this is; "main" without xdist."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))
