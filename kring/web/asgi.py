"""What a door that is no page is given by the server: the ASGI protocol's three parts, with their types."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeVar

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Door = Callable[[Message, Receive, Send], Awaitable[None]]

Result = TypeVar("Result")


class Asks(Protocol):
    """Runs what waits for the database in a thread, and gives its connection back afterwards."""

    async def ask(self, question: Callable[..., Result], *arguments: object) -> Result:
        """The answer to the question."""
        ...


async def answer(send: Send, status: int, body: bytes = b"", media_type: bytes = b"text/plain; charset=utf-8") -> None:
    """A whole answer at once, kept by nobody."""
    headers = [(b"content-type", media_type), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def header(scope: Message, name: bytes) -> str:
    """The header, or nothing. `name` is in small letters."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")
