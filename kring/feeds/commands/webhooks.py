"""Webhooks: registered, tried, switched on again, removed."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kring.feeds import access, rules
from kring.feeds.commands.sending import queue
from kring.feeds.facts import SendingAsked, WebhookRegistered, WebhookRemoved
from kring.feeds.models import Webhook
from kring.feeds.queries import Target
from kring.feeds.rules import Event, Way
from kring.feeds.wires.signatures import new_secret
from kring.kernel import vault
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import Refusal, Refused, enforce
from kring.kernel.ids import new_id
from kring.kernel.outgoing import why_not_reach
from kring.kernel.record import record
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class RegisteredWebhook:
    """A webhook at the one moment when its key can be read."""

    id: UUID
    secret: str


@transaction.atomic
def register_webhook(
    *,
    actor: Actor,
    name: str,
    url: str,
    events: Collection[Event],
    ceiling: Label,
    circles: Collection[UUID] | None = None,
) -> RegisteredWebhook:
    """Have an address told of what reaches one. It is told what one may read at the moment it is told.

    Refused: too_many, no_red, beyond_own, no_event, bad_address.
    Records: WebhookRegistered.
    """
    person = known_person(actor)
    count = Webhook.objects.filter(person=person, ended_at__isnull=True).count()
    enforce(
        rules.why_not_make(
            count=count, ceiling=ceiling, circles=circles, own_ceiling=actor.ceiling, own_circles=actor.scope
        )
    )
    if not set(events) & rules.EVENTS.keys():
        raise Refused(rules.NO_EVENT)
    if wrong := why_not_reach(url):
        raise Refused(Refusal(rules.BAD_ADDRESS.code, rules.BAD_ADDRESS.text, {"why": wrong}))
    secret = new_secret()
    limited = actor.scope if circles is None else circles
    webhook = Webhook.objects.create(
        person_id=person,
        name=name.strip(),
        url=url,
        events=sorted({event.value for event in events} & {event.value for event in rules.EVENTS}),
        ceiling=ceiling,
        circles=None if limited is None else sorted(limited),
        sealed_secret=vault.seal(Way.WEBHOOK, secret),
    )
    record(WebhookRegistered(webhook=webhook.pk, ceiling=ceiling), by=actor)
    return RegisteredWebhook(webhook.pk, secret)


@transaction.atomic
def remove_webhook(*, actor: Actor, webhook: UUID) -> None:
    """It is told nothing from now on, and what was on its way is not sent.

    Records: WebhookRemoved.
    """
    found = access.own_webhook(actor, webhook, lock=True)
    Webhook.objects.filter(pk=found.pk).update(ended_at=now())
    record(WebhookRemoved(webhook=found.pk), by=actor)


@transaction.atomic
def enable_webhook(*, actor: Actor, webhook: UUID) -> None:
    """Switch it on again. What it missed can be sent again from its ledger."""
    found = access.own_webhook(actor, webhook, lock=True)
    Webhook.objects.filter(pk=found.pk).update(disabled_at=None, disabled_why="", failing_since=None)


@transaction.atomic
def try_webhook(*, actor: Actor, webhook: UUID) -> None:
    """Send it something that says nothing, to see whether it arrives.

    Refused: is_disabled.
    Records: SendingAsked.
    """
    found = access.own_webhook(actor, webhook)
    if found.disabled_at is not None:
        raise Refused(rules.IS_DISABLED)
    target = Target(Way.WEBHOOK, found.pk, found.person_id)
    queue([target], Event.TRIAL, occurrence=new_id(), circle=rules.NO_CIRCLE)
    record(SendingAsked(way=Way.WEBHOOK, target=found.pk), by=actor)
