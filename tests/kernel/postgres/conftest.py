"""Homes with a database in them, and processes that use it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from kring.kernel import postgres

STARTER = Path(__file__).with_name("starter.py")

Starter = subprocess.Popen[str]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database was made and stopped; making one takes most of a second."""
    home = tmp_path_factory.mktemp("made") / "home"
    postgres.start(home).stop()
    return home


@pytest.fixture
def home(made_once: Path, tmp_path: Path) -> Iterator[Path]:
    """A home of this test's own, in a folder that is closed to everybody else."""
    home = tmp_path / "home"
    subprocess.run(["cp", "-a", made_once, home], check=True)
    yield home
    if home.exists():
        postgres.start(home).stop()


@pytest.fixture
def starter() -> Iterator[Callable[..., Starter]]:
    """Starts another process that uses the database of a home, and has it end after the test."""
    started: list[Starter] = []

    def begin(home: Path, *arguments: object, **options: object) -> Starter:
        process = subprocess.Popen(
            [sys.executable, STARTER, home, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env=os.environ | {key: str(value) for key, value in options.items()},
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.communicate(timeout=60)


def ask(server: postgres.Server, query: str) -> str:
    """One value out of the database, as text."""
    with psycopg.connect(server.dsn()) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return str(row[0])


def said_first(process: Starter) -> str:
    """When the server that the process found was started; fails with its complaint when there is none."""
    assert process.stdout
    line = process.stdout.readline().strip()
    assert line, process.communicate()[1]
    return line


def first_process(home: Path) -> int:
    """The number of the server's first process."""
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def socket_folder(server: postgres.Server) -> Path:
    """Where the server listens."""
    return Path(str(conninfo_to_dict(server.dsn())["host"]))
