"""Other messengers: added once a trial arrived, removed."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from kring.feeds import access, mails, rules
from kring.feeds.facts import MessengerAdded, MessengerRemoved
from kring.feeds.models import Messenger
from kring.feeds.rules import Way
from kring.feeds.wires import messengers
from kring.kernel import vault
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.clock import now
from kring.kernel.errors import Refusal, Refused, enforce
from kring.kernel.record import record


def add_messenger(*, actor: Actor, name: str, address: str, urgent_only: bool) -> UUID:
    """Hear through another messenger that something waits. A trial message goes there first: it has to be taken.

    Refused: too_many, not_taken.
    Records: MessengerAdded.
    """
    person = known_person(actor)
    count = Messenger.objects.filter(person=person, ended_at__isnull=True).count()
    enforce(rules.TOO_MANY if count >= rules.MOST else None)
    _try(address)
    with transaction.atomic():
        messenger = Messenger.objects.create(
            person_id=person,
            name=name.strip(),
            ceiling=actor.ceiling,
            circles=None if actor.scope is None else sorted(actor.scope),
            sealed_address=vault.seal(Way.MESSENGER, address),
            kind=address.partition("://")[0].lower()[:24],
            urgent_only=urgent_only,
        )
        record(MessengerAdded(messenger=messenger.pk), by=actor)
    return messenger.pk


def try_messenger(*, actor: Actor, messenger: UUID) -> None:
    """Send a trial message. When it arrives, the messenger is on again.

    Refused: not_taken.
    """
    found = access.own_messenger(actor, messenger)
    _try(vault.unseal(Way.MESSENGER, bytes(found.sealed_address)))
    Messenger.objects.filter(pk=found.pk).update(
        disabled_at=None, disabled_why="", failing_since=None, delivered_at=now()
    )


@transaction.atomic
def remove_messenger(*, actor: Actor, messenger: UUID) -> None:
    """Hear nothing through it from now on. Its address is forgotten.

    Records: MessengerRemoved.
    """
    found = access.own_messenger(actor, messenger, lock=True)
    Messenger.objects.filter(pk=found.pk).update(ended_at=now(), sealed_address=b"")
    record(MessengerRemoved(messenger=found.pk), by=actor)


def _try(address: str) -> None:
    outcome = messengers.send(address, mails.trial(), allowed=settings.KRING_OUTGOING_PRIVATE)
    if not outcome.ok:
        raise Refused(Refusal(rules.NOT_TAKEN.code, rules.NOT_TAKEN.text, {"why": outcome.words}))
