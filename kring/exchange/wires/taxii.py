"""A TAXII 2.1 client: one question at a time, to servers as they are.

Servers differ from the standard and from each other: some say that there is more and not where, some give no dates, some
answer with a bundle. What can be understood is; what cannot is said.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from kring.exchange.stix import LIMITS, Envelope, Unreadable, split
from kring.exchange.wires.asking import Credentials, Failed, ask_for, header

MEDIA_TYPE = "application/taxii+json;version=2.1"
A_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a reader goes on."""

    after: str = ""
    """`added_after`: all up to this moment was read."""
    next: str = ""
    """`next`: in the middle of what was added after that."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page, and where the next one begins."""

    envelope: Envelope
    goes_on: Mark
    more: bool


def ask(collection: str, credentials: Credentials, place: Mark) -> Fetched:
    """What was added after a place. Raises `Failed`."""
    query = {"limit": str(A_PAGE)}
    if place.after:
        query["added_after"] = place.after
    if place.next:
        query["next"] = place.next
    address = f"{collection.rstrip('/')}/objects/?{urlencode(query)}"
    answer = ask_for(address, credentials, accept=MEDIA_TYPE, most=LIMITS.octets)
    try:
        envelope = split(answer.body) if answer.body.strip() else Envelope(())
    except Unreadable as why:
        raise Failed("unreadable", str(why)) from None
    last = header(answer, "x-taxii-date-added-last")
    if envelope.more and envelope.next:
        return Fetched(envelope, Mark(place.after, envelope.next), more=True)
    # Who says that there is more and not where is asked from the last moment on; who stands still is left alone.
    goes_on = Mark(last or place.after)
    return Fetched(envelope, goes_on, more=envelope.more and goes_on != Mark(place.after))


def give(collection: str, credentials: Credentials, octets: bytes) -> list[str]:
    """Adds an envelope. Gives why objects were refused, as far as they say so at once. Raises `Failed`."""
    address = f"{collection.rstrip('/')}/objects/"
    answer = ask_for(address, credentials, accept=MEDIA_TYPE, most=LIMITS.octets, content=octets)
    try:
        failures = json.loads(answer.body).get("failures", [])
        return [f"{one.get('id', '')}: {one.get('message', '')}"[:500] for one in failures]
    except (ValueError, AttributeError):
        return []
