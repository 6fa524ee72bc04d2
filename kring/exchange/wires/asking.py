"""Asking somebody else's server, and what its answer means when it is not what was asked for."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from kring.kernel.outgoing import Answer, CannotReach, fetch

PATIENCE = 60.0
"""Seconds for one answer: large pages come from slow servers."""
NOT_CHANGED = 304
MOVED = frozenset({301, 302, 303, 307, 308})
MOST_MOVES = 5
PORTS = {"https": 443, "http": 80}
OF_ONE_FILE = frozenset({"not_there", "too_large", "other_answer"})
"""What goes wrong with one file of many, and says nothing of the others."""


class Failed(Exception):
    """There is no page, or they did not take it.

    Codes: those of `CannotReach`; credentials, not_there, too_much, busy, broken, other_answer, unreadable.
    """

    def __init__(self, code: str, text: str, *, wait: int | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.wait = wait
        """Seconds that they ask us to wait."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """How one shows who one is: a name and a password (Basic), a token alone (Bearer), or nothing."""

    user: str = ""
    secret: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """As they are sent."""
        if not self.secret:
            return {}
        if not self.user:
            return {"Authorization": f"Bearer {self.secret}"}
        pair = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}


NOBODY = Credentials()


@dataclass(frozen=True, slots=True)
class Origin:
    """The address that a person typed, and how one shows there who one is.

    What answers name beyond that host gets no credentials, and is not reached in private networks, whatever is allowed
    there: else whoever publishes something could have us ask machines that only we can reach.
    """

    url: str
    credentials: Credentials = NOBODY

    def has(self, url: str) -> bool:
        """Is this address on the same host?"""
        return _host(url) == _host(self.url)


def ask_for(
    url: str, credentials: Credentials, *, accept: str, most: int, content: bytes | None = None, mark: str = ""
) -> Answer:
    """Fetches something, or gives `content` in the same media type. With a `mark` the answer may be that nothing changed.

    Raises `Failed`.
    """
    return _ask(Origin(url, credentials), url, accept=accept, most=most, content=content, mark=mark)


def follow(origin: Origin, url: str = "", *, accept: str = "*/*", most: int, mark: str = "") -> Answer:
    """Fetches what lies at an address that was typed, or that an answer from there named, wherever it has moved to.

    Raises `Failed`.
    """
    url = url or origin.url
    for _ in range(MOST_MOVES):
        answer = _ask(origin, url, accept=accept, most=most, mark=mark, moves=True)
        if answer.status not in MOVED:
            return answer
        url = _beside(url, header(answer, "location"))
    raise Failed("other_answer", f"They sent us on more than {MOST_MOVES} times.")


def mark_of(answer: Answer) -> str:
    """By which one hears the next time that nothing changed: its ETag, else when it was last changed."""
    return header(answer, "etag") or header(answer, "last-modified")


def _ask(
    origin: Origin,
    url: str,
    *,
    accept: str,
    most: int,
    content: bytes | None = None,
    mark: str = "",
    moves: bool = False,
) -> Answer:
    is_there = origin.has(url)
    headers = {"Accept": accept, **(origin.credentials.headers if is_there else {})}
    if content is not None:
        headers["Content-Type"] = accept
    if mark:
        headers["If-None-Match" if mark.endswith('"') else "If-Modified-Since"] = mark
    method = "GET" if content is None else "POST"
    try:
        answer = fetch(method, url, content=content, headers=headers, most=most, patience=PATIENCE, private=is_there)
    except CannotReach as why:
        raise Failed(why.code, str(why)) from None
    if answer.ok or (mark and answer.status == NOT_CHANGED) or (moves and answer.status in MOVED):
        return answer
    raise Failed(_meaning(answer.status), f"They answered {answer.status}.", wait=_wait(answer))


def _host(url: str) -> tuple[str, int | None]:
    """Raises `Failed` for what is no address."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme)
    except ValueError:
        raise Failed("bad_address", f"This is no address: {url[:200]}") from None


def _beside(url: str, name: str) -> str:
    try:
        return urljoin(url, name)
    except ValueError:
        raise Failed("bad_address", f"This is no address: {name[:200]}") from None


def header(answer: Answer, name: str) -> str:
    """What a header of the answer says; nothing when it is not there."""
    return {key.lower(): value for key, value in answer.headers.items()}.get(name, "")


def _meaning(status: int) -> str:
    if status in {401, 403}:
        return "credentials"
    if status == 404:
        return "not_there"
    if status == 413:
        return "too_much"
    if status in {429, 503}:
        return "busy"
    return "broken" if status >= 500 else "other_answer"


def _wait(answer: Answer) -> int | None:
    said = header(answer, "retry-after")
    return min(int(said), 86_400) if said.isascii() and said.isdecimal() and len(said) < 9 else None
