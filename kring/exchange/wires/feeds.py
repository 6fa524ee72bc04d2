"""Feeds of MISP, read as any MISP reads them: the manifest, and of the events those that are new."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kring.exchange.misp import MANIFEST, MOST_OCTETS_OF_MANIFEST, Converter, Entry, Event, News, Unreadable, news, read
from kring.exchange.stix import LIMITS
from kring.exchange.wires.asking import NOT_CHANGED, Credentials, Failed, ask_for, header

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is new, and by which mark one hears later that nothing changed since."""

    news: News
    mark: str


def look(feed: str, credentials: Credentials, have: Mapping[UUID, int], mark: str) -> Looked | None:
    """What is new in a feed for somebody who has these events in these versions. None: nothing changed. Raises `Failed`."""
    answer = ask_for(_beside(feed, MANIFEST), credentials, accept=JSON, most=MOST_OCTETS_OF_MANIFEST, mark=mark)
    if answer.status == NOT_CHANGED:
        return None
    try:
        return Looked(news(answer.body, have), header(answer, "etag"))
    except Unreadable as why:
        raise Failed("unreadable", why.text) from None


def fetch_event(feed: str, credentials: Credentials, entry: Entry, converter: Converter) -> list[Event]:
    """An event as STIX, by a converter that is kept for many of them. Raises `Failed`, and `Unreadable` for what is wrong with this one event alone."""
    answer = ask_for(_beside(feed, entry.file), credentials, accept=JSON, most=LIMITS.octets)
    if not entry.is_intact(answer.body):
        raise Unreadable("other_hash", "The file is not the one that the manifest speaks of.")
    return list(read(answer.body, converter=converter))


def _beside(feed: str, name: str) -> str:
    """Where a file of the feed is, whether one was given the folder or its manifest."""
    return f"{feed.removesuffix(MANIFEST).rstrip('/')}/{name}"
