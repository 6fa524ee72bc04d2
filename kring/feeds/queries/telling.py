"""Who is to be told of what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kring.circles import queries as circles
from kring.feeds import access
from kring.feeds.models import Dispatch, Messenger, Outlet, Webhook
from kring.feeds.rules import FOLLOWS, Event, Way
from kring.kernel.binding import acting_as
from kring.sharing import queries as sharing


@dataclass(frozen=True, slots=True)
class Target:
    """A receiver, and whose it is."""

    way: Way
    id: UUID
    person: UUID


def receivers(event: Event, *, item: UUID, reply: UUID | None, urgent: bool) -> list[Target]:
    """Whom to tell that something happened: receivers that may have it now, and for what follows a copy, that had it.

    Each is asked as its own actor, so that nobody's ledger names what its token may not know of. Whether it may have
    it is asked once more, and decided, at the moment it is sent. Asked as the courier.
    """
    if event is Event.REPLY_REMOVED:
        return _told_of(Dispatch.objects.filter(reply=reply))
    waiting: list[Outlet] = list(Webhook.objects.filter(events__contains=[event], **ON))
    if event in {Event.ITEM_SHARED, Event.ITEM_REMINDED}:
        waiting += Messenger.objects.filter(**ON) if urgent else Messenger.objects.filter(urgent_only=False, **ON)
    found = {_target(outlet) for outlet in _of_readers(waiting, item, reply) if _concerns(outlet, event, item, reply)}
    if event in FOLLOWS:
        found |= set(_told_of(Dispatch.objects.filter(item=item, carried=True)))
    return sorted(found, key=lambda target: target.id)


ON: dict[str, Any] = {"ended_at__isnull": True, "disabled_at__isnull": True}


def _of_readers(outlets: Sequence[Outlet], item: UUID, reply: UUID | None) -> list[Outlet]:
    """Those whose owner may read it. Most items reach thousands of people of whom none has a receiver."""
    if not outlets:
        return []
    people = sharing.reply_readers(reply) if reply else sharing.readers(item)
    return [outlet for outlet in outlets if outlet.person_id in people]


def _target(outlet: Outlet) -> Target:
    return Target(Way.WEBHOOK if isinstance(outlet, Webhook) else Way.MESSENGER, outlet.pk, outlet.person_id)


def _concerns(outlet: Outlet, event: Event, item: UUID, reply: UUID | None) -> bool:
    with acting_as(access.actor_of(outlet)):
        return sharing.is_own(item) if event is Event.FEEDBACK_CHANGED else sharing.is_visible(item, reply)


def _told_of(dispatches: QuerySet[Dispatch]) -> list[Target]:
    """The webhooks to which one of these went, as far as they are on."""
    told = dispatches.filter(state=Dispatch.State.DELIVERED, way=Way.WEBHOOK).values_list("target", flat=True)
    rows = Webhook.objects.filter(pk__in=set(told), **ON).values_list("id", "person")
    return [Target(Way.WEBHOOK, *row) for row in rows]


IN_REACH = "SELECT coalesce(%s = ANY (a.greens) OR %s = ANY (a.bridged), false) FROM kring.actor() a"


def in_reach(circle: UUID) -> bool:
    """Has the bound actor a tie to this circle: a seat in its community, a colleague there, a bridge?"""
    with connection.cursor() as cursor:
        cursor.execute(IN_REACH, [circles.community_of(circle), circle])
        found = cursor.fetchone()
    return bool(found and found[0])
