"""`/taxii2/`: which question is asked, and the answer on its way out."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import orjson

from kring.exchange import commands, queries
from kring.exchange.queries import Match, Meeting, Page
from kring.exchange.stix import LIMITS, Unreadable
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible, Refused
from kring.people.rules import Scope
from kring.sharing import commands as sharing
from kring.taxii import rules
from kring.taxii.door import shapes
from kring.taxii.door.ready import WORTH_IT, Ready, Shelf
from kring.taxii.door.visitors import Meter, Together, Visitor, Visitors
from kring.taxii.rules import Asked, BadQuery
from kring.web.asgi import Asks, Gone, Message, Receive, Send, TooMuch, whole_body

PREFIX = "/taxii2/"
ROOT = f"{PREFIX}kring/"
KEPT = 64 * 1024 * 1024
"""Octets of answers that one process keeps ready."""
NOTED = 100_000
"""Of whom it is remembered that it was noted what they read; it is noted once, whoever remembers."""
AT_ONCE = 2
"""Messages that one process takes in at the same time; the others wait on disk."""
PIECE = 256 * 1024
"""Octets of an answer that are handed to the server at a time."""

JSON = (b"content-type", rules.MEDIA_TYPE.encode())
ALWAYS = ((b"x-content-type-options", b"nosniff"), (b"vary", b"Accept, Accept-Encoding, Authorization"))
UNKEPT = (b"cache-control", b"no-store")
CHECKED = (b"cache-control", b"private, no-cache")
CHALLENGES = ((b"www-authenticate", b'Basic realm="Kring"'), (b"www-authenticate", b'Bearer realm="Kring"'))

Headers = tuple[tuple[bytes, bytes], ...]
Way = Callable[[Visitor, "_Asking", "_Reply"], Awaitable[None]]
Whole = Callable[[Page], bytes]
PAGES: dict[str, Whole] = {
    "objects": shapes.envelope,
    "manifest": shapes.manifest,
    "versions": shapes.versions,
}

takes = lru_cache(256)(rules.takes)
coding = lru_cache(256)(rules.coding)


class No(Exception):
    """An answer that says why not (section 3.6)."""

    def __init__(self, status: int, description: str = "", code: str = "", headers: Headers = ()) -> None:
        super().__init__(description)
        self.status = status
        self.headers = headers
        self.body = orjson.dumps(shapes.error(status, HTTPStatus(status).phrase, description, code))


NOT_HERE = "It does not exist, or it is not for you."


class Taxii:
    """The door. `count` is told of each answer: method, status, seconds. `limit`: requests a minute of one token; 0 for none."""

    def __init__(
        self,
        threads: Asks,
        *,
        address: str,
        contact: str = "",
        limit: int = 0,
        count: Callable[[str, int, float], None],
    ) -> None:
        self._threads = threads
        self._visitors = Visitors(threads)
        self._meter = Meter(limit)
        self._shelf = Shelf(KEPT)
        self._together = Together[Ready]()
        self._noted: set[tuple[UUID | None, UUID]] = set()
        self._taking = asyncio.Semaphore(AT_ONCE)
        self._count = count
        self._discovery = shapes.discovery("Kring", f"{address}{ROOT}", contact)
        self._root = shapes.api_root("Kring")
        # An address has the number of a status or a collection in its third place, and an object in its fifth.
        collection = ("kring", "collections", "*")
        self.ways: dict[tuple[str, ...], dict[str, Way]] = {
            (): {"GET": self._discover},
            ("kring",): {"GET": self._api_root},
            ("kring", "status", "*"): {"GET": self._status},
            ("kring", "collections"): {"GET": self._collections},
            collection: {"GET": self._collection},
            (*collection, "manifest"): {"GET": self._page},
            (*collection, "objects"): {"GET": self._page, "POST": self._add},
            (*collection, "objects", "*"): {"GET": self._page, "DELETE": self._remove},
            (*collection, "objects", "*", "versions"): {"GET": self._page},
        }

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        path = tuple(part for part in scope["path"].removeprefix(PREFIX).split("/") if part)
        asking = _Asking(scope, path, receive)
        reply = _Reply(asking, send)
        try:
            await self._answer(asking, reply)
        except No as no:
            await reply.with_octets(no.body, no.status, (*no.headers, UNKEPT))
        except Gone:
            return
        self._count(asking.method, reply.status, time.perf_counter() - started)

    async def _answer(self, asking: "_Asking", reply: "_Reply") -> None:
        if "\0" in asking.scope["path"]:  # no database takes it
            raise No(404, NOT_HERE)
        authorization, which = asking.header(b"authorization"), asking.collection
        visitor = self._visitors.known(authorization, which) or await self._visitors.ask(authorization, which)
        if visitor is None:
            raise No(401, "Show a token: as Bearer, or as the password beside its account's address.", "", CHALLENGES)
        if wait := self._meter.count(visitor.token):
            headers = ((b"retry-after", b"%d" % wait),)
            raise No(429, f"This token asked very often just now. Go on in {wait} seconds.", "too_often", headers)
        if not takes(asking.header(b"accept")):
            raise No(406, f"This is given as {rules.MEDIA_TYPE} only.")
        ways = self.ways.get(asking.shape)
        if ways is None:
            raise No(404, NOT_HERE)
        way = ways.get("GET" if asking.method == "HEAD" else asking.method)
        if way is None:
            allowed = ", ".join([*ways, "HEAD"])
            raise No(405, f"This address takes {allowed}.", headers=((b"allow", allowed.encode()),))
        await way(visitor, asking, reply)

    # --- Reading ---

    async def _discover(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        await reply.with_value(self._discovery)

    async def _api_root(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        await reply.with_value(self._root)

    async def _status(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        await reply.with_value(await self._threads.ask(_status, visitor.actor, asking.path[2]))

    async def _collections(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        found = await self._threads.ask(_collections, visitor.actor)
        await reply.with_value({"collections": [_as_met(visitor, seen) for seen in found]} if found else {})

    async def _collection(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        await reply.with_value(_as_met(visitor, _met(visitor).collection))

    async def _page(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        """A part of the collection: of all of it, or of one object."""
        meeting = _met(visitor)
        if not (meeting.collection.can_read and Scope.READ in visitor.scopes):
            raise No(403, "This collection gives you nothing to read.", "write_only")
        kind, stix_id, query = asking.kind, asking.stix_id, asking.scope["query_string"]
        key = (meeting.collection.circle, meeting.view, kind, stix_id, query)
        ready = self._shelf.get(key)
        if ready is None or not ready.full or ready.state.turn != meeting.state.turn:
            ready = await self._together.ask(
                (key, visitor.actor), self._look, key, visitor.actor, meeting, kind, stix_id, query
            )
        await self._note(visitor.actor, ready.strict)
        name = coding(asking.header(b"accept-encoding")) if len(ready.body) >= WORTH_IT else ""
        if name and name not in ready.codings:
            await self._threads.run(ready.in_coding, name)
            self._shelf.recount(key, ready)
        await reply.with_ready(ready, name)

    async def _look(
        self, key: Hashable, actor: Actor, meeting: Meeting, kind: str, stix_id: str | None, query: bytes
    ) -> Ready:
        ready, view = await self._threads.ask(
            _made, self._shelf.get(key), actor, meeting, PAGES[kind], stix_id, query.decode("latin-1")
        )
        self._shelf.put((meeting.collection.circle, view, kind, stix_id, query), ready)
        return ready

    async def _note(self, actor: Actor, strict: Sequence[UUID]) -> None:
        """What somebody's machine takes of AMBER+STRICT counts as read by them, for the source to see."""
        fresh = [item for item in strict if (actor.person, item) not in self._noted]
        if fresh:
            await self._threads.ask(_note_reading, actor, fresh)
            if len(self._noted) > NOTED:
                self._noted.clear()
            self._noted.update((actor.person, item) for item in fresh)

    # --- Writing ---

    async def _add(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        meeting = _writable(visitor)
        if not rules.sends(asking.header(b"content-type")):
            raise No(415, f"Send this as {rules.MEDIA_TYPE}.")
        if asking.header(b"content-encoding").lower() not in {"", "identity"}:
            raise No(415, "Send this without a Content-Encoding.")
        try:
            body = await whole_body(asking.scope, asking.receive, most=LIMITS.octets)
        except TooMuch:
            raise No(413, f"At most {LIMITS.octets} bytes are taken in at once.") from None
        with body:
            async with self._taking:
                said = await self._threads.ask(_taken_in, visitor.actor, meeting.collection.id, body.read)
        self._visitors.forget()
        await reply.with_value(said, 202)

    async def _remove(self, visitor: Visitor, asking: "_Asking", reply: "_Reply") -> None:
        meeting = _writable(visitor)
        if not (meeting.collection.can_read and Scope.READ in visitor.scopes):
            raise No(403, "Only what one may read and write can be removed.", "write_only")
        query = asking.scope["query_string"].decode("latin-1")
        await self._threads.ask(_removed, visitor.actor, meeting.collection.id, asking.path[4], query)
        self._visitors.forget()
        await reply.with_octets(b"", 200, (UNKEPT,))


def _met(visitor: Visitor) -> Meeting:
    if visitor.meeting is None:
        raise No(404, NOT_HERE)
    return visitor.meeting


def _writable(visitor: Visitor) -> Meeting:
    meeting = _met(visitor)
    if not (meeting.collection.can_write and Scope.WRITE in visitor.scopes):
        raise No(403, "You may add nothing to this collection.", "read_only")
    return meeting


def _as_met(visitor: Visitor, seen: queries.CollectionSeen) -> dict[str, Any]:
    """As the token's scopes let one use it."""
    return shapes.collection(
        replace(
            seen,
            can_read=seen.can_read and Scope.READ in visitor.scopes,
            can_write=seen.can_write and Scope.WRITE in visitor.scopes,
        )
    )


# --- What waits for the database ---


def _collections(actor: Actor) -> list[queries.CollectionSeen]:
    with acting_as(actor):
        return queries.collections(actor)


def _status(actor: Actor, number: str) -> dict[str, Any]:
    try:
        with acting_as(actor):
            return shapes.status_of(queries.receipt(actor, UUID(number)))
    except (NotVisible, ValueError):
        raise No(404, NOT_HERE) from None


def _made(
    kept: Ready | None, actor: Actor, meeting: Meeting, whole: Whole, stix_id: str | None, query: str
) -> tuple[Ready, str]:
    """The answer as it is at this moment, and whose view it is."""
    asked = _asked(query, stix_id)
    circle = meeting.collection.circle
    if kept or asked.after >= meeting.state.last:  # perhaps nothing is new: that is seen without looking at any object
        state = queries.state_of(circle)
        if kept and (kept.state == state or (kept.full and kept.state.turn == state.turn)):
            return kept, meeting.view
        if asked.after >= state.last and stix_id is None:
            return ready_of(Page((), more=False), whole, state), meeting.view
    with acting_as(actor):
        state, view = queries.stands(circle, meeting.community)  # who they are may have changed since they came
        match = _match(asked, stix_id)
        if whole is shapes.versions:
            match = replace(match, versions=["all"])  # section 5.8
        page = queries.page(circle, match, after=asked.after, most=asked.limit)
    if stix_id and not page.rows and not asked.after:
        raise No(404, NOT_HERE)
    return ready_of(page, whole, state), view


def ready_of(page: Page, whole: Whole, state: queries.StoreState) -> Ready:
    """A page as it goes out, given where the store stood when we looked whose view it is.

    What was added after that may be for readers that the view does not speak of: such a page is not kept as full.
    """
    full = page.more and page.rows[-1].added <= state.last
    ready = Ready(whole(page), state, full=full, strict=_strict(page) if whole is shapes.envelope else ())
    dates: Headers = ()
    if page.rows:
        dates = (
            (b"x-taxii-date-added-first", rules.timestamp(page.rows[0].added).encode()),
            (b"x-taxii-date-added-last", rules.timestamp(page.rows[-1].added).encode()),
        )
    ready.headers = (JSON, *ALWAYS, CHECKED, (b"etag", ready.tag), *dates)
    return ready


def _strict(page: Page) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(row.strict_item for row in page.rows if row.strict_item))


def _note_reading(actor: Actor, items: Sequence[UUID]) -> None:
    with acting_as(actor):
        for item in items:
            with suppress(NotVisible):  # taken back since
                sharing.note_reading(actor=actor, item=item)


def _asked(query: str, stix_id: str | None) -> Asked:
    try:
        return rules.asked(parse_qs(query, keep_blank_values=True))
    except BadQuery as bad:
        raise No(400, str(bad), "bad_query") from None


def _match(asked: Asked, stix_id: str | None) -> Match:
    """What is asked; of one object its versions are all that can be chosen (section 5.6)."""
    if stix_id is None:
        return Match(asked.ids, asked.types, asked.spec_versions, asked.versions)
    return Match([stix_id], spec_versions=asked.spec_versions, versions=asked.versions)


def _taken_in(actor: Actor, collection: UUID, read: Callable[[], bytes]) -> dict[str, Any]:
    try:
        with acting_as(actor):
            taken = commands.take_in_message(actor=actor, collection=collection, octets=read())
            return shapes.status(taken.receipt, taken.at, taken.told)
    except Unreadable as why:
        raise No(413 if why.code in {"too_large", "too_many"} else 400, str(why), why.code) from None
    except NotVisible:
        raise No(404, NOT_HERE) from None
    except Refused as why:
        raise No(403, str(why), why.code) from None


def _removed(actor: Actor, collection: UUID, stix_id: str, query: str) -> None:
    versions = _asked(query, stix_id).versions
    try:
        with acting_as(actor):
            commands.remove_object(actor=actor, collection=collection, stix_id=stix_id, versions=versions)
    except NotVisible:
        raise No(404, NOT_HERE) from None
    except Refused as why:
        raise No(403, str(why), why.code) from None


class _Asking:
    """The way in."""

    def __init__(self, scope: Message, path: tuple[str, ...], receive: Receive) -> None:
        self.scope = scope
        self.path = path
        self.receive = receive
        self.method: str = scope["method"]
        self._headers = dict(reversed(scope["headers"]))  # the first of two counts

    def header(self, name: bytes) -> str:
        """The header, or nothing. `name` is in small letters."""
        found: bytes = self._headers.get(name, b"")
        return found.decode("latin-1")

    @property
    def shape(self) -> tuple[str, ...]:
        """The path without what is called by name in it."""
        return tuple("*" if place in {2, 4} else part for place, part in enumerate(self.path))

    @property
    def collection(self) -> str:
        """The id or alias of the collection; nothing when it is not about one."""
        return self.path[2] if len(self.path) > 2 and self.path[1] == "collections" else ""

    @property
    def kind(self) -> str:
        """What is asked of a collection: one of `PAGES`."""
        return self.path[5] if len(self.path) > 5 else self.path[3]

    @property
    def stix_id(self) -> str | None:
        """The object it is about, if it is about one."""
        return self.path[4] if len(self.path) > 4 else None


class _Reply:
    """The way out."""

    def __init__(self, asking: _Asking, send: Send) -> None:
        self._asking = asking
        self._send = send
        self.status = 0

    async def with_value(self, value: Mapping[str, Any], status: int = 200) -> None:
        """A resource that nobody keeps."""
        await self.with_octets(orjson.dumps(value), status, (UNKEPT,))

    async def with_octets(self, body: bytes, status: int, headers: Headers) -> None:
        """A whole answer."""
        await self._out(status, (JSON, *ALWAYS, *headers), body)

    async def with_ready(self, ready: Ready, name: str) -> None:
        """What is kept ready, in a coding; or word that the client has it already."""
        if ready.tag in self._asking.header(b"if-none-match").encode("latin-1"):
            await self._out(304, ready.headers, b"")
        elif name:
            await self._out(200, (*ready.headers, (b"content-encoding", name.encode())), ready.codings[name])
        else:
            await self._out(200, ready.headers, ready.body)

    async def _out(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        length = () if status == 304 else ((b"content-length", b"%d" % len(body)),)
        await self._send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
        if self._asking.method == "HEAD":
            body = b""
        for place in range(0, len(body) or 1, PIECE):
            more = place + PIECE < len(body)
            await self._send({"type": "http.response.body", "body": body[place : place + PIECE], "more_body": more})
