"""Feeds of MISP, read as any MISP reads them: the manifest, and the events that are asked for."""

from dataclasses import dataclass

from kring.exchange.misp import (
    MANIFEST,
    MOST_OCTETS_OF_MANIFEST,
    Converter,
    Event,
    Manifest,
    Unreadable,
    is_intact,
    read,
    read_manifest,
)
from kring.exchange.stix import LIMITS
from kring.exchange.wires.asking import NOT_CHANGED, Credentials, Failed, ask_for, mark_of

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Looked:
    """What a feed has, and by which mark one hears later that nothing changed since."""

    manifest: Manifest
    mark: str


def look(feed: str, credentials: Credentials, mark: str) -> Looked | None:
    """What a feed has. None: nothing changed since this mark. Raises `Failed`."""
    answer = ask_for(_beside(feed, MANIFEST), credentials, accept=JSON, most=MOST_OCTETS_OF_MANIFEST, mark=mark)
    if answer.status == NOT_CHANGED:
        return None
    try:
        return Looked(read_manifest(answer.body), mark_of(answer))
    except Unreadable as why:
        raise Failed("unreadable", why.text) from None


def fetch_event(
    feed: str, credentials: Credentials, file: str, sha256: str | None, converter: Converter
) -> list[Event]:
    """An event as STIX, by a converter that is kept for many of them. Raises `Failed`, and `Unreadable` for what is wrong with this one event alone."""
    answer = ask_for(_beside(feed, file), credentials, accept=JSON, most=LIMITS.octets)
    if not is_intact(answer.body, sha256):
        raise Unreadable("other_hash", "The file is not the one that the manifest speaks of.")
    return list(read(answer.body, converter=converter))


def _beside(feed: str, name: str) -> str:
    """Where a file of the feed is, whether one was given the folder or its manifest."""
    return f"{feed.removesuffix(MANIFEST).rstrip('/')}/{name}"
