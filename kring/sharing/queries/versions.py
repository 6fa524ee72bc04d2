"""How an item read before."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from kring.kernel.actor import Actor
from kring.sharing import access
from kring.sharing.models import ItemVersion
from kring.tlp.audience import State
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class VersionView:
    """An item as it stood."""

    number: int
    title: str
    what: str
    so_what: str
    do_what: str
    label: Label
    at: datetime


def versions(actor: Actor, item: UUID) -> list[VersionView]:
    """What stood there before, oldest first, as far as this actor could read it then, and what stands there now."""
    found = access.readable_item(actor, item)
    before = [
        VersionView(v.number, v.title, v.what, v.so_what, v.do_what, Label(v.label), v.at)
        for v in ItemVersion.objects.filter(item_id=item).order_by("number")
    ]
    if found.state != State.SHARED:
        return before
    at = found.edited_at or found.shared_at or found.created_at
    now = VersionView(found.version, found.title, found.what, found.so_what, found.do_what, Label(found.label), at)
    return [*before, now]


@dataclass(frozen=True, slots=True)
class Change:
    """What one edit changed: the words before and after."""

    before: VersionView
    after: VersionView


def changes(actor: Actor, item: UUID) -> list[Change]:
    """Each edit with the one before it, the last first."""
    seen = versions(actor, item)
    return [Change(before, after) for before, after in pairwise(seen)][::-1]
