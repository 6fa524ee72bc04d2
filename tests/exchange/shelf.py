"""Files on somebody else's web server: a real HTTP server on this machine, of which each path can answer as it likes."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Odd:
    """An answer that is no file."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Shelf:
    """The server, and what lies where."""

    host: str = "127.0.0.1"
    port: int = 0
    marks: str = "etag"
    """By what it says that nothing changed: "etag", "date", or nothing."""
    files: dict[str, bytes | Odd] = field(default_factory=dict)
    wants: str = ""
    asked: list[str] = field(default_factory=list)

    def url(self, path: str = "") -> str:
        return f"http://{self.host}:{self.port}{path}"

    def answer(self, path: str, known: str, since: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        found = self.files.get(path, Odd(404))
        if isinstance(found, Odd):
            return found.status, found.headers, b""
        digest = hashlib.sha256(found).hexdigest()
        mark = {"etag": {"ETag": f'"{digest}"'}, "date": {"Last-Modified": digest}}.get(self.marks, {})
        same = (known, since) == ((mark.get("ETag", ""), mark.get("Last-Modified", "")))
        return (304, mark, b"") if mark and same else (200, mark, found)


Kind = TypeVar("Kind", bound=Shelf)


@contextmanager
def shelf(kind: type[Kind], host: str = "127.0.0.1") -> Iterator[Kind]:
    place = kind(host)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known, since = (self.headers.get(name, "") for name in ("If-None-Match", "If-Modified-Since"))
            status, headers, body = place.answer(self.path, known, since)
            if place.wants and self.headers.get("Authorization") != place.wants:
                status, body = 403, b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer((host, 0), Handler)
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
