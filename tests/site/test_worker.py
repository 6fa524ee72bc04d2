"""The worker does every job that was queued, whatever happens to it or to the database meanwhile."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kring.kernel import trail
from kring.kernel.jobs import seal_trail
from kring.kernel.record import record
from kring.sharing.facts import ItemAcknowledged
from tests.installation import OwnDatabase, kring, until

SEALING = 4_817_020_262
"""The lock under which the trail is sealed: who holds it keeps that job waiting."""


@pytest.fixture
def settings(committed: OwnDatabase, tmp_path: Path) -> dict[str, str]:
    return {
        "KRING_HOME": str(tmp_path),
        "KRING_DATABASE_URL": committed.owner,
        "KRING_APP_DATABASE_URL": committed.application,
    }


@contextmanager
def working(settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    log = Path(settings["KRING_HOME"]) / "worker.log"
    said = log.read_text().count("is ready") if log.exists() else 0
    with kring("worker", settings, log) as process:
        until(lambda: log.read_text().count("is ready") > said, process)
        yield process


@contextmanager
def sealing_waits(committed: OwnDatabase) -> Iterator[None]:
    with psycopg.connect(committed.application, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [SEALING])
        yield


def jobs(committed: OwnDatabase, status: str) -> list[tuple[int, int]]:
    """The sealing jobs with this status: number, and how often they were begun again."""
    with psycopg.connect(committed.application) as connection:
        return connection.execute(
            "SELECT id, attempts FROM procrastinate_jobs WHERE status = %s::procrastinate_job_status"
            " AND task_name LIKE '%%seal_trail' ORDER BY id",
            [status],
        ).fetchall()


def something_to_seal() -> int:
    """A fact that is not sealed yet, and a job that will seal it. Returns how many facts are sealed."""
    sealed = trail.chain().facts
    record(ItemAcknowledged(), by=None)
    seal_trail.configure(queueing_lock=f"{sealed} and one more").defer(timestamp=0)  # beside the one of each minute
    return sealed


def test_it_does_what_was_queued(committed: OwnDatabase, settings: dict[str, str]) -> None:
    sealed = something_to_seal()
    with working(settings):
        until(lambda: trail.chain().facts > sealed, within=10)
    assert trail.verify() == []


def test_it_stops_when_asked_and_finishes_what_it_does(committed: OwnDatabase, settings: dict[str, str]) -> None:
    with working(settings) as process:
        with sealing_waits(committed):
            sealed = something_to_seal()
            until(lambda: jobs(committed, "doing"), within=10)
            process.terminate()
            time.sleep(0.5)
            assert process.poll() is None, "it left its job"
        assert process.wait(10) == 0
    assert trail.chain().facts > sealed


def test_a_job_cut_short_is_done_by_the_next_worker(committed: OwnDatabase, settings: dict[str, str]) -> None:
    with working(settings) as first, sealing_waits(committed):
        sealed = something_to_seal()
        until(lambda: jobs(committed, "doing"), within=10)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    with working(settings):  # long before the dead worker's silence would tell, which takes a minute
        until(
            lambda: trail.chain().facts > sealed and not jobs(committed, "doing") + jobs(committed, "todo"), within=15
        )


def test_a_job_that_takes_long_stays_with_its_worker(committed: OwnDatabase, settings: dict[str, str]) -> None:
    with working(settings), working(settings), sealing_waits(committed):
        something_to_seal()
        until(lambda: jobs(committed, "doing"), within=10)
        doing = jobs(committed, "doing")
        time.sleep(5)
        assert set(doing) <= set(jobs(committed, "doing")), "another worker began it again"


def test_it_goes_on_each_time_the_database_was_away(committed: OwnDatabase, settings: dict[str, str]) -> None:
    from django.db import connection as ours

    with working(settings):
        for _ in range(3):  # the threads that do jobs, and the one that watches the clock, hold a connection by then
            sealed = something_to_seal()
            until(lambda: trail.chain().facts > sealed, within=15)  # noqa: B023
            with psycopg.connect(committed.application, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND usename = 'kring_app' AND pid <> pg_backend_pid()"
                )
            ours.close()
        sealed = something_to_seal()
        until(lambda: trail.chain().facts > sealed, within=15)


def test_its_log_names_jobs_and_not_what_they_were_given(committed: OwnDatabase, settings: dict[str, str]) -> None:
    from procrastinate.contrib.django import app

    app.configure_task("kring.nothing", allow_unknown=True).defer(secret="the pumps stop")
    with working(settings):
        until(lambda: "kring.nothing" in (Path(settings["KRING_HOME"]) / "worker.log").read_text(), within=10)
        time.sleep(0.5)
    assert "pumps" not in (Path(settings["KRING_HOME"]) / "worker.log").read_text()
