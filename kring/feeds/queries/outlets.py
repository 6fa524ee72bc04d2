"""What somebody sees of their own feeds, webhooks and messengers, and of what was sent to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.feeds import access
from kring.feeds.models import Dispatch, Feed, Messenger, Webhook
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A web feed: all but its address."""

    id: UUID
    name: str
    circles: tuple[UUID, ...] | None
    ceiling: Label
    created_at: datetime
    fetched_at: datetime | None


def feeds(actor: Actor) -> list[FeedRow]:
    """The web feeds of who acts, the newest first."""
    rows = Feed.objects.filter(person=known_person(actor), ended_at__isnull=True).order_by("-created_at")
    return [
        FeedRow(row.pk, row.name, _circles(row.circles), Label(row.ceiling), row.created_at, row.fetched_at)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook: all but its key."""

    id: UUID
    name: str
    url: str
    events: tuple[str, ...]
    circles: tuple[UUID, ...] | None
    ceiling: Label
    created_at: datetime
    delivered_at: datetime | None
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_why: str
    """ "failing", "gone"; empty while it is on."""


def webhooks(actor: Actor) -> list[WebhookRow]:
    """The webhooks of who acts, the newest first."""
    rows = Webhook.objects.filter(person=known_person(actor), ended_at__isnull=True).order_by("-created_at")
    return [_webhook(row) for row in rows]


def webhook(actor: Actor, which: UUID) -> WebhookRow:
    """One of them. Raises `NotVisible`."""
    return _webhook(access.own_webhook(actor, which))


def _webhook(row: Webhook) -> WebhookRow:
    return WebhookRow(
        id=row.pk,
        name=row.name,
        url=row.url,
        events=tuple(row.events),
        circles=_circles(row.circles),
        ceiling=Label(row.ceiling),
        created_at=row.created_at,
        delivered_at=row.delivered_at,
        failing_since=row.failing_since,
        disabled_at=row.disabled_at,
        disabled_why=row.disabled_why,
    )


@dataclass(frozen=True, slots=True)
class MessengerRow:
    """A messenger: all but its address."""

    id: UUID
    name: str
    kind: str
    urgent_only: bool
    circles: tuple[UUID, ...] | None
    created_at: datetime
    delivered_at: datetime | None
    disabled_at: datetime | None


def messengers(actor: Actor) -> list[MessengerRow]:
    """The messengers of who acts, the newest first."""
    rows = Messenger.objects.filter(person=known_person(actor), ended_at__isnull=True).order_by("-created_at")
    return [
        MessengerRow(
            row.pk,
            row.name,
            row.kind,
            row.urgent_only,
            _circles(row.circles),
            row.created_at,
            row.delivered_at,
            row.disabled_at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """Something that was sent to a receiver, or was to be."""

    id: UUID
    event: str
    item: UUID | None
    reply: UUID | None
    state: str
    attempts: int
    status: int | None
    words: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


def dispatches(actor: Actor, target: UUID, *, before: UUID | None = None, most: int = 50) -> list[DispatchRow]:
    """What was sent to a webhook of who acts, latest first. Raises `NotVisible`."""
    webhook = access.own_webhook(actor, target)
    rows = Dispatch.objects.filter(target=webhook.pk, person=webhook.person_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_dispatch(row) for row in rows.order_by("-id")[:most]]


def dispatch(actor: Actor, which: UUID) -> DispatchRow:
    """One of them. Raises `NotVisible`."""
    return _dispatch(access.own_dispatch(actor, which))


def _dispatch(row: Dispatch) -> DispatchRow:
    """What was withheld is not named: its person may not have it, or this token may not."""
    named = row.state != Dispatch.State.WITHHELD
    return DispatchRow(
        id=row.id,
        event=row.event,
        item=row.item if named else None,
        reply=row.reply if named else None,
        state=row.state,
        attempts=row.attempts,
        status=row.status,
        words=row.words,
        created_at=row.created_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
    )


def _circles(circles: list[UUID] | None) -> tuple[UUID, ...] | None:
    return None if circles is None else tuple(circles)
