"""Every page of a circle of 1,000 organisations with a year behind it, as its chair, its secretary and members meet it."""

import http.client
import os
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from psycopg.conninfo import make_conninfo

from bench import ballots, circle, community, live, minutes
from bench.circle import life, meetings, names
from bench.community import name
from bench.reading import p95
from bench.served import served
from bench.table import Row

WARM, ROUNDS, WORST = 3, 10, 12
MEMBERS = (40, 42, 44)
"""Who comes by besides the chair and the secretary, in turn; the first has drafts and an organisation of their own."""
AIM_P95 = 100.0
LINE = b"\r\n"
TABLE = Path(__file__).resolve().parents[1] / "tests" / "doors" / "table.txt"

THINGS = {
    "ballot": name("ballot", life.CLOSED),
    "application": name("application", life.CLOSED),
    "case": name("case", 2),
    "hearing": name("hearing", 2),
    "survey": name("pulse", 3),
    "duty": name("duty", 3),
    "meeting": name("meeting", meetings.COMING),
    "point": name("point", f"{meetings.COMING}-2"),
    "plan": name("series", 0),
    "room": name("meeting", meetings.RUNNING),
    "noted": name("point", f"{meetings.RUNNING}-1"),
    "review": name("minutes", meetings.IN_REVIEW),
    "section": name("section", f"{meetings.IN_REVIEW}-1"),
    "minutes": name("minutes", 3),
    "agreed": name("outcome", 12),
    "membership": names.member(40),
    "seat": name("s", 40),
    "cem": names.person(40),
    "alpha": name("o", 40),
    "amber": name("i", 11_975),
    "green": name("i", 11_949),
    "draft": name("draft", 40),
    "poll": name("poll", 0),
    "round": name("round", 0),
}
"""What stands in an address of the table, by the word for it."""

ELSEWHERE = re.compile(
    r"/(healthz|live|metrics|readyz|static|\.well-known|demo|gallery|language|csaf|mail|taxii2|feeds|account|api|take-along)\b"
    rf"|\.csv|\{{(?!({'|'.join(THINGS)})\}})|nonsense|never"
)
"""Addresses for machines and for visitors, one's own account, what is refused, links with a secret in them, and the table
of all items, which is measured by itself."""


@dataclass(slots=True)
class Page:
    """What one page took, in milliseconds."""

    address: str
    times: list[float] = field(default_factory=list)


def run() -> list[Row]:
    """Every page a chair, a secretary and members meet in a circle of 1,000 organisations with a year behind it: p95."""
    from kring.kernel.roles import APP
    from kring.site import database

    opened = database.open_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django

    django.setup()
    with circle.circle(opened.owner) as owner:
        try:
            with served(owner, make_conninfo(owner, user=APP)) as (port, _process):
                pages, table = measured(port), tables(port)
            for page in pages:
                print(
                    f"{statistics.median(page.times):7.0f} ms  p95 {p95(page.times):5.0f} ms  {page.address}",
                    flush=True,
                )
            return [*rows(pages), table, *minutes.rows(), *ballots.rows(owner)]
        finally:
            community.use(opened.application)


def addresses() -> list[str]:
    """The addresses of pages in the table of doors."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line.startswith("GET /")]
    return [line[1] for line in lines if not ELSEWHERE.search(line[1])]


def measured(port: int) -> list[Page]:
    """Somebody who steers and somebody who does not, in turn; slowest first.

    Before that everybody asks for every page once, which says what there is for whom. Then some rounds go by that are not
    counted, as on a server that ran for some minutes: a connection plans a statement anew for each of its first seven times.
    """
    people = (names.CHAIR, names.SECRETARY, *MEMBERS)
    there = {number: [address for address, _took in visited(port, number, addresses())] for number in people}
    pages = {address: Page(address) for found in there.values() for address in found}
    for turn in range(-WARM, ROUNDS):
        for number in (names.CHAIR, names.SECRETARY, MEMBERS[turn % len(MEMBERS)]):
            for address, took in visited(port, number, there[number]):
                if turn >= 0:
                    pages[address].times.append(took)
    return sorted(pages.values(), key=lambda page: p95(page.times), reverse=True)


def visited(port: int, number: int, pages: list[str]) -> Iterator[tuple[str, float]]:
    """What one person sees, and how many milliseconds it took until all of it was there."""
    browser = Browser(port, number)
    for page in pages:
        answer = browser.get(page.format(**THINGS))
        if answer.status == 200:
            yield page, answer.whole
    browser.connection.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how many milliseconds it took until it began and until all of it was there."""

    status: int
    content: bytes
    begun: float
    whole: float


class Browser:
    """One connection, for somebody who is signed in."""

    def __init__(self, port: int, number: int) -> None:
        from kring.people.models import Person

        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Cookie": live.cookie_of(Person.objects.get(pk=names.person(number))), "Host": "localhost"}

    def get(self, address: str) -> Answer:
        """Raises RuntimeError where the server itself fails."""
        started = time.perf_counter()
        self.connection.request("GET", address, headers=self.headers)
        answer = self.connection.getresponse()
        first = answer.read(1)
        begun = (time.perf_counter() - started) * 1000
        content = first + answer.read()
        if answer.status >= 500:
            raise RuntimeError(f"{address} answered {answer.status}")
        return Answer(answer.status, content, begun, (time.perf_counter() - started) * 1000)


def tables(port: int) -> Row:
    """All items of the circle as CSV: how long until it begins, and until all of it is there."""
    browser = Browser(port, names.CHAIR)
    answers = [browser.get("/c/north/items.csv") for _ in range(ROUNDS)]
    browser.connection.close()
    begun = [answer.begun for answer in answers]
    return Row(
        f"/c/north/items.csv, {answers[0].content.count(LINE):,} lines: begins, p95, median",
        f"{p95(begun):.0f}, {statistics.median(begun):.0f} ms",
        f"all of it {statistics.median([answer.whole for answer in answers]):.0f} ms",
        "-",
        f"under {AIM_P95:.0f} ms",
        p95(begun) < AIM_P95,
    )


def rows(pages: list[Page]) -> list[Row]:
    """How many reach the aim, and those that took longest."""
    fast = sum(p95(page.times) < AIM_P95 for page in pages)
    aim = f"under {AIM_P95:.0f} ms"
    return [
        Row(
            "pages with a p95 under 100 ms",
            f"{fast}",
            f"{len(pages)} pages",
            f"{fast / len(pages):.2f} of",
            "all",
            fast == len(pages),
        ),
        *(
            Row(
                f"{page.address}: p95, median",
                f"{p95(page.times):.0f}, {statistics.median(page.times):.0f} ms",
                "-",
                "-",
                aim,
                p95(page.times) < AIM_P95,
            )
            for page in pages[:WORST]
        ),
    ]
