"""`kill -9` of anything, at any moment, under load: nothing that was answered with success is lost or done twice.

A few kills in a run of all tests; KRING_KILLS=100 for a hundred, KRING_SEED for others than usual.
"""

import asyncio
import json
import logging
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psycopg
import pytest
from aiosmtpd.controller import Controller

from kring.kernel.postgres import Server
from kring.kernel.roles import LIBRARIAN
from tests.installation import free_port, is_ready, until
from tests.meetings.typing import Typist

KILLS = int(os.environ.get("KRING_KILLS", "5"))
WRITERS = 3
VICTIMS = ("worker", "database", "everything", "pages", "server")

PREPARE = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "kring.site.settings"
from datetime import timedelta
from kring.site import database
opened = database.open_database()
database.make_current(opened)
import django
django.setup()
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.people.commands import issue_token
from kring.people.rules import Scope
from kring.tlp.labels import Label
from tests.cast import make_cast
from kring.kernel.binding import acting_as
from kring.meetings import commands as meetings
from kring.meetings.commands import room
from tests.installation import cookie_of
cast = make_cast()
with acting_as(cast.actor("chi")) as actor:
    asked = meetings.MeetingAsked("North meets", now(), now() + timedelta(hours=1))
    meeting = meetings.plan_meeting(actor=actor, circle=cast.north.pk, asked=asked)
    meetings.invite(actor=actor, meeting=meeting.pk)
    point = meetings.add_point(actor=actor, meeting=meeting.pk, asked=meetings.PointAsked("Pumps"))
    room.open_room(actor=actor, meeting=meeting.pk)
token = issue_token(actor=Actor(person=cast.max.pk), name="load", scopes=set(Scope) - {Scope.MANAGE},
                    ceiling=Label.AMBER_STRICT, expires=now() + timedelta(days=1))
print(json.dumps({"token": token.text, "circle": str(cast.north.pk), "point": str(point.pk), **cookie_of(cast.chi)}))
"""


TREE = "from kring.site.cli import running; running.prepare_all(); running.run_all(then=lambda: None)"
"""What `kring demo` runs, without its community."""


@dataclass(slots=True)
class Postbox:
    """A mail server that keeps what it takes: title of the item, recipient, Message-ID."""

    mails: list[tuple[str, str, str]] = field(default_factory=list)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=default)
        found = re.search(r"Kill-[0-9a-f]{32}", str(message["Subject"]))
        for recipient in envelope.rcpt_tos:
            self.mails.append((found[0] if found else "", recipient, str(message["Message-ID"])))
        return "250 OK"


@dataclass(slots=True)
class Installation:
    """Server, worker and database in a home of their own, and how to kill a part."""

    home: Path
    settings: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.settings["KRING_BASE_URL"]

    def start(self) -> None:
        with (self.home / "said").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", TREE],
                env={**os.environ, **self.settings},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            until(lambda: is_ready(self.url), self.process)
        except BaseException:
            self.stop()
            raise

    def kill(self, victim: str) -> None:
        """SIGKILL, no warning."""
        assert self.process
        self._strike(*self._parts(victim))
        if victim == "everything":
            self.process.wait()
            until(lambda: not listens(self.url))  # a process that was killed takes a moment to let go of its port
            self.start()

    def _parts(self, victim: str) -> list[int]:
        match victim:
            case "server":
                return self._find("serve")
            case "pages":
                return [child for server in self._find("serve") for child in children(server)]
            case "worker":
                return self._find("worker")
            case "database":
                return [int((self.home / "postgres" / "postmaster.pid").read_text().split()[0])]
            case "everything":
                assert self.process
                return [self.process.pid, *(one for part in VICTIMS if part != victim for one in self._parts(part))]
        raise ValueError(victim)

    def _strike(self, *processes: int) -> None:
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _find(self, command: str) -> list[int]:
        assert self.process
        return [child for child in children(self.process.pid) if command.encode() in words(child)]

    def stop(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(40) == 0


def listens(url: str) -> bool:
    """Whether anybody takes connections there."""
    address = urlsplit(url)
    with socket.socket() as tried:
        return tried.connect_ex((address.hostname, address.port)) == 0


def children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def words(process: int) -> list[bytes]:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    return []


class Writer(threading.Thread):
    """Shares and answers as fast as it goes, and asks again with the same key until it is told that it was done."""

    def __init__(self, installation: Installation, token: str, circle: str) -> None:
        super().__init__(daemon=True)
        self.shared: dict[str, str] = {}
        self.replied: dict[str, str] = {}
        self.refused: list[str] = []
        self.begun: set[str] = set()
        self.stopping = threading.Event()
        self._url, self._circle = installation.url, circle
        self._headers = {"Authorization": f"Bearer {token}"}

    def run(self) -> None:
        while not self.stopping.is_set():
            title = f"Kill-{uuid4().hex}"
            self.begun.add(title)
            item = self._done(
                "/api/v1/items", {"circle": self._circle, "title": title, "what": "It stops.", "label": "TLP:GREEN"}
            )
            if item:
                self.shared[title] = item["id"]
                reply = self._done(f"/api/v1/items/{item['id']}/replies", {"body": f"Answer to {title}"})
                if reply:
                    self.replied[title] = reply["id"]
            time.sleep(0.05)

    def _done(self, path: str, what: dict[str, str]) -> dict[str, str] | None:
        headers = {**self._headers, "Idempotency-Key": uuid4().hex}
        while not self.stopping.is_set():
            try:
                answer = httpx.post(f"{self._url}{path}", json=what, headers=headers, timeout=10, trust_env=False)
            except httpx.HTTPError:
                time.sleep(0.1)
                continue
            if answer.status_code == 201:
                done: dict[str, str] = answer.json()
                return done
            if answer.status_code < 500:
                self.refused.append(f"{answer.status_code} {answer.text}")
                return None
            time.sleep(0.1)
        return None


class Minuting(threading.Thread):
    """Types word after word in the notes of a meeting, and the same word again until it was kept."""

    def __init__(self, installation: Installation, given: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.kept: list[str] = []
        self.stopping = threading.Event()
        self.typist = Typist(f"{installation.url}/notes/{given['point']}/", {"kring_session": given["kring_session"]})

    def run(self) -> None:
        while not self.stopping.is_set():
            word = f"w{len(self.kept)} "
            with suppress(httpx.HTTPError):
                if self.typist.type(word) == 200:
                    self.kept.append(word)
            time.sleep(0.05)


@pytest.fixture(scope="module")
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it names every command of every mail
    controller = Controller(box, hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop())
    controller.start()
    yield box, port
    controller.stop()


@contextmanager
def running(home: Path, smtp: int) -> Iterator[tuple[Installation, dict[str, str]]]:
    port = free_port()
    settings = {
        "KRING_HOME": str(home),
        "KRING_PORT": str(port),
        "KRING_BASE_URL": f"http://127.0.0.1:{port}",
        "KRING_SMTP_URL": f"smtp://127.0.0.1:{smtp}",
        "KRING_API_LIMIT": "100000",
        "KRING_DATABASE_URL": "",
        "KRING_APP_DATABASE_URL": "",
    }
    prepared = subprocess.run(
        [sys.executable, "-c", PREPARE], env={**os.environ, **settings}, capture_output=True, text=True, check=True
    )
    installation = Installation(home, settings)
    installation.start()
    try:
        yield installation, json.loads(prepared.stdout.splitlines()[-1])
    finally:
        installation.stop()


def test_nothing_answered_with_success_is_lost(
    tmp_path_factory: pytest.TempPathFactory, postbox: tuple[Postbox, int]
) -> None:
    box, smtp = postbox
    chance = random.Random(os.environ.get("KRING_SEED", "2026"))
    victims = [*VICTIMS, *chance.choices(VICTIMS, k=KILLS)][:KILLS]
    with running(tmp_path_factory.mktemp("killed"), smtp) as (installation, given):
        writers = [Writer(installation, given["token"], given["circle"]) for _ in range(WRITERS)]
        minuting = Minuting(installation, given)
        loads: list[Writer | Minuting] = [*writers, minuting]
        for load in loads:
            load.start()
        for victim in victims:
            before = sum(len(writer.replied) for writer in writers)
            time.sleep(chance.uniform(0.5, 2.5))
            installation.kill(victim)
            until(lambda: is_ready(installation.url), installation.process)
            until(lambda: sum(len(writer.replied) for writer in writers) > before + WRITERS, within=60)  # noqa: B023
        for load in loads:
            load.stopping.set()
            load.join()

        assert [refusal for writer in writers for refusal in writer.refused] == []
        shared = {title: item for writer in writers for title, item in writer.shared.items()}
        replied = {title: reply for writer in writers for title, reply in writer.replied.items()}
        begun = set().union(*(writer.begun for writer in writers))
        dsn = Server(installation.home).dsn()
        until(lambda: mailed_of(box).keys() >= shared.keys() and at_rest(dsn), within=120)
        until(lambda: is_ready(installation.url), installation.process)
        written = set(minuting.typist.read().split())
        assert minuting.kept, "nobody typed"
        assert {word.strip() for word in minuting.kept} <= written, "something that was kept is gone from the notes"
        with psycopg.connect(dsn) as owner:
            owner.execute(f"SET ROLE {LIBRARIAN}")
            items = owner.execute("SELECT title, id::text FROM sharing_item WHERE state = 1").fetchall()
            replies = owner.execute("SELECT id::text, body FROM sharing_reply").fetchall()
            facts = Counter(owner.execute("SELECT item::text FROM kernel_fact WHERE kind = 'ItemShared'").fetchall())
            owner.execute("RESET ROLE")
            owner.execute("SELECT kring.seal_facts()")
            broken = owner.execute("SELECT * FROM kring.verify_seals()").fetchall()

    assert shared, "there was no load"
    assert set(shared.items()) <= set(items), "something shared is gone"
    assert {title for title, _ in items} <= begun
    assert Counter(title for title, _ in items).most_common(1)[0][1] == 1, "something was shared twice"
    assert set(facts.values()) == {1}, "a fact was added twice"
    assert {(reply, f"Answer to {title}") for title, reply in replied.items()} <= set(replies), "a reply is gone"
    assert Counter(body for _, body in replies).most_common(1)[0][1] == 1, "a reply is there twice"
    assert broken == [], "the trail is broken"

    mailed = mailed_of(box)
    to_all = set.union(*(set(mailed[title]) for title in shared))
    for title in shared:
        assert mailed[title].keys() == to_all, "somebody did not get their mail"
        for ids in mailed[title].values():
            assert len(set(ids)) == 1, "a mail went out again under another Message-ID"
            assert len(ids) <= 2, "a mail went out more than once more"
    repeated = sum(len(ids) - 1 for titles in mailed.values() for ids in titles.values())
    assert repeated <= 50 * len(victims), "more went out again than one batch a kill"


def mailed_of(box: Postbox) -> dict[str, dict[str, list[str]]]:
    """By item and recipient: the Message-IDs of the mails about the item itself."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for title, recipient, message in list(box.mails):
        if title:
            found[title][recipient].append(message)
    return found


def at_rest(dsn: str) -> bool:
    """No job waits or runs."""
    with psycopg.connect(dsn) as owner:
        row = owner.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queue_name = 'mail'"
        ).fetchone()
    return row == (0,)
