"""Somebody else's TAXII server, with the habits that real ones have: a real HTTP server on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Elsewhere:
    """The server. What it has was added a second apart, in this order."""

    port: int = 0
    objects: list[dict[str, Any]] = field(default_factory=list)
    a_page: int = 100
    habit: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    wants: str = ""
    fails_after: int | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    given: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/collections/1/"

    def answer(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """To a question for objects."""
        self.asked.append(query)
        if self.fails_after is not None and len(self.asked) > self.fails_after:
            return 500, {}, b""
        if self.status != 200 or self.body is not None:
            return self.status, self.headers, self.body or b""
        begin = int(query.get("next") or 0) or sum(self.date(n) <= query.get("added_after", "") for n in self.numbers)
        if self.habit == "loops":
            begin = 0
        end = min(begin + self.a_page, len(self.objects))
        return 200, self.dates(begin, end), json.dumps(self.envelope(begin, end)).encode()

    def envelope(self, begin: int, end: int) -> dict[str, Any]:
        part = self.objects[begin:end]
        if self.habit == "bundle":
            return {"type": "bundle", "id": "bundle--1", "objects": part}
        if not part:
            return {}
        more = end < len(self.objects)
        said: dict[str, Any] = {"more": more, "objects": part}
        return said | ({"next": str(end)} if more and self.habit not in {"no next", "loops"} else {})

    def dates(self, begin: int, end: int) -> dict[str, str]:
        if self.habit == "no dates" or begin == end:
            return {}
        return {"X-TAXII-Date-Added-First": self.date(begin), "X-TAXII-Date-Added-Last": self.date(end - 1)}

    @property
    def numbers(self) -> range:
        return range(len(self.objects))

    @staticmethod
    def date(number: int) -> str:
        return f"2026-01-01T00:{number // 60:02d}:{number % 60:02d}.000000Z"


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    place = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            self.say(*place.answer(query))

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            place.given += sent["objects"]
            self.say(202, {}, place.body or b"{}")

        def say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            if place.wants and self.headers.get("Authorization") != place.wants:
                place.refused += 1
                status = 401
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    place.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
