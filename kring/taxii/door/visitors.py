"""Who comes with which credentials, and how they meet a collection.

The answer is asked of the database anew every quarter of a second for as long as somebody keeps coming. So a token
that was revoked, and a person, membership or seat that was suspended, opens nothing a moment later, whoever did it and
on whichever machine; and a client that asks a thousand times a second does not cost a thousand questions.
"""

import asyncio
import base64
import binascii
import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from kring.exchange import queries
from kring.exchange.queries import Meeting
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.people import commands as people
from kring.people.rules import Scope
from kring.web.asgi import Asks

FRESH = 0.25
"""Seconds for which an answer counts."""
WINDOW = 60
"""Seconds over which the questions of one token are counted."""
MOST = 4_096
"""Answers that are remembered."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who showed a token that opens something."""

    actor: Actor
    token: UUID
    scopes: frozenset[Scope]
    meeting: Meeting | None
    """The collection they came for. None when there is none for them, or they came for something else."""


class Visitors:
    """Those who came lately."""

    def __init__(self, threads: Asks) -> None:
        self._threads = threads
        self._known: dict[tuple[str, str], tuple[Visitor, float]] = {}
        self._together = Together[Visitor | None]()

    def known(self, authorization: str, collection: str) -> Visitor | None:
        """The visitor, if that was asked a moment ago."""
        found = self._known.get((authorization, collection))
        return found[0] if found and found[1] > time.monotonic() else None

    async def ask(self, authorization: str, collection: str) -> Visitor | None:
        """Who shows these credentials, and meets the collection with this id or alias. None: they open nothing."""
        return self.known(authorization, collection) or await self._together.ask(
            (authorization, collection), self._ask, authorization, collection
        )

    async def _ask(self, authorization: str, collection: str) -> Visitor | None:
        until = time.monotonic() + FRESH
        visitor = await self._threads.ask(_visitor, authorization, collection)
        if visitor is None:
            return None
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[authorization, collection] = visitor, until
        return visitor

    def forget(self) -> None:
        """Something changed here: whoever comes next sees it."""
        self._known.clear()


class Meter:
    """How often each token asked in this minute, in this process.

    Counted in memory: a question to the database for each would cost more than most answers. So behind several
    processes a token may ask as often of each.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        """In a window; 0 for no limit."""
        self._window = 0.0
        self._asked: dict[UUID, int] = {}

    def count(self, token: UUID) -> int:
        """One more time. Gives how many seconds to wait, when it was too often; else 0."""
        left = self._window + WINDOW - time.monotonic()
        if left <= 0:
            self._window, self._asked, left = time.monotonic(), {}, WINDOW
        asked = self._asked[token] = self._asked.get(token, 0) + 1
        return math.ceil(left) if 0 < self._most < asked else 0


class Together(Generic[Answer]):
    """Lets those who ask the same thing at the same time wait for one answer."""

    def __init__(self) -> None:
        self._asked: dict[Hashable, asyncio.Task[Answer]] = {}

    async def ask(self, key: Hashable, question: Callable[..., Any], *arguments: object) -> Answer:
        """The answer to the question, or the error it ends in. It is finished even when who asked has left."""
        if key not in self._asked:
            task = self._asked[key] = asyncio.create_task(question(*arguments))
            task.add_done_callback(lambda _: self._asked.pop(key, None))
        return await asyncio.shield(self._asked[key])


def _visitor(authorization: str, collection: str) -> Visitor | None:
    name, token = _credentials(authorization)
    bearer = people.show_token(text=token)
    if bearer is None or (name is not None and name.casefold() != bearer.address.casefold()):
        return None
    with acting_as(bearer.actor) as actor:
        return Visitor(actor, bearer.token, bearer.scopes, _meeting(collection) if collection else None)


def _meeting(collection: str) -> Meeting | None:
    try:
        return queries.meet(_which(collection))
    except NotVisible:
        return None


def _which(collection: str) -> UUID | str:
    try:
        return UUID(collection)
    except ValueError:
        return collection


def _credentials(authorization: str) -> tuple[str | None, str]:
    """The name, if one is given, and the token: Bearer (RFC 6750), or Basic (RFC 7617) with the token as the password."""
    scheme, _, given = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return None, given.strip()
    try:
        name, _, password = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None, ""
    return (name, password) if scheme.lower() == "basic" else (None, "")
