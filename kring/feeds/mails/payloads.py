"""What a webhook is told: what the API says, composed for its actor at the moment it is sent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kring.feeds.queries import in_reach
from kring.feeds.rules import FOLLOWS, Event
from kring.kernel.actor import Actor
from kring.sharing import queries as sharing
from kring.sharing.api import shapes
from kring.sharing.queries import ItemRow
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Told:
    """An event and its data, as the API would answer it. `label` is that of the item that goes along; None: it does not."""

    event: Event
    data: dict[str, Any]
    label: Label | None = None


def told(actor: Actor, event: Event, *, circle: UUID, item: UUID | None, reply: UUID | None, had: bool) -> Told | None:
    """What this actor, who is bound, may be told of it now; None: nothing. `had`: the receiver got the item before."""
    if item is None:
        return Told(event, {})
    row = sharing.row(actor, item)
    if row is None or (row.label is Label.CLEAR and not in_reach(circle)):
        # Narrowed away from a receiver that has a copy: it hears that, unless its person was cut off altogether.
        # What is CLEAR anybody may read, and yet not everybody wants the news of all communities.
        return Told(Event.ITEM_GONE, {"id": str(item)}) if had and event in FOLLOWS and in_reach(circle) else None
    if row.withdrawn:
        data = {"id": str(item), "label": row.label.marking}
        return Told(event, data) if event is Event.ITEM_WITHDRAWN else None
    match event:
        case Event.REPLY_ADDED | Event.REPLY_EDITED | Event.REPLY_REMOVED:
            return _of_reply(actor, row, event, reply)
        case Event.FEEDBACK_CHANGED:
            return _of_feedback(actor, row)
        case _:
            whole = shapes.whole(sharing.detail(actor, item))
            return Told(event, whole.model_dump(), label=row.label)


def _of_reply(actor: Actor, row: ItemRow, event: Event, reply: UUID | None) -> Told | None:
    said = next((one for one in sharing.detail(actor, row.id).replies if one.id == reply), None)
    if said is None or said.removed:
        gone = {"id": str(reply), "item": str(row.id)}
        return Told(event, gone) if event is Event.REPLY_REMOVED else None
    if event is Event.REPLY_REMOVED:
        return None
    shown = shapes.Reply.model_validate(said).model_dump()
    return Told(event, {"item": str(row.id), **shown})


def _of_feedback(actor: Actor, row: ItemRow) -> Told | None:
    """For the source alone, as numbers: who gave it is on the page, as far as they allow."""
    if not sharing.detail(actor, row.id).is_source:
        return None
    return Told(Event.FEEDBACK_CHANGED, {"item": str(row.id), "counts": row.counts})
