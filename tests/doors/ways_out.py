"""Every way out of Kring, as a function from a person to the words that come out of it.

The histories compare each of them with the oracle. A new way out is added here, or it is not finished.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kring.kernel.binding import acting_as
from kring.sharing import queries
from tests.cast import Cast
from tests.doors.oracle import World

WORD = re.compile(r"zk\d{5}qx")


def words_in(text: str) -> set[str]:
    """The made-up words that stand in a text."""
    return set(WORD.findall(text))


STORED = """
SELECT concat_ws(' ', title, what, so_what, do_what) FROM sharing_item
UNION ALL SELECT concat_ws(' ', title, what, so_what, do_what) FROM sharing_itemversion
UNION ALL SELECT body FROM sharing_reply
UNION ALL SELECT body FROM sharing_replyversion
UNION ALL SELECT concat_ws(' ', name, text) FROM sharing_attachment
"""


def everything_stored() -> set[str]:
    """All the words that the database lets out to whoever is bound, whatever the query."""
    with connection.cursor() as cursor:
        cursor.execute(STORED)
        return words_in(" ".join(text for (text,) in cursor.fetchall()))


def readers_listed(item: UUID) -> set[UUID]:
    """The accounts to whom this item would be delivered now."""
    return queries.readers(item)


@dataclass(frozen=True, slots=True)
class WayOut:
    """A door through which words reach a person."""

    name: str
    words: Callable[[Cast, str], set[str]]
    allowed: Callable[[World, str], set[str]] = World.reads
    """Nothing but these may come out."""
    complete: Callable[[World, str], set[str]] = lambda _world, _name: set()
    """All of these must come out."""


def _search(cast: Cast, name: str) -> set[str]:
    with acting_as(cast.actor(name)) as actor:
        found = [*queries.search(actor, "Seen", most=200), *queries.search(actor, "answer", most=200)]
    return words_in(repr(found))


def _lists(cast: Cast, name: str) -> set[str]:
    with acting_as(cast.actor(name)) as actor:
        rows = [*queries.new_items(actor, most=500), *queries.drafts(actor)]
        return words_in(repr(rows))


def _details(cast: Cast, name: str) -> set[str]:
    with acting_as(cast.actor(name)) as actor:
        rows = queries.new_items(actor, most=20)
        return words_in(repr([(queries.detail(actor, row.id), queries.versions(actor, row.id)) for row in rows]))


def titles_in_reach(world: World, name: str) -> set[str]:
    """The words that stand in titles of what a person finds in lists: CLEAR of strange communities is not listed."""
    return {
        thing.word
        for thing in world.things
        if (thing.state == "draft" and thing.marking.author == name and name not in world.suspended)
        or (
            thing.state == "shared"
            and world.may(name, thing.marking)
            and (thing.marking.label != "CLEAR" or world.in_community(name, world.inside[thing.marking.circle]))
        )
    }


WAYS_OUT = [
    WayOut("search", _search),
    WayOut("lists", _lists, complete=titles_in_reach),
    WayOut("details", _details),
]
