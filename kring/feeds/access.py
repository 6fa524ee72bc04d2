"""One's own feeds, webhooks and messengers, or `NotVisible`; and the ledger, for those who send."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from kring.feeds.models import Dispatch, Feed, Messenger, Outlet, Webhook
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.binding import known_person
from kring.kernel.errors import NotVisible

Out = TypeVar("Out", bound=Outlet)


def _own(rows: QuerySet[Out], actor: Actor, which: UUID, *, lock: bool) -> Out:
    rows = rows.select_for_update() if lock else rows
    found = rows.filter(pk=which, person=known_person(actor), ended_at__isnull=True).first()
    if found is None:
        raise NotVisible
    return found


def own_feed(actor: Actor, which: UUID, *, lock: bool = False) -> Feed:
    """A web feed of who acts."""
    return _own(Feed.objects.all(), actor, which, lock=lock)


def own_webhook(actor: Actor, which: UUID, *, lock: bool = False) -> Webhook:
    """A webhook of who acts."""
    return _own(Webhook.objects.all(), actor, which, lock=lock)


def own_messenger(actor: Actor, which: UUID, *, lock: bool = False) -> Messenger:
    """A messenger of who acts."""
    return _own(Messenger.objects.all(), actor, which, lock=lock)


def own_dispatch(actor: Actor, which: UUID) -> Dispatch:
    """Something that was sent, or was to be sent, to a receiver of who acts."""
    found = Dispatch.objects.filter(id=which, person=known_person(actor)).first()
    if found is None:
        raise NotVisible
    return found


def digest(secret: str) -> bytes:
    """How the secret of an address is kept. It is 256 bits of chance, so a fast hash is enough."""
    return blake2b(secret.encode(), digest_size=32, person=b"kring feed").digest()


def feed_at(secret: str) -> Feed:
    """The feed under this address; revoked, or with its person's account closed, there is none."""
    found = Feed.objects.select_related("person").filter(digest=digest(secret), ended_at__isnull=True).first()
    if found is None or not found.person.is_active:
        raise NotVisible
    return found


def actor_of(outlet: Outlet) -> Actor:
    """Who is bound for a way out: its person, no further than it reaches.

    A messenger is told that something waits, also of RED; it is never told what.
    """
    return Actor(
        person=outlet.person_id,
        ceiling=outlet.ceiling if isinstance(outlet, Messenger) else min(outlet.ceiling, MACHINE_REACH),
        scope=None if outlet.circles is None else frozenset(outlet.circles),
    )


@contextmanager
def as_courier() -> Iterator[None]:
    """One transaction in which the whole ledger is let out: for sending, and for who is to be sent something."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        _set_courier("yes")
        yield
        if nested:  # an error takes it back by itself, with all else
            _set_courier("no")


def _set_courier(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kring.courier', %s, true)", [value])
