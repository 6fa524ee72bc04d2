"""Who is to be told of what is shared, as things are at this moment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.sharing import access, rules
from kring.sharing.models import Attachment, Item, Reply
from kring.sharing.queries.lists import Filters, ItemRow, new_items, source_of
from kring.sharing.queries.trust import Letters, letters_of
from kring.tlp.audience import State
from kring.tlp.labels import Label

MOST_IN_DIGEST = 60
WEEK = timedelta(days=7)


def readers_among(item: UUID, people: Collection[UUID]) -> set[UUID]:
    """Who of these may read this item now, or its tombstone."""
    return _people("SELECT person FROM kring.readers_among(%s, %s::uuid[])", item, people)


def reply_readers_among(reply: UUID, people: Collection[UUID]) -> set[UUID]:
    """Who of these may read this reply now."""
    return _people("SELECT person FROM kring.reply_readers_among(%s, %s::uuid[])", reply, people)


def waiting_for(item: UUID) -> set[UUID]:
    """Who may read an urgent item and has not acknowledged it, for the reminder."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.waiting_for(%s)", [item])
        return {person for (person,) in cursor.fetchall()}


def _people(sql: str, about: UUID, people: Collection[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [about, list(people)])
        return {person for (person,) in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Told:
    """An item as mails and machines tell it. Withdrawn, it has no words."""

    id: UUID
    label: Label
    version: int
    circle_id: UUID
    circle: str
    slug: str
    permitted_use: str
    author: UUID | None
    source: str
    organisation: str
    kind: str
    title: str
    what: str
    so_what: str
    do_what: str
    urgent: bool
    tags: tuple[str, ...]
    expertise: tuple[str, ...]
    files: tuple[str, ...]
    at: datetime
    is_withdrawn: bool
    language: str
    origin: str
    """The report of others that it was made of."""
    credibility: int | None
    """From 1 to 6: what readers made of it. Of what is published, what its source said."""
    changed_at: datetime
    """When it was shared, or edited after that."""
    published: bool = False
    """Visitors may read it."""


def told(actor: Actor, item: UUID) -> Told | None:
    """What may be said of an item to this reader. None for a draft. Raises `NotVisible`."""
    found = access.readable_item(actor, item)
    if found.shared_at is None:
        return None
    names = Attachment.objects.filter(item_id=item).values_list("name", flat=True)
    return _told(found, found.shared_at, names, letters_of([item]).get(item, Letters()))


def told_of(actor: Actor, items: Collection[UUID]) -> list[Told]:
    """The same of many, without those that were taken back: newest first, as far as this actor may read them."""
    rows = Item.objects.filter(pk__in=items, state=State.SHARED).select_related(
        "circle", "author", "membership__organisation"
    )
    files: dict[UUID, list[str]] = {}
    for item, name in Attachment.objects.filter(item_id__in=items).values_list("item_id", "name"):
        files.setdefault(item, []).append(name)
    letters = letters_of(items)
    found = [
        _told(row, row.shared_at, files.get(row.pk, ()), letters.get(row.pk, Letters()))
        for row in rows
        if row.shared_at
    ]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


@dataclass(frozen=True, slots=True)
class Headline:
    """The least that is said of an item that somebody may read."""

    id: UUID
    label: Label
    title: str
    tags: tuple[str, ...]
    organisation: str
    """Of its source; nothing via the secretariat."""
    at: datetime
    changed_at: datetime


def headlines_of(items: Collection[UUID]) -> list[Headline]:
    """Of many, without those that were taken back: newest first, as far as the bound actor may read them. One query, without their texts."""
    rows = Item.objects.filter(pk__in=items, state=State.SHARED, shared_at__isnull=False)
    named = Case(When(via_secretariat=False, author__isnull=False, then=F("membership__organisation__name")))
    # Values and not rows: ten thousand of them are made for one manifest.
    values = rows.annotate(organisation=Coalesce(named, Value(""))).values_list(
        "pk", "label", "title", "tags", "organisation", "shared_at", Coalesce("edited_at", "shared_at")
    )
    found = [Headline(pk, Label(label), title, tuple(tags), *rest) for pk, label, title, tags, *rest in values]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def _told(found: Item, shared_at: datetime, files: Iterable[str], letters: Letters) -> Told:
    source = source_of(found)
    return Told(
        id=found.pk,
        label=Label(found.label),
        version=found.version,
        circle_id=found.circle_id,
        circle=found.circle.name,
        slug=found.circle.slug,
        permitted_use=found.circle.permitted_use,
        author=found.author_id,
        source=source.name,
        organisation=source.organisation,
        kind=found.kind,
        title=found.title,
        what=found.what,
        so_what=found.so_what,
        do_what=found.do_what,
        urgent=found.urgency == Item.Urgency.URGENT,
        tags=tuple(found.tags),
        expertise=tuple(found.expertise),
        files=tuple(files),
        at=shared_at,
        is_withdrawn=found.state == State.WITHDRAWN,
        language=found.language,
        origin=found.origin,
        credibility=found.credibility if found.published else letters.credibility,
        changed_at=found.edited_at or shared_at,
        published=found.published,
    )


@dataclass(frozen=True, slots=True)
class ToldReply:
    """A reply as a mail tells it, with the item it stands under."""

    id: UUID
    label: Label
    version: int
    author: UUID | None
    source: str
    organisation: str
    body: str
    mentions: tuple[UUID, ...]
    files: tuple[str, ...]
    item: Told


def told_reply(actor: Actor, reply: UUID) -> ToldReply | None:
    """What a mail may say of a reply to this reader. None when it, or its item, was taken back. Raises `NotVisible`."""
    found = access.readable_reply(actor, reply)
    item = told(actor, found.item_id)
    if found.state != State.SHARED or item is None or item.is_withdrawn:
        return None
    author = Reply.objects.select_related("author", "membership__organisation").get(pk=reply)
    return ToldReply(
        id=found.pk,
        label=rules.label_of_reply(Label(found.label), item.label),
        version=found.version,
        author=found.author_id,
        source=author.author.name if author.author else "",
        organisation=author.membership.organisation.name if author.membership else "",
        body=found.body,
        mentions=tuple(found.mentions),
        files=tuple(Attachment.objects.filter(reply_id=reply).values_list("name", flat=True)),
        item=item,
    )


def unread_this_week(actor: Actor, *, topics: Collection[str], circles: Collection[UUID]) -> list[ItemRow]:
    """What came in the last seven days and this person has not opened, save of some topics and circles: their digest."""
    new = new_items(actor, Filters(unread=True, muted=sorted(topics)), most=MOST_IN_DIGEST)
    left_out = set(Item.objects.filter(pk__in=[row.id for row in new], circle__in=circles).values_list("pk", flat=True))
    return [row for row in new if row.at > now() - WEEK and row.id not in left_out]
