"""The worker: runs the jobs that facts set off, as the application's role.

A worker holds a lock of the database that goes with its process. A job of a worker without that lock was cut short, by
`kill -9` or a power cut, and is tried again by whoever notices first; jobs can run twice without harm.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate import App, exceptions
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.jobs import DeleteJobCondition, Status
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker

log = logging.getLogger(__name__)

LOCK = 4_817
"""The first half of the number of every worker's lock; the second is the worker's own number."""
LOOK_AGAIN = 2.0  # seconds between two looks for jobs that were cut short
GONE = 60.0  # seconds without a sign of life after which a machine has vanished, whatever the database still thinks
PATIENCE = 20.0  # seconds that running jobs get when the worker is asked to stop
PAUSE = 1.0  # seconds before the database is tried again

CUT_SHORT = """
    SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND (
        w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s)
        OR NOT EXISTS (
            SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = w.id AND l.objsubid = 2
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
"""


class SignOfLife(JobManager):
    """Registers a worker together with the lock that says it lives."""

    def __init__(self, connector: BaseConnector, life: psycopg.AsyncConnection) -> None:
        super().__init__(connector)
        self._life = life

    async def register_worker(self) -> int:
        """The worker's number. It holds its lock before it takes its first job."""
        number = await super().register_worker()
        await self._life.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, number])
        return number


async def work(queues: Sequence[str] | None, *, at_once: int) -> None:
    """Run jobs until asked to stop; start anew when the database went away."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    loop.set_default_executor(ThreadPoolExecutor(at_once + 1, thread_name_prefix="job"))
    while not stopping.is_set():
        try:
            await _work_until(stopping, queues, at_once)
        except (psycopg.OperationalError, exceptions.ConnectorException) as error:
            log.warning("The database went away (%s); trying again", type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), PAUSE)


async def _work_until(stopping: asyncio.Event, queues: Sequence[str] | None, at_once: int) -> None:
    address = os.environ["KRING_APP_DATABASE_URL"]
    # What is due by the clock is queued on Django's connection, in a thread that would hold on to a dead one for ever.
    await sync_to_async(close_old_connections)()
    # A second application on the same jobs: what a job sets off is written on Django's connection, in its transaction.
    app: App = jobs.with_connector(PsycopgConnector(conninfo=address, min_size=1, max_size=at_once + 3, max_idle=60.0))
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as life, app.open_async():
        app.job_manager = SignOfLife(app.connector, life)
        worker = Worker(
            app,
            queues=queues,
            concurrency=at_once,
            install_signal_handlers=False,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
            shutdown_graceful_timeout=PATIENCE,
            task_middleware=[close_db_connections],  # the same for the threads that jobs run in
        )
        aside = [asyncio.create_task(_try_again(app, life)), asyncio.create_task(_stop_when(stopping, worker))]
        try:
            log.info("The worker is ready")
            await worker.run()  # type: ignore[no-untyped-call]  # procrastinate's worker has no types
        finally:
            for task in aside:
                task.cancel()
            await asyncio.gather(*aside, return_exceptions=True)


async def _stop_when(stopping: asyncio.Event, worker: Worker) -> None:
    await stopping.wait()
    worker.stop()  # type: ignore[no-untyped-call]


async def _try_again(app: App, life: psycopg.AsyncConnection) -> None:
    """Give back to the queue what a worker that lives no more was doing."""
    while True:
        for (job,) in await (await life.execute(CUT_SHORT, [GONE, LOCK])).fetchall():
            log.warning("Job %d was cut short and is tried again", job)
            try:
                await app.job_manager.retry_job_by_id_async(job, retry_at=datetime.now(UTC))
            except exceptions.UniqueViolation:  # the same job is waiting already
                await app.job_manager.finish_job_by_id_async(job, status=Status.ABORTED, delete_job=True)
            except exceptions.ConnectorException:
                log.info("Job %d was taken care of by somebody else", job)
        await asyncio.sleep(LOOK_AGAIN)
