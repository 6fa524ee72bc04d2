"""A TAXII 2.1 client: one question at a time, to servers as they are.

Servers differ from the standard and from each other: some say that there is more and not where, some give no dates, some
answer with a bundle. What can be understood is; what cannot is said.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kring.exchange.stix import LIMITS, Envelope, Unreadable, split
from kring.kernel.outgoing import Answer, CannotReach, fetch

MEDIA_TYPE = "application/taxii+json;version=2.1"
A_PAGE = 1_000
PATIENCE = 60.0
"""Seconds for one answer: large pages come from slow servers."""


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader goes on."""

    after: str = ""
    """`added_after`: all up to this moment was read."""
    next: str = ""
    """`next`: in the middle of what was added after that."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, and where the next one begins."""

    envelope: Envelope
    goes_on: Place
    more: bool


def ask(collection: str, credentials: Credentials, place: Place) -> Fetched:
    """What was added after a place. Raises `Failed`."""
    query = {"limit": str(A_PAGE)}
    if place.after:
        query["added_after"] = place.after
    if place.next:
        query["next"] = place.next
    answer = _fetch("GET", f"{collection.rstrip('/')}/objects/?{urlencode(query)}", credentials)
    try:
        envelope = split(answer.body) if answer.body.strip() else Envelope(())
    except Unreadable as why:
        raise Failed("unreadable", str(why)) from None
    last = {name.lower(): value for name, value in answer.headers.items()}.get("x-taxii-date-added-last", "")
    if envelope.more and envelope.next:
        return Fetched(envelope, Place(place.after, envelope.next), more=True)
    # Who says that there is more and not where is asked from the last moment on; who stands still is left alone.
    goes_on = Place(last or place.after)
    return Fetched(envelope, goes_on, more=envelope.more and goes_on != Place(place.after))


def give(collection: str, credentials: Credentials, octets: bytes) -> list[str]:
    """Adds an envelope. Gives why objects were refused, as far as they say so at once. Raises `Failed`."""
    answer = _fetch("POST", f"{collection.rstrip('/')}/objects/", credentials, octets)
    try:
        failures = json.loads(answer.body).get("failures", [])
        return [f"{one.get('id', '')}: {one.get('message', '')}"[:500] for one in failures]
    except (ValueError, AttributeError):
        return []


def _fetch(method: str, url: str, credentials: Credentials, content: bytes | None = None) -> Answer:
    headers = {"Accept": MEDIA_TYPE, **credentials.headers}
    if content is not None:
        headers["Content-Type"] = MEDIA_TYPE
    try:
        answer = fetch(method, url, content=content, headers=headers, most=LIMITS.octets, patience=PATIENCE)
    except CannotReach as why:
        raise Failed(why.code, str(why)) from None
    if answer.ok:
        return answer
    raise Failed(_meaning(answer.status), f"They answered {answer.status}.", wait=_wait(answer))


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
    said = {name.lower(): value for name, value in answer.headers.items()}.get("retry-after", "")
    return min(int(said), 86_400) if said.isascii() and said.isdecimal() and len(said) < 9 else None
