"""An open page, as the server sees it: one stream, and what arrived on it."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(slots=True)
class Heard:
    """One event."""

    name: str
    number: str
    data: dict[str, Any]
    at: float


@dataclass(slots=True)
class Listening:
    """A stream that stands open, read by a thread."""

    status: int = 0
    events: list[Heard] = field(default_factory=list)
    opened: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    ended_at: float = 0.0

    def named(self, name: str) -> list[Heard]:
        """The events with this name."""
        return [event for event in self.events if event.name == name]

    def wait(self, name: str, *, within: float = 5.0) -> Heard:
        """The first event with this name."""
        deadline = time.monotonic() + within
        while not self.named(name):
            assert time.monotonic() < deadline, f"no {name} within {within} s, but {[e.name for e in self.events]}"
            time.sleep(0.005)
        return self.named(name)[0]


@contextmanager
def listening(url: str, cookies: dict[str, str], *, last: str = "") -> Iterator[Listening]:
    """A page that is open while the block runs."""
    page = Listening()
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    connection.connect()
    wire = connection.sock

    def read() -> None:
        try:
            sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            connection.request("GET", "/live", headers=sent | ({"Last-Event-ID": last} if last else {}))
            with connection.getresponse() as answer:
                page.status = answer.status
                page.opened.set()
                _parse((line.decode().rstrip("\n") for line in answer), page.events)
        except (OSError, ValueError, http.client.HTTPException):
            pass  # it was ended: by the server in the middle of the stream, or by the test
        finally:
            page.ended_at = time.monotonic()
            page.opened.set()
            page.ended.set()

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    page.opened.wait(10)
    try:
        yield page
    finally:
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)
        reading.join(5)
        wire.close()
        connection.close()


def _parse(lines: Iterator[str], into: list[Heard]) -> None:
    name = number = ""
    for line in lines:
        field_name, _, value = line.partition(": ")
        match field_name:
            case "event":
                name = value
            case "id":
                number = value
            case "data":
                into.append(Heard(name, number, json.loads(value), time.monotonic()))
