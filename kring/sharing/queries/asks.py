"""What asks something of this person: at the top of their home."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.sharing.models import Onward, WideningRequest
from kring.sharing.queries.lists import Filters, ItemRow, new_items, rows
from kring.tlp.labels import Label

What = Literal["acknowledge", "decide_passing", "decide_wider", "mention", "help"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to do, with the item it is about."""

    what: What
    item: ItemRow
    at: datetime
    request: UUID | None = None
    """What is to be decided, or the reply that mentions one."""
    by: str = ""
    to: str = ""
    label: Label | None = None
    reason: str = ""


FRESH = timedelta(days=30)
"""What was not acknowledged by then is not asked any more."""

MENTIONED = """
SELECT r.item_id, r.id, r.at, p.name FROM kring.mentions(%(since)s) m JOIN sharing_reply r ON r.id = m.reply
LEFT JOIN people_person p ON p.id = r.author_id
WHERE NOT EXISTS (SELECT FROM sharing_reply later
                  WHERE later.item_id = r.item_id AND later.author_id = %(me)s AND later.at > r.at)
ORDER BY r.at DESC LIMIT 20
"""


def asks(actor: Actor) -> list[Ask]:
    """Urgent news to acknowledge, requests to decide, mentions to answer; the newest first within each."""
    return _urgent(actor) + _passings(actor) + _widenings(actor) + _mentions(actor)


def _urgent(actor: Actor) -> list[Ask]:
    return [
        Ask("acknowledge", row, row.at)
        for row in new_items(actor, Filters(urgent=True, since=now() - FRESH), most=20)
        if not row.acknowledged and not row.own
    ]


def _passings(actor: Actor) -> list[Ask]:
    waiting = (
        Onward.objects.filter(state="asked", item__state=1)
        .exclude(by_id=actor.person)
        .select_related("by", "person", "client", "circle")
    )
    by_item = {row.id: row for row in rows(actor, [onward.item_id for onward in waiting])}
    return [
        Ask(
            "decide_passing",
            by_item[onward.item_id],
            onward.at,
            request=onward.pk,
            by=onward.by.name,
            to=next(str(one.name) for one in (onward.person, onward.client, onward.circle) if one is not None),
            reason=onward.reason,
        )
        for onward in waiting
        if onward.item_id in by_item
    ]


def _widenings(actor: Actor) -> list[Ask]:
    waiting = (
        WideningRequest.objects.filter(state="asked", item__state=1).exclude(by_id=actor.person).select_related("by")
    )
    by_item = {row.id: row for row in rows(actor, [request.item_id for request in waiting])}
    return [
        Ask(
            "decide_wider",
            by_item[request.item_id],
            request.at,
            request=request.pk,
            by=request.by.name,
            label=Label(request.label),
            reason=request.reason,
        )
        for request in waiting
        if request.item_id in by_item
    ]


def _mentions(actor: Actor) -> list[Ask]:
    with connection.cursor() as cursor:
        cursor.execute(MENTIONED, {"me": actor.person, "since": now() - FRESH})
        found = cursor.fetchall()
    by_item = {row.id: row for row in rows(actor, [item for item, *_ in found])}
    return [
        Ask("mention", by_item[item], at, request=reply, by=name or "")
        for item, reply, at, name in found
        if item in by_item
    ]
