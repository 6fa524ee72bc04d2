"""What asks something of this person: at the top of their home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.lookups import Lookup, look_up
from kring.sharing.queries.lists import (
    CONDITIONS,
    DRAFTS,
    Filters,
    ItemRow,
    Place,
    draft_titles,
    new_item_ids,
    rows,
    sql_of,
)
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
MOST = 20
"""Urgent items, and mentions, that are asked about."""


def _fresh(_actor: Actor) -> Mapping[str, object]:
    return {"since": now() - FRESH, "most": MOST}


URGENT = Lookup(sql_of(Filters(), f"{CONDITIONS['urgent']} AND {CONDITIONS['since']}", None), _fresh)

MENTIONED = Lookup(
    """
    SELECT r.item_id, r.id, r.at, p.name FROM kring.mentions(%(since)s) m JOIN sharing_reply r ON r.id = m.reply
    LEFT JOIN people_person p ON p.id = r.author_id
    WHERE NOT EXISTS (SELECT FROM sharing_reply later
                      WHERE later.item_id = r.item_id AND later.author_id = %(me)s AND later.at > r.at)
    ORDER BY r.at DESC LIMIT %(most)s
    """,
    _fresh,
)
TO_PASS_ON = Lookup(
    """
    SELECT w.item_id, w.at, w.id, b.name, coalesce(p.name, t.name, c.name), w.reason
    FROM sharing_onward w JOIN sharing_item i ON i.id = w.item_id JOIN people_person b ON b.id = w.by_id
    LEFT JOIN people_person p ON p.id = w.person_id LEFT JOIN circles_client t ON t.id = w.client_id
    LEFT JOIN circles_circle c ON c.id = w.circle_id
    WHERE w.state = 'asked' AND i.state = 1 AND w.by_id <> %(me)s ORDER BY w.at
    """
)
TO_WIDEN = Lookup(
    """
    SELECT w.item_id, w.at, w.id, b.name, w.label, w.reason
    FROM sharing_wideningrequest w JOIN sharing_item i ON i.id = w.item_id JOIN people_person b ON b.id = w.by_id
    WHERE w.state = 'asked' AND i.state = 1 AND w.by_id <> %(me)s
    """
)
LOOKUPS = (URGENT, TO_PASS_ON, TO_WIDEN, MENTIONED, DRAFTS)
"""Of `home_lists`, besides the list itself."""


@dataclass(frozen=True, slots=True)
class HomeLists:
    """The lists of items at home, looked up together: what all of them ask of an item is asked once."""

    new: Sequence[ItemRow]
    asks: Sequence[Ask]
    drafts: Sequence[ItemRow]


def home_lists(actor: Actor, filters: Filters, *, before: Place | None = None, most: int, drafts: int) -> HomeLists:
    """What is new, what the actor is writing, and above the newest of all, what asks something of this actor."""
    new = new_item_ids(actor, filters, before=before, most=most)
    waiting = _waiting(actor) if before is None else []
    titles = dict(islice(draft_titles(actor).items(), drafts))
    wanted = dict.fromkeys([*new, *(each.item for each in waiting), *titles])
    by_id = {row.id: row for row in rows(actor, list(wanted))}
    return HomeLists(
        new=[by_id[item] for item in new if item in by_id],
        asks=_asks(waiting, by_id),
        drafts=[replace(by_id[item], title=title) for item, title in titles.items() if item in by_id],
    )


def asks(actor: Actor) -> list[Ask]:
    """Urgent news to acknowledge, requests to decide, mentions to answer; the newest first within each."""
    waiting = _waiting(actor)
    return _asks(waiting, {row.id: row for row in rows(actor, list({each.item for each in waiting}))})


@dataclass(frozen=True, slots=True)
class _Waits:
    """One thing to do, before its item is looked up."""

    what: What
    item: UUID
    at: datetime | None = None
    """None: since the item came."""
    request: UUID | None = None
    by: str = ""
    to: str = ""
    label: Label | None = None
    reason: str = ""


def _waiting(actor: Actor) -> list[_Waits]:
    return [*_urgent(actor), *_passings(actor), *_widenings(actor), *_mentions(actor)]


def _asks(waiting: Sequence[_Waits], by_id: Mapping[UUID, ItemRow]) -> list[Ask]:
    """What may be read of it; of urgent news, what was not acknowledged."""
    found = [(each, by_id[each.item]) for each in waiting if each.item in by_id]
    return [
        Ask(each.what, row, each.at or row.at, each.request, each.by, each.to, each.label, each.reason)
        for each, row in found
        if each.what != "acknowledge" or not (row.acknowledged or row.own)
    ]


def _urgent(actor: Actor) -> list[_Waits]:
    return [_Waits("acknowledge", item) for (item,) in look_up(actor, URGENT)]


def _passings(actor: Actor) -> list[_Waits]:
    return [
        _Waits("decide_passing", item, at, request=pk, by=by, to=to, reason=reason)
        for item, at, pk, by, to, reason in look_up(actor, TO_PASS_ON)
    ]


def _widenings(actor: Actor) -> list[_Waits]:
    return [
        _Waits("decide_wider", item, at, request=pk, by=by, label=Label(label), reason=reason)
        for item, at, pk, by, label, reason in look_up(actor, TO_WIDEN)
    ]


def _mentions(actor: Actor) -> list[_Waits]:
    return [
        _Waits("mention", item, at, request=reply, by=name or "") for item, reply, at, name in look_up(actor, MENTIONED)
    ]
