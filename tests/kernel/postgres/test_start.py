"""The embedded database: one server for all who use it, from the first to the last."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from kring.kernel import postgres
from tests.kernel.postgres.conftest import Starter, ask, said_first, socket_folder

SECOND = 1.0


def test_a_new_home_gets_an_empty_database_that_belongs_to_the_owner(tmp_path: Path) -> None:
    with postgres.start(tmp_path / "home") as server:
        assert ask(server, "SELECT current_user || ' ' || current_database()") == "kring_owner kring"
        assert ask(server, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'kring'") == "UTF8"
        assert ask(server, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") == "False"


def test_what_was_written_is_there_at_the_next_start(home: Path) -> None:
    with postgres.start(home) as server:
        ask(server, "SELECT 1")
        with psycopg.connect(server.dsn()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'been here' AS word")
    with postgres.start(home) as server:
        assert ask(server, "SELECT word FROM kept") == "been here"


def test_the_next_start_takes_less_than_a_second(home: Path) -> None:
    began = time.monotonic()
    with postgres.start(home):
        assert time.monotonic() - began < SECOND


def test_nothing_is_risked_for_speed(home: Path) -> None:
    with postgres.start(home) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert ask(server, f"SHOW {setting}") == "on"


def test_a_home_may_be_far_away_and_have_spaces_and_quotes(tmp_path: Path) -> None:
    home = tmp_path / "a 'long' way" / ('down the "road" ' * 6) / ("über alle Berge " * 6) / "home"
    with postgres.start(home) as server:
        assert ask(server, "SELECT 1") == "1"
    with postgres.start(home) as server:
        assert ask(server, "SELECT 1") == "1"


def test_a_relative_home_is_meant_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with postgres.start(Path(".kring")) as server:
        monkeypatch.chdir("/")
        assert ask(server, "SELECT 1") == "1"
    assert (tmp_path / ".kring" / "postgres").is_dir()


def test_those_who_start_together_get_one_server(tmp_path: Path, starter: Callable[..., Starter]) -> None:
    several = [starter(tmp_path / "home") for _ in range(4)]
    assert len({said_first(process) for process in several}) == 1


def test_the_last_one_to_leave_stops_it(home: Path, starter: Callable[..., Starter]) -> None:
    first, last = starter(home), starter(home)
    began = said_first(first)
    assert said_first(last) == began
    first.communicate()
    assert said_first(starter(home)) == began
    with postgres.start(home) as server:
        last.communicate()
        assert ask(server, "SELECT pg_postmaster_start_time()::text") == began


def test_nothing_runs_and_nothing_lies_about_when_all_have_left(home: Path) -> None:
    server = postgres.start(home)
    sockets = socket_folder(server)
    assert sockets.is_dir()
    server.stop()
    assert not sockets.exists()
    assert not (home / "postgres" / "postmaster.pid").exists()
    with pytest.raises(postgres.ServerFailed, match="not running"):
        server.dsn()


def test_stopping_twice_is_stopping_once(home: Path) -> None:
    with postgres.start(home) as other:
        server = postgres.start(home)
        server.stop()
        server.stop()
        assert ask(other, "SELECT 1") == "1"


def test_a_home_that_was_deleted_is_let_go(home: Path) -> None:
    server = postgres.start(home)
    sockets = socket_folder(server)
    for _ in range(2):  # the server may write while we delete
        shutil.rmtree(home, ignore_errors=True)
    server.stop()
    assert not sockets.exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    strange = tmp_path / "home" / "postgres" / "letters.txt"
    strange.parent.mkdir(parents=True)
    strange.write_text("dear ada")
    with pytest.raises(postgres.ServerFailed, match="not the data of a PostgreSQL server"):
        postgres.start(tmp_path / "home")
    assert strange.read_text() == "dear ada"
    assert not (tmp_path / "home" / "postgres.new").exists()


def test_rows_of_another_version_are_left_alone(home: Path) -> None:
    (home / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(postgres.ServerFailed, match="written by PostgreSQL 16"):
        postgres.start(home)
    (home / "postgres" / "PG_VERSION").write_text("18\n")


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    control = home / "postgres" / "global" / "pg_control"
    kept = control.read_bytes()
    control.write_bytes(b"nonsense")
    with pytest.raises(postgres.ServerFailed, match=r"(?s)did not start.*pg_control"):
        postgres.start(home)
    control.write_bytes(kept)
