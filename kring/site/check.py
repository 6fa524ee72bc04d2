"""`kring check`: is this installation what it should be? A line for each thing that was looked at."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kring.files import queries as files
from kring.kernel import roles, trail
from kring.kernel.roles import UnsafeRole
from kring.site import environment as env
from kring.site import lock
from kring.site.backup import content
from kring.site.database import Database

OLDEST_SERVER = 150_000
LONGEST_UNSEALED = timedelta(minutes=10)
SHORTEST_KEY = 32


class Verdict(StrEnum):
    """What a line says."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. A problem says what to do."""

    verdict: Verdict
    text: str

    def __str__(self) -> str:
        return f"{self.verdict:8}{self.text}"


Findings = Iterator[Finding]


def ok(text: str) -> Finding:
    """As it should be."""
    return Finding(Verdict.OK, text)


def note(text: str) -> Finding:
    """Worth knowing."""
    return Finding(Verdict.NOTE, text)


def problem(text: str) -> Finding:
    """Something has to be done, and the text says what."""
    return Finding(Verdict.PROBLEM, text)


def check(database: Database) -> Findings:
    """Everything, from what is quick to what reads every fact and every file."""
    yield from _settings()
    yield from _mail()
    yield from _database(database)
    yield from _roles(database)
    yield from _lock(database)
    yield from _jobs()
    yield from _trail()
    yield from _files()


def _settings() -> Findings:
    address = urlsplit(settings.KRING_BASE_URL)
    if address.scheme == "https":
        yield ok(f"people come in over {settings.KRING_BASE_URL}; cookies travel over HTTPS only")
    elif address.hostname in {"127.0.0.1", "localhost", "::1"}:
        yield note(f"{settings.KRING_BASE_URL} is for this machine alone; set KRING_BASE_URL before others use it")
    else:
        yield problem(
            f"{settings.KRING_BASE_URL} is not encrypted: put a proxy in front and set KRING_BASE_URL to https://"
        )
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield problem(f"KRING_SECRET_KEY is shorter than {SHORTEST_KEY} characters: set a longer one")
    else:
        yield ok("the secret key is long enough")
    home, key = env.home(), env.home() / "secret_key"
    wide = [path for path in (home, key) if path.exists() and path.stat().st_mode & 0o077]
    if wide:
        yield problem(f"others on this machine can read {', '.join(map(str, wide))}: chmod go-rwx")
    else:
        yield ok(f"{home} is closed to others on this machine")
    if settings.KRING_DEMO:
        yield problem("this is a demo, in which everybody signs in as anybody: unset KRING_DEMO for real use")
    for found in checks.run_checks():
        if not found.is_silenced():
            yield (problem if found.is_serious() else note)(f"{found.id}: {found.msg} {found.hint or ''}".strip())


def _mail() -> Findings:
    if not settings.KRING_SMTP_URL:
        yield note("no mail goes out: set KRING_SMTP_URL")
        return
    server = urlsplit(settings.KRING_SMTP_URL)
    where = (server.hostname or "localhost", server.port or (465 if server.scheme == "smtps" else 25))
    try:
        socket.create_connection(where, timeout=5).close()
        yield ok(f"the mail server {where[0]} port {where[1]} answers")
    except OSError as error:
        yield problem(
            f"the mail server {where[0]} port {where[1]} does not answer ({error.strerror}): see KRING_SMTP_URL"
        )


def _database(database: Database) -> Findings:
    with psycopg.connect(database.owner) as owner:
        server = owner.info.server_version
    if server < OLDEST_SERVER:
        yield problem(f"PostgreSQL {server // 10_000} is too old: Kring needs 15 or newer")
    else:
        yield ok(f"PostgreSQL {server // 10_000}{', the embedded one' if database.server else ''}")
    waiting = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    if waiting:
        yield problem(f"{len(waiting)} migrations have not been done: kring migrate")
    else:
        yield ok("the tables are those of this version")


def _roles(database: Database) -> Findings:
    try:
        roles.check_app(database.application)
        yield ok("the application runs as a role that row security holds")
    except UnsafeRole as error:
        yield problem(str(error))
    with psycopg.connect(database.owner) as owner:
        row = owner.execute(
            "SELECT rolcanlogin, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [roles.LIBRARIAN]
        ).fetchone()
    if row != (False, False):
        yield problem(f"ALTER ROLE {roles.LIBRARIAN} NOLOGIN NOSUPERUSER NOBYPASSRLS")
    else:
        yield ok(f"nobody signs in as {roles.LIBRARIAN}")


def _lock(database: Database) -> Findings:
    with psycopg.connect(database.owner) as owner:
        changed, hidden = lock.changes(owner), content.hidden_from_librarian(owner)
    for change in changed:
        yield problem(f"the lock is not as the migrations made it: {change}. Find out who did that; then kring migrate")
    for table in hidden:
        yield problem(f"a backup would leave out rows of {table}: it has no policy for {roles.LIBRARIAN}")
    if not changed and not hidden:
        yield ok("every policy, function, trigger and right is as the migrations made it")


def _jobs() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'")
        workers = cursor.fetchone()[0]
        cursor.execute(
            "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY 1 ORDER BY 1"
        )
        failed = cursor.fetchall()
    yield ok(f"{workers} worker(s) at work") if workers else note("no worker runs: no mail goes out, nothing is sealed")
    for task, number in failed:
        yield note(f"{number} job(s) {task} failed for good; the log says why")


def _trail() -> Findings:
    started = time.monotonic()
    problems = trail.verify()
    for found in problems:
        yield problem(f"the trail was changed: {found} Compare with a backup, and with the seals in the log")
    chain = trail.chain()
    if not problems:
        took = time.monotonic() - started
        yield ok(
            f"the trail is whole: {chain.facts} facts under {chain.seals} seals ({took:.1f} s), the last is {chain.head or '-'}"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.unsealed_for()")
        waiting = cursor.fetchone()[0]
    if waiting and waiting > LONGEST_UNSEALED:
        yield problem(f"a fact has waited {waiting} to be sealed: is a worker running?")


def _files() -> Findings:
    damaged = list(files.damaged_files())
    for file in damaged:
        yield problem(
            f"the stored file {file.sha256} {'is gone' if file.missing else 'has changed'}: take it from a backup"
        )
    if not damaged:
        yield ok("every stored file is there, and is what it was")


def report(findings: Findings, say: Callable[[str], None]) -> bool:
    """Say every line as it comes; True when nothing has to be done."""
    verdicts = []
    for finding in findings:
        say(str(finding))
        verdicts.append(finding.verdict)
    return Verdict.PROBLEM not in verdicts
