"""What a door that is no page is given by the server: the ASGI protocol's three parts, with their types."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol, TypeVar

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Door = Callable[[Message, Receive, Send], Awaitable[None]]

Result = TypeVar("Result")


IN_MEMORY = 1024 * 1024
"""Octets of what comes in that are kept in memory; more goes to disk."""


class TooMuch(Exception):
    """More was sent than is taken."""


class Gone(Exception):
    """The client left while it was sending."""


class Asks(Protocol):
    """Runs what waits in threads, of which there is a fixed number."""

    async def run(self, work: Callable[..., Result], *arguments: object) -> Result:
        """The result of `work`, made in a thread."""
        ...

    async def ask(self, question: Callable[..., Result], *arguments: object) -> Result:
        """The same for what asks the database: the connection goes back to the pool afterwards."""
        ...


async def answer(send: Send, status: int, body: bytes = b"", media_type: bytes = b"text/plain; charset=utf-8") -> None:
    """A whole answer at once, kept by nobody."""
    headers = [(b"content-type", media_type), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def header(scope: Message, name: bytes) -> str:
    """The header, or nothing. `name` is in small letters."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


async def whole_body(scope: Message, receive: Receive, *, most: int) -> IO[bytes]:
    """What comes in, on disk when it is much; to be closed by whoever asked.

    Raises TooMuch, before anything is read when it was announced; Gone.
    """
    length = header(scope, b"content-length")
    if length.isdecimal() and int(length) > most:
        raise TooMuch
    body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the caller closes it
    try:
        async for piece in _pieces(receive, most):
            body.write(piece)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _pieces(receive: Receive, most: int) -> AsyncIterator[bytes]:
    left = most
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        piece = message.get("body", b"")
        left -= len(piece)
        if left < 0:
            raise TooMuch
        yield piece
        if not message.get("more_body"):
            return
