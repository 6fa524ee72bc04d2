"""Web feeds: made, fetched, revoked."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from kring.feeds import access, queries, rules
from kring.feeds.facts import FeedMade, FeedRevoked
from kring.feeds.models import Feed
from kring.feeds.wires.atom import Feed as Atom
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as, known_person
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.meetings import queries as meetings
from kring.meetings.mails import entry_of
from kring.meetings.wires import calendar_feed
from kring.sharing import commands as sharing
from kring.sharing import queries as items
from kring.tlp.labels import Label

NOTED_EVERY = timedelta(minutes=10)
"""How often it is noted that a feed is fetched."""


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A feed at the one moment when its address can be read."""

    id: UUID
    secret: str


@transaction.atomic
def make_feed(*, actor: Actor, name: str, ceiling: Label, circles: Collection[UUID] | None = None) -> MadeFeed:
    """A web feed of what reaches one, under an address that nobody guesses. Whoever has it reads along.

    Refused: too_many, no_red, beyond_own.
    Records: FeedMade.
    """
    person = known_person(actor)
    count = Feed.objects.filter(person=person, ended_at__isnull=True).count()
    enforce(
        rules.why_not_make(
            count=count, ceiling=ceiling, circles=circles, own_ceiling=actor.ceiling, own_circles=actor.scope
        )
    )
    secret = secrets.token_urlsafe(32)
    limited = actor.scope if circles is None else circles
    feed = Feed.objects.create(
        person_id=person,
        name=name.strip(),
        ceiling=ceiling,
        circles=None if limited is None else sorted(limited),
        digest=access.digest(secret),
    )
    record(FeedMade(feed=feed.pk, ceiling=ceiling), by=actor)
    return MadeFeed(feed.pk, secret)


@transaction.atomic
def revoke_feed(*, actor: Actor, feed: UUID) -> None:
    """The address leads nowhere from now on.

    Records: FeedRevoked.
    """
    found = access.own_feed(actor, feed, lock=True)
    Feed.objects.filter(pk=found.pk).update(ended_at=now())
    record(FeedRevoked(feed=found.pk), by=actor)


def fetch_feed(*, secret: str, address: str) -> Atom:
    """A feed reader comes by with a secret address: the feed as it is now, in its person's language.

    What it takes of AMBER+STRICT counts as read by that person. Raises `NotVisible`: unknown, revoked, or its person's
    account is closed.

    Records: ItemRead, the first time an AMBER+STRICT item is among what it takes.
    """
    feed = access.feed_at(secret)
    with acting_as(access.actor_of(feed)) as actor, translation.override(feed.person.language):
        found = queries.atom(actor, feed=feed.pk, name=feed.name, address=address, made_at=feed.created_at)
        _note_fetched(feed)
        for row in items.new_items(actor, items.Filters(label=Label.AMBER_STRICT, unread=True)):
            sharing.note_reading(actor=actor, item=row.id)
    return found


def fetch_misp(*, secret: str, name: str) -> bytes:
    """A MISP comes by with the same address: one of the files of its feed, as it is now.

    What it takes of AMBER+STRICT counts as read by the feed's person. Raises `NotVisible`, also when there is no such
    event for them. Records: ItemRead, the first time.
    """
    feed = access.feed_at(secret)
    with acting_as(access.actor_of(feed)) as actor:
        found, strict = queries.misp_file(actor, name)
        _note_fetched(feed)
        for item in strict:
            sharing.note_reading(actor=actor, item=item)
    return found


def fetch_calendar(*, secret: str) -> bytes:
    """A calendar comes by with the same address: the meetings that the feed's person is invited to, as they are now.

    It says what a mail says in the open, and of a meeting under a label beyond the feed's ceiling nothing at all.
    Raises `NotVisible`.
    """
    feed = access.feed_at(secret)
    with acting_as(access.actor_of(feed)) as actor, translation.override(feed.person.language):
        entries = [entry_of(row) for row in meetings.own_calendar(actor)]
        _note_fetched(feed)
    return calendar_feed(feed.name, entries)


def _note_fetched(feed: Feed) -> None:
    long_ago = Q(fetched_at__isnull=True) | Q(fetched_at__lt=now() - NOTED_EVERY)
    Feed.objects.filter(long_ago, pk=feed.pk).update(fetched_at=now())
