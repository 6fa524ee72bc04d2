"""Django in a fixed number of threads.

Django's own way to be an ASGI application makes a thread for every request in flight and passes each page between two
of them several times. Pages of Kring are plain functions, so one thread runs a page from its first middleware to
its last, and what cannot be served yet waits without a thread or a database connection.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections, connections
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import set_script_prefix

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.rest.problems import problem
from kring.site import metrics
from kring.web.asgi import Gone, Message, Receive, Result, Send, TooMuch, whole_body
from kring.web.doors import spoken

log = logging.getLogger("kring.request")

TOO_MUCH = N_("More was sent than the {most} that Kring takes at once. Send fewer or smaller files.")


class Threads:
    """Where everything that waits for the database runs."""

    def __init__(self, number: int) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix="page")

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """The result of `work`, made in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    async def ask(self, question: Callable[..., Result], *arguments: object) -> Result:
        """The same for work that is no request: its database connection goes back to the pool afterwards."""
        return await self.run(_and_let_go, question, arguments)

    def stop(self) -> None:
        """Wait for what runs."""
        self._pool.shutdown()


class Pages(ASGIHandler):
    """Everything that Django answers."""

    def __init__(self, threads: Threads) -> None:
        self.load_middleware(is_async=False)  # not the asynchronous chain that the parent would make
        self._threads = threads

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            body = await whole_body(scope, receive, most=settings.KRING_MAX_REQUEST)
        except TooMuch:
            await self.send_response(_too_much(scope), send)
            return
        except Gone:
            return
        with body:
            response = await self._threads.run(self._answer, scope, body)
            try:
                await self._send(response, send)
            finally:
                await self._threads.run(response.close)  # ends the request: the connection goes back to the pool

    def _answer(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        started = time.perf_counter()
        set_script_prefix("/")
        signals.request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response = refused if request is None else self.get_response(request)
        assert response is not None
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        response._handler_class = type(self)  # type: ignore[attr-defined]  # noqa: SLF001  # what tells `close` to end the request
        _say(scope["method"], request, response, time.perf_counter() - started)
        return response

    async def _send(self, response: HttpResponseBase, send: Send) -> None:
        if not response.streaming:
            await self.send_response(response, send)
            return
        pieces = iter(response)
        await send({"type": "http.response.start", "status": response.status_code, "headers": _headers(response)})
        while (piece := await self._threads.ask(next, pieces, None)) is not None:  # each in whatever thread is free
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _and_let_go(question: Callable[..., Result], arguments: Iterable[object]) -> Result:
    close_old_connections()
    try:
        return question(*arguments)
    finally:
        connections.close_all()


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    cookies = [
        (b"Set-Cookie", cookie.output(header="").strip().encode("ascii")) for cookie in response.cookies.values()
    ]
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()] + cookies


def _too_much(scope: Message) -> HttpResponse:
    """What somebody is told who sent more than we take, in the form of the door they came by."""
    refusal = Refusal("request_too_large", TOO_MUCH, {"most": f"{settings.KRING_MAX_REQUEST / 1024**2:.0f} MB"})
    if scope["path"].startswith("/api/"):
        return problem(413, refusal)
    return HttpResponse(spoken(refusal) + "\n", "text/plain; charset=utf-8", 413)


def _say(method: str, request: HttpRequest | None, response: HttpResponseBase, seconds: float) -> None:
    """One line a request: which kind of page, never which one, and nothing of what was asked for."""
    metrics.count(method, response.status_code, seconds)
    match = getattr(request, "resolver_match", None)
    log.info(
        "answered",
        extra={
            "fields": {
                "method": method,
                "route": match.route if match else None,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            }
        },
    )
