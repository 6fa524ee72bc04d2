"""What happened, as it travels from the transaction that did it to the processes with open streams."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import translation

from kring.feeds.live.rows import KINDS, Kind
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible

CHANNEL = "kring_live"


@dataclass(frozen=True, slots=True)
class News:
    """Something open pages may want to show. It carries identifiers, never what was shared."""

    kind: str
    """One of `rows.KINDS`."""
    item: UUID
    circle: UUID
    about: UUID
    """What decides who may have it: the item, or the reply in its thread."""
    by: tuple[UUID, ...] = ()
    """Who did it, and saw it happen on their own page."""

    def __str__(self) -> str:
        """As it travels."""
        return json.dumps([self.kind, str(self.item), str(self.circle), str(self.about), *map(str, self.by)])

    @classmethod
    def heard(cls, payload: str) -> "News":
        """Back from how it travelled."""
        kind, item, circle, about, *by = json.loads(payload)
        return cls(kind, UUID(item), UUID(circle), UUID(about), tuple(map(UUID, by)))


def tell(news: News) -> None:
    """Say it to all processes when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(news)])


def gathers(news: News) -> bool:
    """Is it worth to wait a moment for more of the same?"""
    return KINDS[news.kind].gathers


def alike(heard: Iterable[News]) -> list[list[News]]:
    """What is to be told together: of what gathers, all of one kind about one thing; all else by itself."""
    found: dict[tuple[str, UUID, int], list[News]] = {}
    for place, one in enumerate(heard):
        found.setdefault((one.kind, one.item, 0 if gathers(one) else place), []).append(one)
    return list(found.values())


def letters(heard: Sequence[News], listeners: Mapping[UUID, str]) -> dict[UUID, bytes]:
    """What goes to whom, of those who listen. Rendered once per language, by one of those who may read it.

    All of it is of one kind about one thing. Who may have it is asked of the last, which is as the thing is now.
    """
    news = heard[-1]
    kind = KINDS[news.kind]
    readers = (kind.readers(news.about) & listeners.keys()) - set(news.by)
    by_language: dict[str, list[UUID]] = {}
    for reader in sorted(readers):
        by_language.setdefault(listeners[reader], []).append(reader)
    return {
        reader: letter
        for language, people in by_language.items()
        if (letter := _letter(kind, heard, language, people[0]))
        for reader in people
    }


def _letter(kind: Kind, heard: Sequence[News], language: str, reader: UUID) -> bytes | None:
    news = heard[-1]
    said: dict[str, object] = {"item": str(news.item), "circle": str(news.circle), "fresh": kind.fresh}
    if kind.row or kind.change:
        try:
            with acting_as(Actor(person=reader)) as actor, translation.override(language):
                if kind.row:
                    said["html"] = kind.row(news.item, actor)
                if kind.change:
                    said["update"] = kind.change([each.about for each in heard], actor)
        except NotVisible:  # taken back, or the reader shut out, since we asked
            return None
    return event("news", said)


def event(name: str, data: Mapping[str, object]) -> bytes:
    """The event as it stands in the stream, but for its number."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n".encode()
