"""A key from the directory of somebody's mail domain, over the network: a directory on loopback, with TLS and all."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pysequoia import Tsk
from pytest_django import Settings

from kring.kernel import outgoing
from kring.kernel.binding import acting_as
from kring.kernel.errors import Refused
from kring.notices import commands
from kring.notices.post import wkd
from kring.people import queries as people
from tests.cast import Cast

DIRECT = f"/.well-known/openpgpkey/hu/{wkd.directory_name('ada')}?l=ada"
ADVANCED = f"/.well-known/openpgpkey/ada.example/hu/{wkd.directory_name('ada')}?l=ada"
NAMES = ("ada.example", "openpgpkey.ada.example")


@dataclass
class Directory:
    """A web server of ada's mail domain."""

    keys: dict[str, bytes] = field(default_factory=dict)
    """What it answers, by path and question; 404 for all else."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Host and path of each request."""


@pytest.fixture
def directory(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    """Where the names of ada's domain lead, trusted by this machine."""
    found = Directory()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.headers["Host"].partition(":")[0], self.path))
            body = found.keys.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()

    settings.KRING_KEY_LOOKUP = True
    settings.KRING_OUTGOING_PRIVATE = ["127.0.0.0/8"]
    # A port that needs no rights stands for 443; the rest of the address is as it is made.
    real, usual = wkd.addresses, socket.getaddrinfo
    with_port = lambda email: tuple(url.replace(".example/.", f".example:{port}/.") for url in real(email))  # noqa: E731
    monkeypatch.setattr(wkd, "addresses", with_port)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: usual(
            "127.0.0.1" if host in {*NAMES, *map(str.encode, NAMES)} else host, *rest, **more
        ),
    )
    trusting = ssl.create_default_context(cafile=tmp_path / "both.pem")
    monkeypatch.setattr(outgoing, "_authorities", lambda: trusting)
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def certificate(folder: Path) -> None:
    """One for the names of ada's domain, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAMES[0])])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([*map(x509.DNSName, NAMES), x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))


def look_up(cast: Cast) -> None:
    with acting_as(cast.actor("ada")) as ada:
        commands.look_up_key(actor=ada)


def fingerprint(cast: Cast) -> str:
    with acting_as(cast.actor("ada")) as ada:
        return people.account_of(ada).key_fingerprint


def published(address: str = "Ada <ada@ada.example>") -> tuple[bytes, str]:
    key = Tsk.generate(address).extract_certificate()
    return bytes(key), key.fingerprint


@pytest.mark.parametrize(("path", "hosts"), [(ADVANCED, NAMES[1:]), (DIRECT, NAMES[::-1])])
def test_it_is_found_at_the_host_for_keys_and_else_at_the_domain(
    cast: Cast, directory: Directory, path: str, hosts: tuple[str, ...]
) -> None:
    directory.keys[path], made = published()
    look_up(cast)
    assert fingerprint(cast).lower() == made.lower()
    assert tuple(host for host, _ in directory.asked) == hosts
    assert directory.asked[-1][1] == path


def test_a_directory_without_it_says_so(cast: Cast, directory: Directory) -> None:
    with pytest.raises(Refused) as refused:
        look_up(cast)
    assert refused.value.code == "key_not_published"
    assert len(directory.asked) == 2
    assert fingerprint(cast) == ""


def test_a_key_of_somebody_else_is_not_taken(cast: Cast, directory: Directory) -> None:
    directory.keys[ADVANCED], _ = published("Eve <eve@eve.example>")
    with pytest.raises(Refused):
        look_up(cast)
    assert fingerprint(cast) == ""


def test_nobody_is_asked_unless_the_operator_says_so(cast: Cast, directory: Directory, settings: Settings) -> None:
    settings.KRING_KEY_LOOKUP = False
    with pytest.raises(Refused) as refused:
        look_up(cast)
    assert refused.value.code == "key_lookup_off"
    assert directory.asked == []
