"""Web feeds and webhooks over the API."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from kring.feeds import commands, queries
from kring.feeds.commands import MadeFeed, RegisteredWebhook
from kring.feeds.rules import Event
from kring.rest.frame import Routes
from kring.rest.paging import All, Page, Paging, below, page
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, MachineMarking, Out, Words
from kring.tlp.labels import Label

routes = Routes("feeds and webhooks")

Name = Annotated[Words, Field(min_length=1, max_length=80)]
Chosen = Literal[
    "item.shared",
    "item.edited",
    "item.relabelled",
    "item.withdrawn",
    "item.reminded",
    "reply.added",
    "reply.edited",
    "reply.removed",
    "feedback.changed",
]


class Reach(In):
    """How far a way out reaches. What you act with now is the most."""

    name: Name
    ceiling: MachineMarking = Label.GREEN
    circles: list[UUID] | None = Field(
        None, max_length=200, description="The circles it is limited to; null: all of yours."
    )


class Feed(Out):
    """A web feed: all but its address, which was shown once."""

    id: UUID
    name: str
    ceiling: MachineMarking
    circles: list[UUID] | None
    created_at: datetime
    fetched_at: datetime | None


class NewFeed(Feed):
    """A web feed at the one moment when its address is shown."""

    address: str


@routes.get("/feeds", answers=All[Feed], scope="manage", no=())
def list_feeds(request: ApiRequest) -> dict[str, object]:
    """Your web feeds."""
    return {"results": queries.feeds(request.actor)}


@routes.post("/feeds", answers=NewFeed, scope="manage", no=(409,))
def make_feed(request: ApiRequest, body: Reach) -> NewFeed:
    """An Atom feed of what reaches you, under an address that nobody guesses. It is shown once."""
    made = commands.make_feed(actor=request.actor, name=body.name, ceiling=body.ceiling, circles=body.circles)
    return _new_feed(request, made)


def _new_feed(request: ApiRequest, made: MadeFeed) -> NewFeed:
    row = next(row for row in queries.feeds(request.actor) if row.id == made.id)
    address = str(settings.KRING_BASE_URL) + reverse("atom", args=[made.secret])
    return NewFeed(**Feed.model_validate(row).model_dump(), address=address)


@routes.delete("/feeds/{uuid:feed}", scope="manage", no=(404,))
def revoke_feed(request: ApiRequest, feed: UUID) -> None:
    """Its address leads nowhere from now on."""
    commands.revoke_feed(actor=request.actor, feed=feed)


class Webhook(Out):
    """A webhook: all but its key, which was shown once."""

    id: UUID
    name: str
    url: str
    events: list[str]
    ceiling: MachineMarking
    circles: list[UUID] | None
    created_at: datetime
    delivered_at: datetime | None
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_why: str


class NewWebhook(Webhook):
    """A webhook at the one moment when its key is shown."""

    secret: str = Field(description="The key to check signatures with (Standard Webhooks): whsec_….")


class Registration(Reach):
    """Where to send, and what."""

    url: Annotated[Words, Field(min_length=1, max_length=500)]
    events: list[Chosen] = Field(min_length=1, max_length=20)


@routes.get("/webhooks", answers=All[Webhook], scope="manage", no=())
def list_webhooks(request: ApiRequest) -> dict[str, object]:
    """Your webhooks."""
    return {"results": queries.webhooks(request.actor)}


@routes.post("/webhooks", answers=NewWebhook, scope="manage", no=(409,))
def register_webhook(request: ApiRequest, body: Registration) -> NewWebhook:
    """Have an address told of what reaches you, signed as Standard Webhooks have it. Its key is shown once."""
    made: RegisteredWebhook = commands.register_webhook(
        actor=request.actor,
        name=body.name,
        url=body.url,
        events=[Event(event) for event in body.events],
        ceiling=body.ceiling,
        circles=body.circles,
    )
    row = Webhook.model_validate(queries.webhook(request.actor, made.id))
    return NewWebhook(**row.model_dump(), secret=made.secret)


@routes.get("/webhooks/{uuid:webhook}", answers=Webhook, scope="manage")
def get_webhook(request: ApiRequest, webhook: UUID) -> queries.WebhookRow:
    """One of them."""
    return queries.webhook(request.actor, webhook)


@routes.delete("/webhooks/{uuid:webhook}", scope="manage", no=(404,))
def remove_webhook(request: ApiRequest, webhook: UUID) -> None:
    """It is told nothing from now on."""
    commands.remove_webhook(actor=request.actor, webhook=webhook)


@routes.post("/webhooks/{uuid:webhook}/enable", answers=Webhook, scope="manage", status=200, no=(404,))
def enable_webhook(request: ApiRequest, webhook: UUID) -> queries.WebhookRow:
    """Switch it on again."""
    commands.enable_webhook(actor=request.actor, webhook=webhook)
    return queries.webhook(request.actor, webhook)


@routes.post("/webhooks/{uuid:webhook}/trial", answers=Webhook, scope="manage", status=202)
def try_webhook(request: ApiRequest, webhook: UUID) -> queries.WebhookRow:
    """Send it something that says nothing."""
    commands.try_webhook(actor=request.actor, webhook=webhook)
    return queries.webhook(request.actor, webhook)


class Delivery(Out):
    """Something that was sent, or was to be. What was withheld is not named."""

    id: UUID
    event: str
    item: UUID | None
    reply: UUID | None
    state: str = Field(description="pending, delivered, failed or withheld")
    attempts: int
    status: int | None
    words: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


@routes.get("/webhooks/{uuid:webhook}/deliveries", answers=Page[Delivery], scope="manage")
def list_deliveries(
    request: ApiRequest, response: HttpResponse, webhook: UUID, paging: Query[Paging]
) -> dict[str, object]:
    """What was sent to it, latest first."""
    rows = queries.dispatches(request.actor, webhook, before=below(paging.cursor, UUID), most=paging.limit + 1)
    return page(request, response, rows, paging.limit, lambda row: row.id)


@routes.post("/webhooks/{uuid:webhook}/replay", answers=Webhook, scope="manage", status=202)
def replay_failed(request: ApiRequest, webhook: UUID) -> queries.WebhookRow:
    """Send everything again that did not arrive, as you may have it now."""
    commands.replay_failed(actor=request.actor, webhook=webhook)
    return queries.webhook(request.actor, webhook)


@routes.post("/deliveries/{uuid:delivery}/replay", answers=Delivery, scope="manage", status=202)
def replay_delivery(request: ApiRequest, delivery: UUID) -> queries.DispatchRow:
    """Send one thing again, as you may have it now."""
    commands.replay(actor=request.actor, dispatch=delivery)
    return queries.dispatch(request.actor, delivery)
