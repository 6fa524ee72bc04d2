"""What open pages show of each kind of news, and to whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.template.loader import render_to_string

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.meetings.queries import notes, room
from kring.sharing import queries


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of news.

    `readers` says who may have it, given what it is about. `row` is its HTML in a list, for all of them: it is
    called bound to one of them, and nothing in it may be meant for that one alone. Without a row, pages that show
    the thing ask for themselves what it has become.
    """

    readers: Callable[[UUID], set[UUID]]
    row: Callable[[UUID, Actor], str] | None = None
    change: Callable[[Sequence[UUID], Actor], str] | None = None
    """What changed in it, as the page's own script understands it, of all that the news is about."""
    gathers: bool = False
    """It comes many times a second, from several people at once: what comes soon after is told with it."""
    fresh: bool = False
    """Put on top of the lists it belongs in. Otherwise it takes the place of the row that is there."""


def row_of(item: UUID, actor: Actor) -> str:
    """The item's row as it is for somebody who has not opened it and did not share it, and to whom it does not matter."""
    found = queries.row(actor, item)
    if found is None:
        raise NotVisible
    counts = {kind: number for kind, number in found.counts.items() if kind != "affected"}  # the source's alone
    common = replace(found, unread=True, acknowledged=False, own=False, counts=counts, matters=())
    return render_to_string("sharing/row.html", {"row": common})


def cards_of(item: UUID, actor: Actor) -> str:
    """The typed lines of a note."""
    return render_to_string("meetings/room/cards.html", {"cards": notes.cards_at(actor, item)})


KINDS = {
    "shared": Kind(readers=queries.reached, row=row_of, fresh=True),
    "withdrawn": Kind(readers=queries.readers, row=row_of),
    "changed": Kind(readers=queries.readers),
    "replied": Kind(readers=queries.reply_readers),
    "noted": Kind(readers=notes.update_readers, row=cards_of, change=notes.note_updates, gathers=True),
    "met": Kind(readers=room.meeting_readers, gathers=True),
}
