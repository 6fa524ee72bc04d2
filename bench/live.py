"""Live updates: a thousand open pages, and how long until what is shared stands on all of them."""

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg.conninfo import make_conninfo

from bench import community
from bench.served import served
from bench.table import Row

if TYPE_CHECKING:
    from kring.people.models import Person

STREAMS, EACH = 1_000, 2
ROUNDS = 5
AIM = 1.0  # seconds until the last page has it
A_ROW = b"x" * 1_500


@dataclass(slots=True)
class Page:
    """One open stream, and when something came on it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    came: asyncio.Queue[float] = field(default_factory=asyncio.Queue)


def run() -> list[Row]:
    """One item to 1,000 open pages, beside a bare asyncio server that writes the same bytes to 1,000 sockets."""
    from kring.kernel.roles import APP
    from kring.site import database

    opened = database.open_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django

    django.setup()
    with community.community(opened.owner, 1) as owner:
        application = make_conninfo(owner, user=APP)
        cookies = _sign_in()
        with served(owner, application) as (port, process):
            asyncio.run(_warm(port, cookies[:EACH]))
            empty = memory(process)
            ours, full = asyncio.run(_ours(port, cookies, process))
        community.use(opened.application)
    bare = asyncio.run(_bare())
    slowest, median_bare = max(ours), statistics.median(bare)
    return [
        Row(
            f"an item on the last of {STREAMS:,} open pages",
            f"{statistics.median(ours) * 1000:.0f} ms, at worst {slowest * 1000:.0f} ms",
            f"bare sockets {median_bare * 1000:.0f} ms",
            f"{statistics.median(ours) / median_bare:.1f} times",
            "under a second",
            slowest < AIM,
        ),
        Row(
            f"memory of {STREAMS:,} open pages",
            f"{(full - empty) / 1024:.0f} MB on {empty / 1024:.0f} MB",
            "-",
            f"{(full - empty) / STREAMS:.0f} kB each",
            "at most 64 kB each",
            (full - empty) / STREAMS < 64,
        ),
    ]


def _sign_in() -> list[str]:
    """A session for each reader of what the first person shares in their community."""
    from kring.people.models import Person

    readers = [n for n in range(1, community.PEOPLE) if n % community.ORGANISATIONS % 20 == 0][: STREAMS // EACH]
    cookies = []
    for person in Person.objects.filter(pk__in=[community.name("p", n) for n in readers]):
        cookies += [cookie_of(person)] * EACH
    return cookies


def cookie_of(person: "Person") -> str:
    """The cookie of a new session of theirs."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    return f"kring_session={session.session_key}"


async def _warm(port: int, cookies: list[str]) -> None:
    """What the first stream loads is there once, however many follow."""
    async with _opened(port, [request(cookie) for cookie in cookies], b"event: hello"):
        await asyncio.sleep(1)


def request(cookie: str) -> bytes:
    """For the stream of whoever has this cookie."""
    return f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()


async def _ours(port: int, cookies: list[str], process: int) -> tuple[list[float], int]:
    async with _opened(port, [request(cookie) for cookie in cookies], b"event: hello") as pages:
        took = []
        for _ in range(ROUNDS):
            await asyncio.sleep(0.5)
            shared = await asyncio.to_thread(_share)
            took.append(max([await page.came.get() for page in pages]) - shared)
        return took, memory(process)


def _share() -> float:
    """The first person shares something with their community. Returns the moment before it is committed."""
    from django.db import connections

    from kring.kernel.actor import Actor
    from kring.kernel.binding import acting_as
    from kring.sharing import commands
    from kring.sharing.commands.drafts import Writing
    from kring.sharing.rules import Text
    from kring.tlp.labels import Label

    try:
        with acting_as(Actor(person=community.name("p", 0))) as actor:
            writing = Writing(text=Text(title="Pumps stop", what="Two pumps stopped."), label=Label.GREEN)
            item = commands.start_draft(actor=actor, circle=community.name("c", 0), writing=writing)
            commands.share_item(actor=actor, item=item.pk)
            return time.monotonic()
    finally:
        connections.close_all()


@asynccontextmanager
async def _opened(port: int, requests: list[bytes], greeting: bytes) -> AsyncIterator[list[Page]]:
    pages = []
    for request in requests:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        pages.append(Page(reader, writer))
    await asyncio.gather(*(page.reader.readuntil(greeting) for page in pages))
    listening = [asyncio.create_task(_listen(page)) for page in pages]
    try:
        yield pages
    finally:
        for task, page in zip(listening, pages, strict=True):
            task.cancel()
            page.writer.close()
        await asyncio.gather(*listening, return_exceptions=True)


async def _listen(page: Page) -> None:
    while True:
        await page.reader.readuntil(b"event: news")
        page.came.put_nowait(time.monotonic())


async def _bare() -> list[float]:
    """The yardstick: nothing but sockets, in one process with those who listen."""
    writers: list[asyncio.StreamWriter] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        writer.write(b"event: hello")

    server = await asyncio.start_server(greet, "127.0.0.1", 0, backlog=STREAMS)
    took = []
    async with _opened(server.sockets[0].getsockname()[1], [b"x"] * STREAMS, b"event: hello") as pages:
        for _ in range(ROUNDS):
            started = time.monotonic()
            for writer in writers:
                writer.write(b"event: news\n" + A_ROW)
            took.append(max([await page.came.get() for page in pages]) - started)
    server.close()
    return took


def memory(process: int) -> int:
    """Kilobytes that this process has to itself."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
