"""The room of a meeting: two hundred open pages, a few who type, and how long until all have what was typed."""

import asyncio
import json
import os
import re
import statistics
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import httpx
from psycopg.conninfo import make_conninfo

from bench import circle, community, live
from bench.circle import meetings, names
from bench.community import name
from bench.reading import p95
from bench.served import served
from bench.table import Row

PAGES, WRITERS = 200, 5
STROKES, EVERY = 40, 0.25
"""Changes that each writer sends, and how many seconds lie between two: somebody who types without stopping."""
OPENERS = 4
"""So many pages are asked for at once while two hundred come in within a minute."""
AIM, MINUTE = 1.0, 60.0  # seconds until the last page has it; seconds in which all come in


def run() -> list[Row]:
    """A keystroke of one to five writers on the last of 200 open pages of a meeting, and the page itself."""
    from kring.kernel.roles import APP
    from kring.site import database

    opened = database.open_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django

    django.setup()
    with circle.circle(opened.owner) as owner:
        cookies = list(signed_in(range(PAGES)))
        with served(owner, make_conninfo(owner, user=APP)) as (port, process):
            pages, within = came_in(port, cookies)
            before = processor(process)
            strokes = {writers: asyncio.run(typed(port, cookies, writers)) for writers in (1, WRITERS)}
            worked, memory = processor(process) - before, live.memory(process)
        community.use(opened.application)
    return rows(strokes, pages, within, worked, memory)


def signed_in(people: Sequence[int]) -> Iterator[str]:
    """A session for each of these."""
    from kring.people.models import Person

    for number in people:
        yield live.cookie_of(Person.objects.get(pk=names.person(number)))


def came_in(port: int, cookies: Sequence[str]) -> tuple[list[float], float]:
    """How many milliseconds each page took, and how many seconds all of them."""
    started = time.perf_counter()
    with ThreadPoolExecutor(OPENERS) as pool:
        took = list(pool.map(lambda cookie: _page(port, cookie), cookies))
    return took, time.perf_counter() - started


def _page(port: int, cookie: str) -> float:
    started = time.perf_counter()
    answer = httpx.get(f"{_room(port)}/room/", headers={"Cookie": cookie}, timeout=60, trust_env=False)
    answer.raise_for_status()
    return (time.perf_counter() - started) * 1000


def _room(port: int) -> str:
    return f"http://127.0.0.1:{port}/meetings/{name('meeting', meetings.RUNNING)}"


async def typed(port: int, cookies: Sequence[str], writers: int) -> list[float]:
    """Seconds from sending each change until the last page has it, while so many write at one point."""
    heard = [Heard() for _ in cookies]
    listening = [asyncio.create_task(_listen(port, cookie, page)) for cookie, page in zip(cookies, heard, strict=True)]
    await asyncio.gather(*(page.open.wait() for page in heard))
    sent: dict[bytes, float] = {}
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        await asyncio.gather(*(_write(client, port, cookies[n], n, sent) for n in range(writers)))
    await asyncio.sleep(AIM * 2)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return [max(page.first[letters] for page in heard) - at for letters, at in sent.items()]


@dataclass(slots=True)
class Heard:
    """One open page, and when it first had which letters."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    first: dict[bytes, float] = field(default_factory=dict)


async def _listen(port: int, cookie: str, page: Heard) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(live.request(cookie))
    await reader.readuntil(b"event: hello")
    page.open.set()
    try:
        while True:
            line = await reader.readline()
            if line.startswith(b"data: ") and b'"update"' in line:
                for letters in letters_in(line):
                    page.first.setdefault(letters, time.monotonic())
    finally:
        writer.close()


@lru_cache(maxsize=64)
def letters_in(line: bytes) -> list[bytes]:
    """What was typed, in an event that two hundred pages get."""
    return LETTERS.findall(b64decode(json.loads(line[6:])["update"]))


LETTERS = re.compile(rb"w\ds\d{3}")


async def _write(client: httpx.AsyncClient, port: int, cookie: str, number: int, sent: dict[bytes, float]) -> None:
    """One writer, with a text of their own as every browser has: each change adds letters that nobody else types."""
    from pycrdt import Doc, Text

    doc = Doc[Text]()
    text = doc.get("text", type=Text)
    address = f"http://127.0.0.1:{port}/notes/{name('point', f'{meetings.RUNNING}-1')}/"
    token = (await client.get(f"{_room(port)}/room/", headers={"Cookie": cookie})).cookies["kring_csrf"]
    headers = {"Cookie": f"{cookie}; kring_csrf={token}", "X-CSRFToken": token}
    await asyncio.sleep(EVERY * number / WRITERS)
    for stroke in range(STROKES):
        before, letters = doc.get_state(), f"w{number}s{stroke:03}"
        text.insert(0, letters)
        body = {"update": _sent(doc.get_update(before)), "vector": _sent(doc.get_state())}
        at = sent[letters.encode()] = time.monotonic()
        (await client.post(address, json=body, headers=headers)).raise_for_status()
        await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - at)))


def _sent(content: bytes) -> str:
    return b64encode(content).decode()


def processor(process: int) -> float:
    """Seconds of one core that it has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rows(
    strokes: Mapping[int, list[float]], pages: list[float], within: float, worked: float, kilobytes: int
) -> list[Row]:
    """Each number of writers, the page, and what the server needed."""
    sent = sum(map(len, strokes.values()))
    return [
        *(
            Row(
                f"a keystroke of {writers} on the last of {PAGES} pages: median, p95, worst",
                f"{statistics.median(took) * 1000:.0f}, {p95(took) * 1000:.0f}, {max(took) * 1000:.0f} ms",
                "-",
                "-",
                "under a second",
                max(took) < AIM,
            )
            for writers, took in strokes.items()
        ),
        Row(
            f"{PAGES} people open the page: p95, median",
            f"{p95(pages):.0f}, {statistics.median(pages):.0f} ms",
            f"{OPENERS} at once",
            f"all in {within:.0f} s",
            "within a minute",
            within < MINUTE,
        ),
        Row(
            "the server meanwhile",
            f"{worked / sent * 1000:.0f} ms of a core for a keystroke",
            "-",
            f"{kilobytes / 1024:.0f} MB",
            "at most 200 ms",
            worked / sent < 0.2,
        ),
    ]
