"""The embedded database after `kill -9`: of those who use it, of the server, and of the first start half way."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from kring.kernel import postgres
from tests.kernel.postgres.conftest import STARTER, Starter, ask, first_process, said_first


def test_a_server_whose_users_were_killed_is_taken_over(home: Path, starter: Callable[..., Starter]) -> None:
    killed = starter(home)
    began = said_first(killed)
    killed.kill()
    killed.wait()
    with postgres.start(home) as server:
        assert ask(server, "SELECT pg_postmaster_start_time()::text") == began
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_an_interrupt_in_the_terminal_is_not_for_the_server(home: Path) -> None:
    user = subprocess.Popen(
        [sys.executable, STARTER, home],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    began = said_first(user)
    with postgres.start(home) as server:
        os.killpg(user.pid, signal.SIGINT)
        user.communicate()
        assert ask(server, "SELECT pg_postmaster_start_time()::text") == began


def test_a_killed_server_comes_back_at_the_same_address_with_all_it_had_answered(home: Path) -> None:
    with postgres.start(home) as server:
        address = server.dsn()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE answered (n int)")
            for n in range(100):
                connection.execute("INSERT INTO answered VALUES (%s)", [n])
            kill(first_process(home))
        server.ensure()
        assert server.dsn() == address
        assert ask(server, "SELECT count(*) FROM answered") == "100"


def test_it_comes_back_while_one_of_its_processes_still_works(home: Path) -> None:
    with postgres.start(home) as server, psycopg.connect(server.dsn()) as connection:
        worker = threading.Thread(target=_interrupted, args=(connection, "SELECT pg_sleep(30)"))
        worker.start()
        time.sleep(0.1)
        kill(first_process(home))
        server.ensure()
        assert ask(server, "SELECT 1") == "1"
        worker.join()


def test_everything_killed_at_once_is_made_good(home: Path, starter: Callable[..., Starter]) -> None:
    for round_ in range(3):
        user = starter(home)
        said_first(user)
        with postgres.start(home) as server, psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS rounds (n int)")
            connection.execute("INSERT INTO rounds VALUES (%s)", [round_])
            user.kill()
            kill(*_children(first_process(home)), first_process(home))
        user.wait()
        with postgres.start(home) as server:
            assert ask(server, "SELECT count(*) FROM rounds") == str(round_ + 1)


@pytest.mark.parametrize("after", [0.05, 0.2, 0.4, 0.6])
def test_a_first_start_that_was_killed_half_way_is_begun_anew(tmp_path: Path, after: float) -> None:
    home = tmp_path / "home"
    half_way = subprocess.Popen([sys.executable, STARTER, home], stdin=subprocess.PIPE, start_new_session=True)
    until = time.monotonic() + 20
    while not (home / "postgres.new").exists() and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(after)
    os.killpg(half_way.pid, signal.SIGKILL)
    half_way.communicate()
    with postgres.start(home) as server:
        assert ask(server, "SELECT current_database()") == "kring"


def test_the_number_of_a_killed_server_may_belong_to_somebody_else_now(home: Path) -> None:
    (home / "postgres" / "postmaster.pid").write_text(
        f"{os.getpid()}\n{home}\n1700000000\n5432\n/nowhere\n\n  123 456\nready   \n"
    )
    with postgres.start(home) as server:
        assert ask(server, "SELECT 1") == "1"


def test_it_comes_back_when_a_service_manager_told_it_to_end(home: Path) -> None:
    with postgres.start(home) as server, contextlib.closing(psycopg.connect(server.dsn())) as client:
        client.execute("SELECT 1")
        os.kill(first_process(home), signal.SIGTERM)  # it now waits for the client to leave, and lets nobody in
        until = time.monotonic() + 20
        while "stopping" not in (home / "postgres" / "postmaster.pid").read_text() and time.monotonic() < until:
            time.sleep(0.01)
        server.ensure()
        assert ask(server, "SELECT 1") == "1"


def _interrupted(connection: psycopg.Connection[tuple[str]], query: str) -> None:
    with contextlib.suppress(psycopg.OperationalError):
        connection.execute(query)


def kill(*processes: int) -> None:
    """Kill, and wait until they are dead: a signal is only sent."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    until = time.monotonic() + 20
    while any(map(_lives, processes)) and time.monotonic() < until:
        time.sleep(0.001)


def _lives(process: int) -> bool:
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return found.stdout.strip() != "" and not found.stdout.startswith("Z")


def _children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]
