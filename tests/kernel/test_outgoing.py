"""Requests to addresses that somebody typed reach what they should, and nothing that only we can reach."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from kring.kernel import outgoing
from kring.kernel.addresses import may_reach
from kring.kernel.outgoing import CannotReach, fetch, why_not_reach


@dataclass
class Site:
    """A web server of somebody else, on this machine."""

    port: int
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    site: Site

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.site.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        match self.path:
            case "/elsewhere":
                self._answer(302, b"", Location=self.site.url("/secret"))
            case "/endless":
                self._answer(200, b"x" * 3000)
            case "/slow":
                self.send_response(200)
                self.end_headers()
                for _ in range(20):
                    time.sleep(0.05)
                    self.wfile.write(b".")
            case _:
                self._answer(200, b"taken", Server_Says="hello")

    do_GET = do_POST  # noqa: N815  # the name that the server asks for

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what some of these tests are about."""


def serve(certificate: Path | None = None) -> Iterator[Site]:
    handler = type("SiteHandler", (Handler,), {})
    server = Server(("127.0.0.1", 0), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_address[1])
    handler.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    yield from serve()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What the name servers of the world say."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if isinstance(host, bytes):
            host = host.decode()
        return [found for address in known.get(host, [host]) for found in real(address, port, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def code_of(url: str, **options: Any) -> str:
    with pytest.raises(CannotReach) as caught:
        fetch("GET", url, **options)
    return caught.value.code


def test_it_brings_back_what_an_allowed_address_says(site: Site) -> None:
    answer = fetch("POST", site.url("/hook"), content=b"news", headers={"X-Mine": "1"})
    assert (answer.status, answer.body, answer.ok) == (200, b"taken", True)
    method, path, headers, body = site.asked[0]
    assert (method, path, body) == ("POST", "/hook", b"news")
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert headers["X-Mine"] == "1"


def test_it_keeps_the_name_in_the_request_and_connects_to_the_address(site: Site, names: dict[str, list[str]]) -> None:
    names["hooks.example"] = ["127.0.0.1"]
    assert fetch("GET", site.url(host="hooks.example")).ok
    assert site.asked[0][2]["Host"] == f"hooks.example:{site.port}"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"])
def test_it_does_not_reach_this_machine(host: str, site: Site, settings: Settings) -> None:
    settings.KRING_OUTGOING_PRIVATE = []
    assert code_of(f"https://{host}:{site.port}/") in {"not_allowed", "no_such_host"}
    assert site.asked == []


def test_it_does_not_believe_a_name_that_leads_inside(
    site: Site, names: dict[str, list[str]], settings: Settings
) -> None:
    settings.KRING_OUTGOING_PRIVATE = []
    names["rebound.example"] = ["127.0.0.1"]
    assert code_of(site.url(host="rebound.example", scheme="https")) == "not_allowed"
    assert site.asked == []


def test_it_looks_a_name_up_once(site: Site, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    names["hooks.example"] = ["127.0.0.1"]
    looked = []
    real = socket.getaddrinfo

    def count(host: Any, *rest: Any, **more: Any) -> Any:
        if "hooks" in str(host):
            looked.append(host)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", count)
    fetch("GET", site.url(host="hooks.example"))
    assert len(looked) == 1


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.0.0.8", False),
        ("172.16.3.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("::ffff:10.0.0.8", False),
        ("2002:0a00:0008::1", False),
        ("64:ff9b::a00:8", False),
        ("64:ff9b::5db8:d70e", True),
        ("not an address", False),
    ],
)
def test_only_public_addresses_are_reached(address: str, reached: bool) -> None:
    assert may_reach(address, ()) is reached


def test_what_the_operator_allows_is_reached() -> None:
    allowed = [ip_network("10.1.0.0/16")]
    assert may_reach("10.1.2.3", allowed)
    assert may_reach("::ffff:10.1.2.3", allowed)
    assert not may_reach("10.2.2.3", allowed)


def test_plain_http_goes_nowhere_in_public(names: dict[str, list[str]]) -> None:
    names["hooks.example"] = ["93.184.215.14"]
    assert code_of("http://hooks.example/") == "not_allowed"


def test_a_redirect_is_not_followed(site: Site) -> None:
    answer = fetch("GET", site.url("/elsewhere"))
    assert (answer.status, answer.ok) == (302, False)
    assert [path for _, path, *_ in site.asked] == ["/elsewhere"]


def test_a_long_answer_is_cut_short(site: Site) -> None:
    assert code_of(site.url("/endless"), most=2000) == "too_large"


def test_a_slow_answer_ends_at_the_deadline_however_steadily_it_drips(site: Site) -> None:
    began = time.monotonic()
    assert code_of(site.url("/slow"), patience=0.3) == "too_slow"
    assert time.monotonic() - began < 0.9


def test_nobody_listening_is_said(settings: Settings) -> None:
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert code_of(f"http://127.0.0.1:{free.getsockname()[1]}/") == "refused"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://x", "https://", "https://me:secret@example.org/", "://", "https://[::1"]
)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    assert code_of(url) == "bad_address"
    why = why_not_reach(url)
    assert why is not None
    assert why.code == "bad_address"


def test_the_certificate_has_to_be_that_of_the_name(
    tmp_path: Path, names: dict[str, list[str]], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    names |= {"hooks.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    certificate = make_certificate(tmp_path / "site.pem", "hooks.example")
    monkeypatch.setattr(outgoing, "_authorities", lambda: ssl.create_default_context(cafile=certificate))
    for site in serve(certificate):
        assert fetch("GET", site.url(host="hooks.example", scheme="https")).ok
        assert code_of(site.url(host="other.example", scheme="https")) == "refused"
        assert len(site.asked) == 1


def make_certificate(path: Path, name: str) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path
