"""The TAXII door: pages kept ready and pages asked for the first time, objects sent, polls, slow clients, memory."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import product

import psycopg

from bench import community, crowd, peers, threats, webserver
from bench.peers import MEDIA_TYPE
from bench.served import served
from bench.table import Row, median
from bench.threats import FIRST, Place

SMALL = 100_000
LARGE = int(os.environ.get("KRING_BENCH_OBJECTS", "1000000"))
"""Filling a million takes a minute or two. Without more than the small store there is nothing to compare with it."""
PAGES = 100, 1_000
SENT = 10_000
ROUNDS, ASKED, A_FEW = 3, 40, 5
"""How often things are measured in turns, and how many are asked each time, also of who takes seconds."""
SLOW = 200
IDLE = 5.0  # seconds after which a connection is opened anew, before a server closes it
A_WHILE = 0.3  # seconds after which it is asked anew who somebody is


class Client:
    """A machine on one connection, which stays open while it is used."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.headers = headers
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._used = -IDLE

    def ask(self, path: str, sent: bytes | None = None) -> tuple[bytes, float]:
        """The answer, and how many seconds it took to have all of it."""
        if time.perf_counter() - self._used > IDLE:
            self._connection.close()
            self._connection.connect()
        began = time.perf_counter()
        self._connection.request("GET" if sent is None else "POST", path, sent, self.headers)
        response = self._connection.getresponse()
        body = response.read()
        self._used = time.perf_counter()
        took = self._used - began
        if response.status not in {200, 202}:
            raise RuntimeError(f"{path} answered {response.status}: {body[:500]!r}")
        return body, took


@dataclass(slots=True)
class House:
    """A server with a filled store, and what was measured there."""

    objects: int
    owner: str
    application: str
    place: Place
    port: int
    process: int
    client: Client
    kept: dict[int, list[float]] = field(default_factory=lambda: {size: [] for size in PAGES})
    """Answers a second, by how many objects are on the page."""
    first: dict[int, list[float]] = field(default_factory=lambda: {size: [] for size in PAGES})
    """Seconds, the same way."""
    polls: list[float] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the objects are."""
        return f"/taxii2/kring/collections/{self.place.collection}/objects/"

    def somewhere(self, chance: random.Random, size: int) -> int:
        """A place in the store from which there is a full page; hardly ever the same."""
        return FIRST + chance.randrange(self.objects - size - 1)


def run() -> list[Row]:
    """100,000 objects and a million: pages, polls, sending, slow clients, memory; nginx, SQL, COPY and others beside them."""
    from psycopg.conninfo import make_conninfo

    from kring.kernel.roles import APP
    from kring.site import database

    opened = database.open_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django

    django.setup()
    with ExitStack() as stack:
        houses = []
        for objects in sorted({SMALL, max(LARGE, SMALL)}):
            owner = stack.enter_context(community.community(opened.owner, 1, f"kring_bench_taxii_{objects}"))
            application = make_conninfo(owner, user=APP)
            place = threats.prepare()
            threats.fill(owner, place, objects)
            port, process = stack.enter_context(served(owner, application))
            client = Client(
                port, {"Accept": MEDIA_TYPE, "Content-Type": MEDIA_TYPE, "Authorization": f"Bearer {place.token}"}
            )
            houses.append(House(objects, owner, application, place, port, process, client))
        community.use(opened.application)
        return list(_rows(houses[0], houses[1] if len(houses) > 1 else None, opened.owner))


def _rows(house: House, large: House | None, owner: str) -> Iterator[Row]:
    houses = [house, *([large] if large else [])]
    yield from _kept(houses)
    yield from _first(houses)
    yield from _polls(houses)
    if large:
        yield from _grown(house, large)
    yield from _beside_others(house, owner)
    yield from _slow(house)
    yield from _sent(house)


def _kept(houses: list[House]) -> Iterator[Row]:
    """Pages that were asked before, as fast as they come."""
    house = houses[0]
    pages = {size: house.client.ask(f"{house.path}?limit={size}")[0] for size in PAGES}
    theirs: dict[int, list[webserver.Load]] = {size: [] for size in PAGES}
    with webserver.nginx({str(size): page for size, page in pages.items()}) as nginx:
        for _ in range(ROUNDS):
            for size in PAGES:
                for one in houses:
                    headers = [f"{name}: {value}" for name, value in one.client.headers.items()]
                    load = webserver.load(f"http://127.0.0.1:{one.port}{one.path}?limit={size}", headers)
                    one.kept[size].append(load.rate)
                theirs[size].append(webserver.load(f"{nginx}/{size}"))
    for size in PAGES:
        ours, yardstick = median(house.kept[size]), median([load.rate for load in theirs[size]])
        busy = max(load.busy for load in theirs[size])
        yield Row(
            f"{size:,} objects ({len(pages[size]) / 1000:,.0f} kB), kept ready",
            f"{ours:,.0f}/s",
            f"nginx: {yardstick:,.0f}/s (wrk: {busy:.2f} of a core)",
            f"{ours / yardstick:.2f} of it",
            "at least 0.5",
            ours / yardstick >= 0.5,
        )


def _first(houses: list[House]) -> Iterator[Row]:
    """Pages that nobody asked before."""
    house, chance = houses[0], random.Random(11)
    bare: dict[int, list[float]] = {size: [] for size in PAGES}
    with psycopg.connect(house.application, autocommit=True) as connection:
        for _, size in product(range(ROUNDS * ASKED), PAGES):
            for one in houses:
                after = one.somewhere(chance, size)
                body, took = one.client.ask(f"{one.path}?limit={size}&next={after}")
                one.first[size].append(took)
                if one is house:
                    same, alone = _bare(connection, house.place, size, after)
                    bare[size].append(alone)
                    if body != same:
                        raise RuntimeError("without HTTP the page is another")
    for size in PAGES:
        ours, yardstick = median(house.first[size]) * 1000, median(bare[size]) * 1000
        yield Row(
            f"{size:,} objects, asked the first time",
            f"{ours:.1f} ms",
            f"the same SQL alone: {yardstick:.1f} ms",
            f"{yardstick / ours:.2f} of it",
            "at least 0.5",
            yardstick / ours >= 0.5,
        )


def _bare(connection: psycopg.Connection, place: Place, size: int, after: int) -> tuple[bytes, float]:
    """The same page, and how many seconds its SQL takes without a server around it."""
    from kring.exchange.queries.objects import LATEST, MOST_OCTETS, PAGE

    values = {"circle": place.circle, "after": after, "most": size, "octets": MOST_OCTETS}
    began = time.perf_counter()
    with connection.transaction():
        connection.execute("SELECT kring.bind(%s, 3::smallint, NULL, NULL)", [place.person])
        rows = connection.execute(PAGE.format(conditions=f"AND ({LATEST})"), values, binary=True).fetchall()
    body = b'{"more":true,"next":"%d","objects":[%s]}' % (rows[-1][0], b",".join([row[-3] for row in rows]))
    return body, time.perf_counter() - began


def _polls(houses: list[House]) -> Iterator[Row]:
    """Somebody asks again and again whether there is anything new."""
    for _ in range(ROUNDS * ASKED):
        for one in houses:
            one.polls.append(one.client.ask(_nothing_new(one))[1])
    house = houses[0]
    ours = median(house.polls) * 1000
    yield Row("a poll with nothing new", f"{ours:.2f} ms", "-", "", "2 ms", ours <= 2)
    rare = []
    for _ in range(ASKED):
        time.sleep(A_WHILE)
        rare.append(house.client.ask(_nothing_new(house))[1])
    again = median(rare) * 1000
    yield Row("the same, with the token looked up again", f"{again:.1f} ms", "-", "", "-", reached=True)


def _nothing_new(house: House) -> str:
    from kring.taxii.rules import timestamp

    return f"{house.path}?added_after={timestamp(FIRST + house.objects)}"


def _grown(small: House, large: House) -> Iterator[Row]:
    """The same where there is ten times as much."""
    for size in PAGES:
        after, before = median(large.kept[size]), median(small.kept[size])
        yield _growth(large, f"{size:,} objects, kept ready", f"{after:,.0f}/s", f"{before:,.0f}/s", before / after)
    for what, after, before in [
        *(
            (f"{size:,} objects, the first time", median(large.first[size]), median(small.first[size]))
            for size in PAGES
        ),
        ("a poll with nothing new", median(large.polls), median(small.polls)),
    ]:
        yield _growth(large, what, f"{after * 1000:.2f} ms", f"{before * 1000:.2f} ms", after / before)


def _growth(large: House, what: str, after: str, before: str, ratio: float) -> Row:
    return Row(
        f"of {large.objects:,}: {what}",
        after,
        f"of {SMALL:,}: {before}",
        f"{ratio:.2f} times slower",
        "at most 1.2",
        ratio <= 1.2,
    )


def _beside_others(house: House, owner: str) -> Iterator[Row]:
    """What other servers take for a page from somewhere in their store."""
    ours = median(house.first[100])
    for peer in (peers.Medallion(1_000), peers.OpenTaxii(SMALL, owner)):
        try:
            with peer.running() as (port, headers):
                client, chance = Client(port, {"Accept": MEDIA_TYPE, **headers}), random.Random(13)
                took = [client.ask(peer.page(chance, 100))[1] for _ in range(A_FEW)]
        except peers.Unavailable as why:
            print(f"  {peer.name} is left out: {why}", flush=True)
            continue
        theirs = median(took)
        yield Row(
            f"100 objects, the first time, beside {peer.name}",
            f"{ours * 1000:.1f} ms of {house.objects:,}",
            f"{theirs * 1000:,.1f} ms of {peer.objects:,}",
            f"{theirs / ours:.1f} times faster",
            "-",
            reached=True,
        )


def _slow(house: House) -> Iterator[Row]:
    """One fast client alone, and beside many slow ones."""
    chance, path = random.Random(17), f"{house.path}?limit=100"
    alone = median([house.client.ask(path)[1] for _ in range(ROUNDS * ASKED)])
    head = "".join(f"{name}: {value}\r\n" for name, value in house.client.headers.items())
    requests = [
        f"GET {house.path}?limit=1000&next={house.somewhere(chance, 1_000)} HTTP/1.1\r\nHost: kring\r\n{head}\r\n"
        for _ in range(SLOW)
    ]
    with crowd.peak(house.process) as memory, crowd.crowd(house.port, [request.encode() for request in requests]):
        beside = median([house.client.ask(path)[1] for _ in range(ROUNDS * ASKED)])
    yield Row(
        f"100 objects, kept ready, beside {SLOW} slow clients",
        f"{beside * 1000:.2f} ms",
        f"alone: {alone * 1000:.2f} ms",
        f"{beside / alone:.2f} times slower",
        "at most 2",
        beside / alone <= 2,
    )
    yield _memory(f"memory beside {SLOW} slow clients of 1,000 objects", memory)


def _memory(what: str, memory: list[int]) -> Row:
    before, most = memory
    return Row(what, f"{most / 1024:.0f} MB at most", "-", f"{before / 1024:.0f} MB before", "-", reached=True)


def _sent(house: House) -> Iterator[Row]:
    """Many objects at once, beside COPY of as many rows into the same table."""
    with crowd.peak(house.process) as memory:
        house.client.ask(f"{house.path}?next={FIRST + house.objects // 2}")
    yield _memory("memory of a page without a limit", memory)
    ours, theirs = [], []
    with psycopg.connect(house.owner, autocommit=True) as connection, crowd.peak(house.process) as memory:
        for number in range(ROUNDS):
            pieces = [one.under(stix_id) for one, stix_id in threats.objects(number, SENT)]
            answer, took = house.client.ask(house.path, b'{"objects":[%s]}' % b",".join(pieces))
            if b'"success_count":%d,' % SENT not in answer:
                raise RuntimeError(f"not all were taken: {answer[:500]!r}")
            ours.append(took)
            theirs.append(_copied(connection, house.place, number))
    yield Row(
        f"{SENT:,} objects sent, checked and deduplicated",
        f"{SENT / median(ours):,.0f}/s",
        f"COPY: {SENT / median(theirs):,.0f}/s",
        f"{median(theirs) / median(ours):.2f} of it",
        "at least 0.5",
        median(theirs) / median(ours) >= 0.5,
    )
    yield _memory(f"memory of {SENT:,} objects sent", memory)


def _copied(connection: psycopg.Connection, place: Place, number: int) -> float:
    """Seconds that PostgreSQL takes for other rows like these, without a lock on them and without a question."""
    with threats.unlocked(connection):
        block = threats.block(connection, place, seed=1_000 + number, after=FIRST - (number + 1) * SENT, most=SENT)
        began = time.perf_counter()
        with connection.cursor().copy(threats.COPY) as copy:
            copy.write(block)
        return time.perf_counter() - began
