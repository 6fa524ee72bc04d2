"""An LMTP server: one recipient a mail, an answer for each, and nothing kept when the answer is no."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from kring.kernel.errors import Misconfigured

__all__ = ["Place", "Take", "place_of", "serve"]

log = logging.getLogger(__name__)

Take = Callable[[str, str, bytes], str]
"""Takes a mail (sender, recipient, octets) and says what to answer: "250 2.0.0 taken". Called in a thread."""

_LARGEST = 30_000_000  # octets, as in `reading`
_PATIENCE = 120.0  # seconds of silence


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen: a port of an address, or a socket in the file system."""

    host: str = ""
    port: int = 0
    path: str = ""


def place_of(setting: str) -> Place:
    """Reads KRING_MAIL_LISTEN: "8024", "127.0.0.1:8024" or "/run/kring/lmtp". Raises `Misconfigured`."""
    if setting.startswith("/"):
        return Place(path=setting)
    host, _, port = setting.rpartition(":")
    if not port.isdecimal() or not 0 <= int(port) < 65536:
        raise Misconfigured(
            f"KRING_MAIL_LISTEN should be a port, an address with a port or the path of a socket, not {setting!r}."
        )
    return Place(host=host.strip("[]") or "127.0.0.1", port=int(port))


class _Door(LMTP):
    """A session. Lines may be long: mail programs write HTML in one."""

    line_length_limit = 1_000_000


class _Handler:
    """One recipient at a time: then the answer is about that one, and servers know how to ask for the next."""

    def __init__(self, take: Take, threads: ThreadPoolExecutor) -> None:
        self._take, self._threads = take, threads

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient, sender = envelope.rcpt_tos[0], (envelope.mail_from or "").strip("<>")
        octets = envelope.original_content or b""
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, self._take, sender, recipient, octets
            )
        except Exception:  # the mail is theirs until we say that we have it: they try again later
            log.exception("A mail could not be taken in")
            return "451 4.3.0 not now, please try again"


async def serve(place: Place, take: Take, *, at_once: int = 4, ready: Callable[[int], None] | None = None) -> None:
    """Take mail until asked to stop. `ready` hears the port once it listens."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(RuntimeError, ValueError):  # not in the main thread: whoever runs us stops us
            loop.add_signal_handler(number, stopping.set)
    with ThreadPoolExecutor(at_once, thread_name_prefix="mail-in") as threads:
        options: dict[str, Any] = {
            "data_size_limit": _LARGEST,
            "enable_SMTPUTF8": True,
            "timeout": _PATIENCE,
            "loop": loop,
        }

        def door() -> _Door:
            return _Door(_Handler(take, threads), **options)

        if place.path:
            _clear(place.path)
            server = await loop.create_unix_server(door, place.path)
            _open_to_group(place.path)
        else:
            server = await loop.create_server(door, place.host, place.port)
        async with server:
            if ready:
                ready(0 if place.path else server.sockets[0].getsockname()[1])
            log.info("Mail is taken in")
            await stopping.wait()


def _clear(path: str) -> None:
    """Take away the socket that a process left behind which was killed."""
    Path(path).unlink(missing_ok=True)


def _open_to_group(path: str) -> None:
    """The mail system runs under an account of its own, in our group."""
    Path(path).chmod(0o660)
