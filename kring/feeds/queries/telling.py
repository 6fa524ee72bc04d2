"""Who is to be told of what happened."""

from collections.abc import Collection
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
    people = sharing.reply_readers(reply) if reply else sharing.readers(item)
    chosen = Webhook.objects.filter(person__in=people, events__contains=[event], **ON)
    found = {Target(Way.WEBHOOK, hook.pk, hook.person_id) for hook in chosen if _concerns(hook, event, item, reply)}
    if event in FOLLOWS:
        found |= set(_told_of(Dispatch.objects.filter(item=item, carried=True)))
    if event in {Event.ITEM_SHARED, Event.ITEM_REMINDED}:
        found |= _messengers(people, item, urgent=urgent)
    return sorted(found, key=lambda target: target.id)


ON: dict[str, Any] = {"ended_at__isnull": True, "disabled_at__isnull": True}


def _concerns(outlet: Outlet, event: Event, item: UUID, reply: UUID | None) -> bool:
    with acting_as(access.actor_of(outlet)):
        return sharing.is_own(item) if event is Event.FEEDBACK_CHANGED else sharing.is_visible(item, reply)


def _told_of(dispatches: QuerySet[Dispatch]) -> list[Target]:
    """The webhooks to which one of these went, as far as they are on."""
    told = dispatches.filter(state=Dispatch.State.DELIVERED, way=Way.WEBHOOK).values_list("target", flat=True)
    rows = Webhook.objects.filter(pk__in=set(told), **ON).values_list("id", "person")
    return [Target(Way.WEBHOOK, *row) for row in rows]


def _messengers(people: Collection[UUID], item: UUID, *, urgent: bool) -> set[Target]:
    rows = Messenger.objects.filter(person__in=people, **ON)
    if not urgent:
        rows = rows.filter(urgent_only=False)
    return {
        Target(Way.MESSENGER, row.pk, row.person_id) for row in rows if _concerns(row, Event.ITEM_SHARED, item, None)
    }


IN_REACH = "SELECT coalesce((kring.actor()).greens && %s::uuid[], false)"


def in_reach(circle: UUID) -> bool:
    """Has the bound actor a tie to this circle: a seat in its community, a colleague there, a bridge?"""
    with connection.cursor() as cursor:
        cursor.execute(IN_REACH, [[circle, circles.community_of(circle)]])
        found = cursor.fetchone()
    return bool(found and found[0])
