"""Somebody else's machine that is told things: a real HTTP server on this machine."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Call:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def is_signed_with(self, secret: str) -> bool:
        """Checked by the words of the Standard Webhooks specification, sharing no code with the product."""
        prefix, encoded = secret.split("_", 1)
        assert prefix == "whsec"
        content = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        mark = base64.b64encode(hmac.new(base64.b64decode(encoded), content, hashlib.sha256).digest()).decode()
        return f"v1,{mark}" in self.headers["webhook-signature"].split(" ")


@dataclass
class Elsewhere:
    """The machine. `status` is what it answers from now on."""

    port: int
    status: int = 200
    calls: list[Call] = field(default_factory=list)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def told(self) -> list[tuple[str, Any]]:
        """Events and data, in the order in which they came."""
        return [(call.json["type"], call.json["data"]) for call in self.calls]


class Server(ThreadingHTTPServer):
    daemon_threads = True


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    place = Elsewhere(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            place.calls.append(Call(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(place.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    server = Server(("127.0.0.1", 0), Handler)
    place.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
