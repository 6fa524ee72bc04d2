"""Sends what waits to receivers, one after the other. What each is told is composed anew at every attempt."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import translation

from kring.feeds import access, mails, rules
from kring.feeds.facts import SendingAsked, WayDisabled
from kring.feeds.models import Dispatch, Messenger, Receiver, Webhook
from kring.feeds.queries import Target
from kring.feeds.rules import Event, Way
from kring.feeds.wires import messengers
from kring.feeds.wires.signatures import signed
from kring.kernel import vault
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import Refused
from kring.kernel.ids import new_id
from kring.kernel.outgoing import CannotReach, fetch
from kring.kernel.record import record
from kring.sharing import commands as sharing
from kring.tlp.labels import Label

State = Dispatch.State

PATIENCE = 15.0
"""Seconds a webhook has to answer."""
LONGEST_ANSWER = 64 * 1024
"""Bytes of the answer that are read; nothing in it is used."""


def queue(
    targets: Collection[Target],
    event: Event,
    *,
    occurrence: UUID,
    circle: UUID,
    item: UUID | None = None,
    reply: UUID | None = None,
) -> None:
    """Note that these receivers are to be told. Who was told of this occurrence already is not told again."""
    rows = [
        Dispatch(
            circle=circle,
            id=new_id(),
            way=target.way,
            target=target.id,
            person=target.person,
            event=event,
            occurrence=occurrence,
            item=item,
            reply=reply,
        )
        for target in targets
    ]
    with access.as_courier():
        Dispatch.objects.bulk_create(rows, ignore_conflicts=True)


def send(target: UUID) -> datetime | None:
    """Send what is due to one receiver, oldest first, until nothing is left or it does not answer.

    Returns when the next attempt is due, or None. Can be run at any moment, and by several at once.
    """
    while _send_next(target):
        pass
    with access.as_courier():
        waiting = Dispatch.objects.filter(target=target, state=State.PENDING)
        return waiting.order_by("due_at").values_list("due_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one went. `carried`: the label of the item that went along."""

    state: Dispatch.State
    status: int | None = None
    words: str = ""
    carried: Label | None = None


def _send_next(target: UUID) -> bool:
    """One transaction: take one, compose it for its actor, send, write down. False: nothing is due, or it failed.

    The row stays locked meanwhile, so that nobody else sends it; a process that dies lets go of it.
    """
    with access.as_courier():
        due = Dispatch.objects.filter(target=target, state=State.PENDING, due_at__lte=now())
        waiting = due.order_by("id").select_for_update(skip_locked=True).first()
        if waiting is None:
            return False
        receiver = _receiver(waiting)
        if receiver is None:
            attempt = Attempt(State.WITHHELD)
        else:
            with translation.override(receiver.person.language):
                attempt = _tell(receiver, waiting)
            _note(receiver, attempt)
        _write(waiting, attempt)
    return attempt.state is not State.PENDING


def _receiver(waiting: Dispatch) -> Receiver | None:
    """The receiver, while it is on and its person's account is open."""
    kind: type[Receiver] = Webhook if waiting.way == Way.WEBHOOK else Messenger
    found = kind.objects.select_related("person").filter(pk=waiting.target, ended_at=None, disabled_at=None).first()  # type: ignore[attr-defined]  # both have it
    return found if found is not None and found.person.is_active else None


def _tell(receiver: Receiver, waiting: Dispatch) -> Attempt:
    match receiver:
        case Webhook():
            return _call(receiver, waiting)
        case _:
            assert isinstance(receiver, Messenger)
            return _whisper(receiver, waiting)


def _call(webhook: Webhook, waiting: Dispatch) -> Attempt:
    actor = access.actor_of(webhook)
    had = Dispatch.objects.filter(target=webhook.pk, item=waiting.item, carried=True).exists()
    with acting_as(actor):
        told = mails.told(
            actor, Event(waiting.event), circle=waiting.circle, item=waiting.item, reply=waiting.reply, had=had
        )
    if told is None:
        return Attempt(State.WITHHELD)
    said = {"type": told.event, "timestamp": waiting.created_at, "data": told.data}
    body = json.dumps(said, cls=DjangoJSONEncoder).encode()  # as the API writes it
    headers = signed(
        vault.unseal(Way.WEBHOOK, bytes(webhook.sealed_secret)), id=f"msg_{waiting.id.hex}", at=now(), body=body
    )
    try:
        answer = fetch(
            "POST",
            webhook.url,
            content=body,
            headers=headers | {"Content-Type": "application/json"},
            most=LONGEST_ANSWER,
            patience=PATIENCE,
        )
    except CannotReach as why:
        return Attempt(State.PENDING, words=str(why)[:200])
    if not answer.ok:
        return Attempt(State.PENDING, status=answer.status)
    if told.label is Label.AMBER_STRICT and waiting.item:
        _note_reading(actor, waiting.item)
    return Attempt(State.DELIVERED, status=answer.status, carried=told.label)


def _note_reading(actor: Actor, item: UUID) -> None:
    """What left for a machine counts as read by whose machine it is; the source sees it."""
    with acting_as(actor):
        sharing.note_reading(actor=actor, item=item)


def _whisper(messenger: Messenger, waiting: Dispatch) -> Attempt:
    actor = access.actor_of(messenger)
    assert waiting.item
    with acting_as(actor):
        message = mails.whisper(actor, waiting.item)
    if message is None:
        return Attempt(State.WITHHELD)
    address = vault.unseal(Way.MESSENGER, bytes(messenger.sealed_address))
    outcome = messengers.send(address, message, allowed=settings.KRING_OUTGOING_PRIVATE)
    return Attempt(State.DELIVERED if outcome.ok else State.PENDING, words=outcome.words)


def _write(waiting: Dispatch, attempt: Attempt) -> None:
    waiting.status, waiting.words = attempt.status, attempt.words
    waiting.state, waiting.carried = attempt.state, attempt.carried is not None
    if attempt.state is State.DELIVERED:
        waiting.sent_at = now()
    if attempt.state is not State.WITHHELD:
        waiting.attempts += 1
    if attempt.state is State.PENDING:
        wait = rules.wait_after(waiting.attempts)
        if wait is None:
            waiting.state = State.FAILED
        else:
            waiting.due_at = now() + wait
    waiting.save()


def _note(receiver: Receiver, attempt: Attempt) -> None:
    """What an attempt says of the receiver. One that fails for days, or wants nothing, is switched off."""
    moment = now()
    rows = type(receiver).objects.filter(pk=receiver.pk)  # type: ignore[attr-defined]  # both have it
    if attempt.state is State.DELIVERED:
        rows.update(failing_since=None, delivered_at=moment)
    elif attempt.state is State.PENDING:
        since = receiver.failing_since or moment
        why = rules.why_disable(failing_since=since, now=moment, status=attempt.status)
        rows.update(failing_since=since, disabled_at=moment if why else None, disabled_why=why)
        if why:
            way = Way.WEBHOOK if isinstance(receiver, Webhook) else Way.MESSENGER
            fact = WayDisabled(way=way, target=receiver.pk, person=receiver.person_id, why=why)
            record(fact, by=Actor(person=receiver.person_id))


@transaction.atomic
def replay(*, actor: Actor, dispatch: UUID) -> None:
    """Send something again: composed anew, so it says what its person may have now.

    Refused: is_disabled.
    Records: SendingAsked.
    """
    found = access.own_dispatch(actor, dispatch)
    _again(actor, found.target, [found.id])


@transaction.atomic
def replay_failed(*, actor: Actor, webhook: UUID) -> None:
    """Send everything again that did not arrive.

    Refused: is_disabled.
    Records: SendingAsked.
    """
    failed = Dispatch.objects.filter(target=access.own_webhook(actor, webhook).pk, state=State.FAILED)
    _again(actor, webhook, list(failed.values_list("id", flat=True)))


def _again(actor: Actor, webhook: UUID, dispatches: Collection[UUID]) -> None:
    if access.own_webhook(actor, webhook).disabled_at is not None:
        raise Refused(rules.IS_DISABLED)
    with access.as_courier():
        rows = Dispatch.objects.filter(target=webhook, id__in=dispatches)
        rows.update(state=State.PENDING, attempts=0, due_at=now())
    record(SendingAsked(way=Way.WEBHOOK, target=webhook), by=actor)
