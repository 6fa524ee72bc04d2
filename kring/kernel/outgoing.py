"""Requests to addresses that somebody typed: webhooks, keys from a mail domain, feeds. The one client for all of them.

Such a request could be aimed at machines that only we can reach. So a name is looked up once, the connection goes to
the address that was looked at and to no other, private addresses are refused unless `KRING_OUTGOING_PRIVATE` allows
them, redirects are not followed, and there is a limit on time and on size. Plain http goes to allowed private networks
only. Proxies from the environment are not used: the guard would not know where they connect to.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from kring.kernel.addresses import Network, is_among, may_reach, networks
from kring.kernel.errors import KringError, Misconfigured

PATIENCE = 15.0
"""Seconds from the first look at the name to the last byte of the answer."""
MOST = 1024 * 1024
"""Bytes of an answer that are read."""
ADDRESSES_TRIED = 3


class CannotReach(KringError):
    """There is no answer. `code` says why: bad_address, no_such_host, not_allowed, refused, too_slow, too_large."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status; a redirect too, since none is followed."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Did they take it, or have it?"""
        return 200 <= self.status < 300


def fetch(
    method: str,
    url: str,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    most: int = MOST,
    patience: float = PATIENCE,
    private: bool = True,
) -> Answer:
    """Ask, and wait for the answer. Blocks; never ask while a lock is held that others wait for.

    Not `private`: to no private network, whatever is allowed. For addresses that somebody else's answer names.
    Raises `CannotReach`.
    """
    request = httpx.Request(
        method,
        _address(url),
        content=content,
        headers={"User-Agent": "Kring", "Accept-Encoding": "identity", **(headers or {})},
    )
    try:
        return asyncio.run(_within(patience, request, most, _allowed() if private else ()))
    except TimeoutError:
        raise CannotReach("too_slow", f"no answer within {patience:g} seconds") from None


def why_not_reach(url: str) -> CannotReach | None:
    """What is wrong with an address before anybody is asked: for whoever types it. A name is not looked up."""
    try:
        _address(url)
    except CannotReach as why:
        return why
    return None


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        raise CannotReach("bad_address", "it is not an address") from None
    if address.scheme not in {"https", "http"} or not address.host:
        raise CannotReach("bad_address", "it must begin with https://")
    if address.userinfo:
        raise CannotReach("bad_address", "it must not have a name and password in it")
    return address


def _allowed() -> tuple[Network, ...]:
    try:
        return networks(tuple(settings.KRING_OUTGOING_PRIVATE))
    except ValueError as error:
        raise Misconfigured(f"KRING_OUTGOING_PRIVATE should name networks like 10.1.0.0/16: {error}.") from None


async def _within(patience: float, request: httpx.Request, most: int, allowed: tuple[Network, ...]) -> Answer:
    async with asyncio.timeout(patience):
        return await _ask(request, await _look_up(request.url, allowed), most)


async def _look_up(url: httpx.URL, allowed: tuple[Network, ...]) -> list[str]:
    """The addresses behind the name that we may connect to."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CannotReach("no_such_host", f"there is no address for {url.host}") from None
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    good = [address for address in addresses if may_reach(address, allowed)]
    if url.scheme == "http":
        good = [address for address in good if is_among(address, allowed)]
    if not good:
        why = "it is not encrypted" if url.scheme == "http" else "it is a private address"
        raise CannotReach("not_allowed", f"{url.host} may not be reached: {why}")
    return good[:ADDRESSES_TRIED]


async def _ask(request: httpx.Request, addresses: list[str], most: int) -> Answer:
    async with httpx.AsyncClient(verify=_authorities(), trust_env=False, timeout=None) as client:  # noqa: S113  # the deadline is around all of it
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                return await _ask_at(client, request, address, most)
            except httpx.ConnectError as error:
                if last == 0:
                    raise CannotReach("refused", _words(error)) from error
            except httpx.HTTPError as error:
                raise CannotReach("refused", _words(error)) from error
    raise AssertionError("no addresses")


async def _ask_at(client: httpx.AsyncClient, request: httpx.Request, address: str, most: int) -> Answer:
    """The connection goes to this very address; the certificate and the Host header are those of the name."""
    extensions: dict[str, Any] = {"sni_hostname": request.url.host}
    pinned = client.build_request(
        request.method,
        request.url.copy_with(host=address),
        content=request.content or None,
        headers=request.headers,
        extensions=extensions,
    )
    answer = await client.send(pinned, stream=True, follow_redirects=False)
    try:
        body = bytearray()
        async for piece in answer.aiter_raw():
            body += piece
            if len(body) > most:
                raise CannotReach("too_large", f"the answer is longer than {most} bytes")
        return Answer(answer.status_code, bytes(body), dict(answer.headers))
    finally:
        await answer.aclose()


def _words(error: Exception) -> str:
    """What the network said, for the person whose address it is."""
    return (str(error) or type(error).__name__)[:200]


@cache
def _authorities() -> ssl.SSLContext:
    """The certificate authorities of this machine. Reading them takes a while, so it is done once."""
    return ssl.create_default_context()
