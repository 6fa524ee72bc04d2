"""A database of its own for a test that commits: what seals, listens, is backed up or is killed cannot be rolled back."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from kring.people.models import Person
    from tests.conftest import DatabaseCopies


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """The two addresses of one database."""

    owner: str
    application: str


@contextmanager
def own_database(copies: "DatabaseCopies", blocker: "DjangoDbBlocker", name: str) -> Iterator[OwnDatabase]:
    """A fresh database, which Django uses as the application's role meanwhile. Everything in it is committed."""
    from django.db import connections

    from kring.site import environment

    owner = copies.fresh(name)
    application = copies.application(owner)
    settings = connections["default"].settings_dict
    before = dict(settings)
    with blocker.unblock():
        connections.close_all()
        settings.update(environment.database(application))
        try:
            yield OwnDatabase(owner, application)
        finally:
            connections.close_all()
            settings.clear()
            settings.update(before)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Served:
    """A server of Kring that runs."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def lines(self) -> list[dict[str, object]]:
        """What it logged."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


@contextmanager
def serving(database: OwnDatabase, home: Path, **settings: str) -> Iterator[Served]:
    """`kring serve` on a database, in processes of its own."""
    port = free_port()
    home.mkdir(exist_ok=True)
    given = settings_for(database, home, port) | settings
    with kring("serve", given, home / "serve.log") as process:
        served = Served(f"http://127.0.0.1:{port}", process, home / "serve.log")
        until(lambda: is_ready(served.url), process)
        yield served


def settings_for(database: OwnDatabase, home: Path, port: int) -> dict[str, str]:
    """What a server on this database is told. The static files are collected once for all servers of the tests.

    They stand where the tests' own Django does not look: it names and finds its files as they are in the packages.
    """
    shared = Path(os.environ["KRING_TEST_HOME"]) / "collected"
    (shared / "static").mkdir(parents=True, exist_ok=True)
    for collected in ("static", "static.version"):
        (home / collected).symlink_to(shared / collected)
    return {
        "KRING_HOME": str(home),
        "KRING_PORT": str(port),
        "KRING_BASE_URL": f"http://127.0.0.1:{port}",
        "KRING_DATABASE_URL": database.owner,
        "KRING_APP_DATABASE_URL": database.application,
    }


@contextmanager
def kring(command: str, settings: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One of the commands, until the block ends; then it is asked to stop, and has to."""
    with log.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "kring.site.cli", command],
            env={**os.environ, **settings},
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def is_ready(url: str) -> bool:
    """Whether it answers and has its database."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2):
            return True
    except OSError:
        return False


def until(happens: Callable[[], object], process: subprocess.Popen[bytes] | None = None, *, within: float = 40) -> None:
    """Wait for it, and fail when it takes too long or the process ends first."""
    deadline = time.monotonic() + within
    while not happens():
        assert process is None or process.poll() is None, f"it ended with {process.returncode}"
        assert time.monotonic() < deadline, f"it did not happen within {within} seconds"
        time.sleep(0.02)


def cookie_of(person: "Person") -> dict[str, str]:
    """A session of this person, as their browser shows it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    assert session.session_key
    return {"kring_session": session.session_key}
