"""`/taxii2/`: which question is asked, and the answer on its way out."""

import asyncio
import time
from collections.abc import Callable, Hashable, Mapping
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
from kring.taxii import rules, shapes
from kring.taxii.ready import WORTH_IT, Ready, Shelf
from kring.taxii.rules import Asked, BadQuery
from kring.taxii.visitors import Together, Visitor, Visitors
from kring.web.asgi import Asks, Gone, Message, Receive, Send, TooMuch, header, whole_body

PREFIX = "/taxii2/"
ROOT = f"{PREFIX}kring/"
KEPT = 64 * 1024 * 1024
"""Octets of answers that one process keeps ready."""
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
    """The door. `count` is told of each answer: method, status, seconds."""

    def __init__(
        self, threads: Asks, *, address: str, contact: str = "", count: Callable[[str, int, float], None]
    ) -> None:
        self._threads = threads
        self._visitors = Visitors(threads)
        self._shelf = Shelf(KEPT)
        self._together = Together[Ready]()
        self._taking = asyncio.Semaphore(AT_ONCE)
        self._count = count
        self._discovery = shapes.discovery("Kring", f"{address}{ROOT}", contact)
        self._root = shapes.api_root("Kring")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        reply = _Reply(scope, send)
        try:
            await self._answer(scope, receive, reply)
        except No as no:
            await reply.with_octets(no.body, no.status, (*no.headers, UNKEPT))
        except Gone:
            return
        self._count(scope["method"], reply.status, time.perf_counter() - started)

    async def _answer(self, scope: Message, receive: Receive, reply: "_Reply") -> None:
        path = [part for part in scope["path"].removeprefix(PREFIX).split("/") if part]
        which = path[2] if path[:2] == ["kring", "collections"] and len(path) > 2 else ""
        authorization = header(scope, b"authorization")
        visitor = self._visitors.known(authorization, which) or await self._visitors.ask(authorization, which)
        if visitor is None:
            raise No(401, "Show a token: as Bearer, or as the password beside its account's address.", "", CHALLENGES)
        if not takes(header(scope, b"accept")):
            raise No(406, f"This is given as {rules.MEDIA_TYPE} only.")
        match scope["method"], path:
            case "GET" | "HEAD", []:
                await reply.with_value(self._discovery)
            case "GET" | "HEAD", ["kring"]:
                await reply.with_value(self._root)
            case "GET" | "HEAD", ["kring", "status", number]:
                await reply.with_value(await self._status(visitor, number))
            case "GET" | "HEAD", ["kring", "collections"]:
                await reply.with_value(await self._collections(visitor))
            case "GET" | "HEAD", ["kring", "collections", _]:
                await reply.with_value(_as_met(visitor, _met(visitor)))
            case "GET" | "HEAD", ["kring", "collections", _, "objects" | "manifest" as kind]:
                await self._page(visitor, kind, scope, reply)
            case "GET" | "HEAD", ["kring", "collections", _, "objects", stix_id]:
                await self._page(visitor, "objects", scope, reply, stix_id)
            case "GET" | "HEAD", ["kring", "collections", _, "objects", stix_id, "versions"]:
                await self._page(visitor, "versions", scope, reply, stix_id)
            case "POST", ["kring", "collections", _, "objects"]:
                await self._add(visitor, scope, receive, reply)
            case "DELETE", ["kring", "collections", _, "objects", stix_id]:
                await self._remove(visitor, scope, stix_id, reply)
            case _, _:
                raise _not_that_way(path)

    # --- Reading ---

    async def _collections(self, visitor: Visitor) -> Mapping[str, object]:
        found = await self._threads.ask(_collections, visitor.actor)
        return {"collections": [shapes.collection(seen) for seen in _within(visitor, found)]} if found else {}

    async def _status(self, visitor: Visitor, number: str) -> Mapping[str, object]:
        return await self._threads.ask(_status, visitor.actor, number)

    async def _page(
        self, visitor: Visitor, kind: str, scope: Message, reply: "_Reply", stix_id: str | None = None
    ) -> None:
        meeting = _met(visitor)
        if not (meeting.collection.can_read and Scope.READ in visitor.scopes):
            raise No(403, "This collection gives you nothing to read.", "write_only")
        query = scope["query_string"]
        key = (meeting.collection.id, meeting.view, kind, stix_id, query)
        ready = self._shelf.get(key)
        if ready is None or not ready.full or ready.state.turn != meeting.state.turn:
            ready = await self._together.ask(
                (key, visitor.actor), self._look, key, visitor.actor, meeting, kind, stix_id, query
            )
        name = coding(header(scope, b"accept-encoding")) if len(ready.body) >= WORTH_IT else ""
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
        self._shelf.put((meeting.collection.id, view, kind, stix_id, query), ready)
        return ready

    # --- Writing ---

    async def _add(self, visitor: Visitor, scope: Message, receive: Receive, reply: "_Reply") -> None:
        meeting = _writable(visitor)
        if not rules.sends(header(scope, b"content-type")):
            raise No(415, f"Send this as {rules.MEDIA_TYPE}.")
        if header(scope, b"content-encoding").lower() not in {"", "identity"}:
            raise No(415, "Send this without a Content-Encoding.")
        try:
            body = await whole_body(scope, receive, most=LIMITS.octets)
        except TooMuch:
            raise No(413, f"At most {LIMITS.octets} bytes are taken in at once.") from None
        with body:
            async with self._taking:
                said = await self._threads.ask(_taken_in, visitor.actor, meeting.collection.id, body.read)
        self._visitors.forget()
        await reply.with_value(said, 202)

    async def _remove(self, visitor: Visitor, scope: Message, stix_id: str, reply: "_Reply") -> None:
        meeting = _writable(visitor)
        if not (meeting.collection.can_read and Scope.READ in visitor.scopes):
            raise No(403, "Only what one may read and write can be removed.", "write_only")
        query = scope["query_string"].decode("latin-1")
        await self._threads.ask(_removed, visitor.actor, meeting.collection.id, stix_id, query)
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


def _not_that_way(path: list[str]) -> No:
    match path:
        case [] | ["kring"] | ["kring", "status", _] | ["kring", "collections"] | ["kring", "collections", _]:
            ways = "GET, HEAD"
        case ["kring", "collections", _, "objects"]:
            ways = "GET, HEAD, POST"
        case ["kring", "collections", _, "objects", _]:
            ways = "GET, HEAD, DELETE"
        case ["kring", "collections", _, "manifest"] | ["kring", "collections", _, "objects", _, "versions"]:
            ways = "GET, HEAD"
        case _:
            return No(404, NOT_HERE)
    return No(405, f"This address takes {ways}.", headers=((b"allow", ways.encode()),))


def _as_met(visitor: Visitor, meeting: Meeting) -> dict[str, Any]:
    return shapes.collection(_within(visitor, [meeting.collection])[0])


def _within(visitor: Visitor, found: list[queries.CollectionSeen]) -> list[queries.CollectionSeen]:
    """Collections as the token's scopes let one use them."""
    return [
        replace(
            seen,
            can_read=seen.can_read and Scope.READ in visitor.scopes,
            can_write=seen.can_write and Scope.WRITE in visitor.scopes,
        )
        for seen in found
    ]


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
    state = queries.state_of(meeting.collection.id)
    if kept and (kept.state == state or (kept.full and kept.state.turn == state.turn)):
        return kept, meeting.view
    if asked.after >= state.last and stix_id is None:
        return _ready(Page((), more=False), whole, state), meeting.view
    with acting_as(actor):
        view = queries.view_of(meeting.collection.id, meeting.community)  # who they are may have changed since they came
        match = _match(asked, stix_id)
        if whole is shapes.versions:
            match = replace(match, versions=["all"])  # section 5.8
        page = queries.page(meeting.collection.id, match, after=asked.after, most=asked.limit)
    if stix_id and not page.rows and not asked.after:
        raise No(404, NOT_HERE)
    return _ready(page, whole, state), view


def _ready(page: Page, whole: Whole, state: queries.CollectionState) -> Ready:
    ready = Ready(whole(page), state, full=page.more)
    dates: Headers = ()
    if page.rows:
        dates = (
            (b"x-taxii-date-added-first", rules.timestamp(page.rows[0].added).encode()),
            (b"x-taxii-date-added-last", rules.timestamp(page.rows[-1].added).encode()),
        )
    ready.headers = (JSON, *ALWAYS, CHECKED, (b"etag", ready.tag), *dates)
    return ready


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
            return shapes.status_of(queries.receipt(actor, taken.receipt))
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


class _Reply:
    """The way out."""

    def __init__(self, scope: Message, send: Send) -> None:
        self._scope = scope
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
        if ready.tag in header(self._scope, b"if-none-match").encode():
            await self._out(304, ready.headers, b"")
        elif name:
            await self._out(200, (*ready.headers, (b"content-encoding", name.encode())), ready.codings[name])
        else:
            await self._out(200, ready.headers, ready.body)

    async def _out(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        length = () if status == 304 else ((b"content-length", b"%d" % len(body)),)
        await self._send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
        if self._scope["method"] == "HEAD":
            body = b""
        for place in range(0, len(body) or 1, PIECE):
            more = place + PIECE < len(body)
            await self._send({"type": "http.response.body", "body": body[place : place + PIECE], "more_body": more})
