"""The door `/live`, and the streams that stand open in this process."""

import asyncio
import logging
import secrets
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs
from uuid import UUID

import psycopg

from kring.feeds.live import listeners, news
from kring.feeds.live.listeners import Listener
from kring.feeds.live.news import News
from kring.web.asgi import Asks, Message, Receive, Send, answer, header

log = logging.getLogger(__name__)

CUT = "kring_cut"
HEARTBEAT = 20.0  # seconds; proxies close what is silent for a minute
AT_MOST = 8
"""Streams of one person: pages share one per browser, so this is that many browsers."""
WAITING = 32
"""Events a stream may be behind before it is ended; its page comes back and asks what it missed."""
REMEMBERED = 512
"""Events of which it is known who got them, for those who come back."""
PATIENCE = 10.0  # seconds a new stream waits for the database's ear to be open

TOGETHER = 0.06  # seconds in which what several people type is gathered, and told once

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
RETRY = b"retry: 2000\n"  # milliseconds
HELLO = news.event("hello", {})
REFRESH = news.event("refresh", {})


class Stream:
    """One open page, or the one page of a browser that listens for all of them."""

    __slots__ = ("_task", "_waiting", "_wake", "listener")

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self._waiting: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._task = asyncio.current_task()

    def push(self, piece: bytes) -> None:
        """Have it sent; somebody who cannot keep up is let go instead."""
        if len(self._waiting) >= WAITING:
            self.end()
        else:
            self._waiting.append(piece)
            self._wake.set()

    def end(self) -> None:
        """Close it, also when the client does not read and we stand still in the middle of sending."""
        if self._task:
            self._task.cancel()

    async def run(self, receive: Receive, send: Send) -> None:
        """Send what is pushed, until it is ended or the client leaves."""
        gone = asyncio.ensure_future(receive())  # a body was not announced: all that can come is that the client left
        gone.add_done_callback(lambda _: self.end())
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    await send({"type": "http.response.body", "body": self._waiting.popleft(), "more_body": True})
        except asyncio.CancelledError:
            log.debug("A stream was ended")
        finally:
            gone.cancel()


def _last(scope: Message) -> str:
    """The event heard last: a stream that broke off says so in a header, the next page of a browser in its address."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("last", [""])[0]
    return header(scope, b"last-event-id") or asked


class Streams:
    """All streams of this process."""

    def __init__(self, database: str, threads: Asks) -> None:
        self._database = database
        self._threads = threads
        self._open: defaultdict[UUID, set[Stream]] = defaultdict(set)
        self._hears = asyncio.Event()
        self._ending = False
        self._heard: asyncio.Queue[News] = asyncio.Queue()
        self._life = secrets.token_hex(4)
        self._number = 0
        self._sent: deque[tuple[int, frozenset[UUID]]] = deque(maxlen=REMEMBERED)
        self._cuts: deque[str] = deque(maxlen=REMEMBERED)
        self._cut = 0

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    @property
    def hears(self) -> bool:
        """Whether the database reaches us."""
        return self._hears.is_set()

    # --- The door ---

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """GET /live: the stream of whoever is signed in."""
        if scope["method"] != "GET":
            await answer(send, 405)
            return
        await receive()  # the empty body
        try:
            await asyncio.wait_for(self._hears.wait(), PATIENCE)
        except TimeoutError:
            await answer(send, 503)
            return
        before = self._cut
        who = await self._threads.ask(listeners.listener, header(scope, b"cookie"))
        if who is None or self._was_cut(who, since=before) or self._ending:
            await answer(send, 403)
        elif len(self._open.get(who.person, ())) >= AT_MOST:
            await answer(send, 429)
        else:
            await self._stream(who, _last(scope), receive, send)

    async def _stream(self, who: Listener, last: str, receive: Receive, send: Send) -> None:
        stream = Stream(who)
        self._open[who.person].add(stream)
        try:
            stream.push(RETRY + self._numbered(REFRESH if self._missed(who.person, last) else HELLO))
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await stream.run(receive, send)
        finally:
            self._open[who.person].discard(stream)
            if not self._open[who.person]:
                del self._open[who.person]

    def _numbered(self, event: bytes) -> bytes:
        return b"id: %s-%d\n%s\n" % (self._life.encode(), self._number, event)

    def _missed(self, person: UUID, last: str) -> bool:
        """Whether something came for this person after the event that their page saw last."""
        if not last:
            return False
        life, _, number = last.partition("-")
        if life != self._life or not number.isdecimal():
            return True
        if self._sent and int(number) < self._sent[0][0] - 1:
            return True
        return any(number_sent > int(number) and person in people for number_sent, people in self._sent)

    def _was_cut(self, who: Listener, *, since: int) -> bool:
        """Whether somebody was cut off while we asked who it is."""
        lately = list(self._cuts)[len(self._cuts) - min(self._cut - since, len(self._cuts)) :]
        return self._cut - since > len(self._cuts) or str(who.person) in lately or who.session in lately

    # --- What is heard ---

    async def listen(self) -> None:
        """Hear the database for as long as the process runs, and hand on what it says."""
        delivering = asyncio.create_task(self._deliver())
        beating = asyncio.create_task(self._beat())
        try:
            while True:
                try:
                    await self._hear()
                except psycopg.OperationalError as error:
                    log.warning("The database went away (%s); listening again", type(error).__name__)
                self._hears.clear()
                self._end_all()  # what happened meanwhile is not known; pages come back and ask
                await asyncio.sleep(0.5)
        finally:
            delivering.cancel()
            beating.cancel()

    def end(self) -> None:
        """The process stops: no stream stays, and none is opened."""
        self._ending = True
        self._end_all()

    async def _hear(self) -> None:
        async with await psycopg.AsyncConnection.connect(
            self._database, autocommit=True, application_name="kring live"
        ) as connection:
            await connection.execute(f"LISTEN {news.CHANNEL}")
            await connection.execute(f"LISTEN {CUT}")
            self._hears.set()
            while True:
                async for note in connection.notifies(timeout=HEARTBEAT):
                    if note.channel == CUT:
                        self._cut_off(note.payload.split(","))
                    else:
                        self._heard.put_nowait(News.heard(note.payload))
                await connection.execute("SELECT 1")  # a connection that died without a word

    def _cut_off(self, names: list[str]) -> None:
        """End the streams of these people and sessions."""
        self._cut += len(names)
        self._cuts.extend(names)
        cut = frozenset(names)
        for stream in self._all():
            if str(stream.listener.person) in cut or stream.listener.session in cut:
                stream.end()

    async def _deliver(self) -> None:
        while True:
            heard = [await self._heard.get()]
            if news.gathers(heard[0]):
                await asyncio.sleep(TOGETHER)
            while not self._heard.empty():
                heard.append(self._heard.get_nowait())
            for alike in news.alike(heard):
                await self._tell(alike)

    async def _tell(self, heard: Sequence[News]) -> None:
        if not self._open:
            return
        try:
            written = await self._threads.ask(news.letters, heard, self._listeners())
        except Exception:
            log.exception("News could not be told")
            self._end_all()  # the pages come back and ask what they missed
            return
        if written:
            self._hand_out(written)

    def _hand_out(self, written: Mapping[UUID, bytes]) -> None:
        self._number += 1
        self._sent.append((self._number, frozenset(written)))
        pieces = {letter: self._numbered(letter) for letter in set(written.values())}
        for person, letter in written.items():
            for stream in tuple(self._open.get(person, ())):
                stream.push(pieces[letter])

    async def _beat(self) -> None:
        """Something now and then, so that nobody in between takes a silent stream for a dead one."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            for stream in self._all():
                stream.push(b":\n\n")

    def _listeners(self) -> dict[UUID, str]:
        return {stream.listener.person: stream.listener.language for stream in self._all()}

    def _all(self) -> list[Stream]:
        return [stream for streams in self._open.values() for stream in streams]

    def _end_all(self) -> None:
        for stream in self._all():
            stream.end()
