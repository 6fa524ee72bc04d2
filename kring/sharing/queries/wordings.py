"""The words of many items at once, and whether one is there: for machines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.sharing import access
from kring.sharing.models import Item, Reply
from kring.tlp.audience import State


@dataclass(frozen=True, slots=True)
class Wording:
    """What an item says, and when it last changed."""

    what: str
    so_what: str
    do_what: str
    permitted_use: str
    updated_at: datetime


def wordings(items: Collection[UUID]) -> dict[UUID, Wording]:
    """The words of these items, as far as the bound actor may read them."""
    rows = Item.objects.filter(pk__in=items).values_list(
        "id",
        "what",
        "so_what",
        "do_what",
        "circle__permitted_use",
        "withdrawn_at",
        "edited_at",
        "shared_at",
        "saved_at",
    )
    return {
        pk: Wording(what, so_what, do_what, use, next(at for at in moments if at is not None))
        for pk, what, so_what, do_what, use, *moments in rows
    }


def is_visible(item: UUID, reply: UUID | None = None) -> bool:
    """May the bound actor read this item, and this reply to it?"""
    return Item.objects.filter(pk=item).exists() and (
        reply is None or Reply.objects.filter(pk=reply, item=item, state=State.SHARED).exists()
    )


def is_own(item: UUID) -> bool:
    """Is the bound actor the source of this item?"""
    found = Item.objects.filter(pk=item).first()
    return found is not None and access.is_source(found)
