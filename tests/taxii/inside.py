"""The TAXII door within a test's own transaction, without a server.

The door runs in a thread beside the test; what it asks the database is asked by the test's own thread, on the test's
connection.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any

import orjson

from kring.taxii.door import Taxii
from kring.taxii.rules import MEDIA_TYPE
from kring.web.asgi import Message, Result


class Here:
    """Has the test's thread answer."""

    def __init__(self) -> None:
        self._asked = SimpleQueue[Callable[[], None] | None]()

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        loop = asyncio.get_running_loop()
        answer = loop.create_future()

        def answering() -> None:
            try:
                told = partial(answer.set_result, work(*arguments))
            except Exception as error:  # noqa: BLE001  # whatever it is, the door hears of it
                told = partial(answer.set_exception, error)
            loop.call_soon_threadsafe(told)

        self._asked.put(answering)
        result: Result = await answer
        return result

    ask = run

    def answer(self) -> None:
        """Until there is nothing more to answer."""
        while (answering := self._asked.get()) is not None:
            answering()

    def leave(self) -> None:
        """There will be no more questions."""
        self._asked.put(None)


def asked(method: str, path: str, token: str, body: bytes = b"") -> tuple[int, bytes]:
    """The status, and all that came out: headers and body."""
    (answer,) = asked_often(1, method, path, [token], body)
    return answer


def asked_often(
    times: int, method: str, path: str, tokens: Sequence[str], body: bytes = b"", *, limit: int = 0
) -> list[tuple[int, bytes]]:
    """The same of one door, so many times with each token in turn, under a limit."""
    here = Here()
    door = Taxii(here, address="http://testserver", limit=limit, count=lambda *_: None)

    def come_in() -> list[tuple[int, bytes]]:
        try:
            return [asyncio.run(_ask(door, method, path, token, body)) for _ in range(times) for token in tokens]
        finally:
            here.leave()

    with ThreadPoolExecutor(1) as threads:
        coming = threads.submit(copy_context().run, come_in)
        here.answer()
        return coming.result()


async def _ask(door: Taxii, method: str, path: str, token: str, body: bytes) -> tuple[int, bytes]:
    out: list[Message] = []
    given = [(b"accept", MEDIA_TYPE.encode()), (b"content-type", MEDIA_TYPE.encode())]
    if token:
        given.append((b"authorization", f"Bearer {token}".encode()))
    path, _, query = path.partition("?")
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": given}

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        out.append(message)

    await door(scope, receive, send)
    start, *pieces = out
    return start["status"], repr(start["headers"]).encode() + b"".join(piece["body"] for piece in pieces)


def envelope(*objects: dict[str, Any]) -> bytes:
    """As it is posted."""
    return orjson.dumps({"objects": objects})
