"""Where outgoing mail goes: the address in `KRING_SMTP_URL`, read once and checked.

    smtp://user:password@mail.example.org:587     STARTTLS is demanded
    smtps://user:password@mail.example.org        TLS from the first byte, port 465
    smtp://127.0.0.1:25?tls=off                   plain text; only this machine and private networks do that
    smtp://mail.example.org?tls=on&ca=/etc/ssl/own-ca.pem&connections=8
    file:///var/lib/kring/mail                    no server: every mail becomes a file in a folder

What comes after a question mark are options: tls (off, on, first), ca, connections, patience (seconds).
"""

import ipaddress
import ssl
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

__all__ = ["BadAddress", "Server", "Tls", "read_url"]


class BadAddress(ValueError):
    """The setting is not an address that mail can be sent to. The text says what is wrong with it."""


class Tls(Enum):
    """When the connection is encrypted."""

    OFF = "off"
    ON = "on"  # STARTTLS, demanded: without it nothing is sent
    FIRST = "first"  # from the first byte


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server to hand outgoing mail to. `connections` is how many are kept at once; times in seconds."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: Tls = Tls.OFF
    ca: str = ""
    connections: int = 4
    patience: float = 60.0

    def context(self) -> ssl.SSLContext:
        """Certificates are checked, always: against the system's authorities or against `ca`."""
        return ssl.create_default_context(cafile=self.ca or None)


def read_url(url: str) -> Server | Path:
    """The server, or the folder, that the setting names. Raises `BadAddress`."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise BadAddress(f"it cannot be read: {error}") from None
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise BadAddress("it must look like smtp://host:port, smtps://host or file:///folder")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := options.keys() - {"tls", "ca", "connections", "patience"}:
        raise BadAddress(f"it has an option that does not exist: {', '.join(sorted(unknown))}")
    try:
        tls = Tls(options["tls"]) if "tls" in options else _usual_tls(parts.scheme, port, host)
        return Server(
            host=host,
            port=port or {Tls.FIRST: 465, Tls.ON: 587, Tls.OFF: 25}[tls],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            ca=options.get("ca", ""),
            connections=max(1, min(64, int(options.get("connections", "4")))),
            patience=max(1.0, float(options.get("patience", "60"))),
        )
    except ValueError as error:
        raise BadAddress(f"an option has a value that does not fit: {error}") from None


def _usual_tls(scheme: str, port: int | None, host: str) -> Tls:
    """TLS unless the server is this machine: a password or a warning never crosses a network in the open."""
    if scheme == "smtps" or port == 465:
        return Tls.FIRST
    return Tls.OFF if _is_this_machine(host) else Tls.ON


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
