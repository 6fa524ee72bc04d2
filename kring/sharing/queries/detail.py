"""One item, whole: text, thread, files, readers, feedback, versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.sharing import access
from kring.sharing.models import Attachment, Item, ItemVersion, Onward, Reply
from kring.sharing.queries.lists import ItemRow, rows
from kring.tlp.audience import State
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file beside an item or a reply."""

    id: UUID
    name: str
    size: int
    media_type: str
    wrapped: bool


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One contribution to the thread."""

    id: UUID
    author: str
    organisation: str
    body: str
    at: datetime
    edited_at: datetime | None
    label: Label
    narrowed: bool
    """For some of the item's readers alone."""
    own: bool
    version: int
    way: str
    answers: UUID | None
    attachments: Sequence[AttachmentView]


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """An item as this actor may see it."""

    row: ItemRow
    what: str
    so_what: str
    do_what: str
    version: int
    language: str
    permitted_use: str
    is_source: bool
    named: Sequence[str]
    """RED: who was named, for those who were."""
    chosen: Sequence[str]
    """AMBER: the organisations chosen; empty is the whole circle."""
    attachments: Sequence[AttachmentView]
    replies: Sequence[ReplyView]
    my_feedback: dict[str, str]
    """Kinds given, with their notes."""
    circle_id: UUID
    community: UUID
    audience: Sequence[UUID]
    about: ItemRow | None
    edited_at: datetime | None
    withdrawn_at: datetime | None
    expertise: Sequence[str]
    urgency: int


def detail(actor: Actor, item: UUID) -> ItemDetail:
    """The whole of one item. Raises `NotVisible`."""
    found = access.readable_item(actor, item)
    row = rows(actor, [found.pk])[0]
    label = Label(found.label)
    return ItemDetail(
        row=row,
        what=found.what,
        so_what=found.so_what,
        do_what=found.do_what,
        version=found.version,
        language=found.language,
        permitted_use=found.circle.permitted_use,
        is_source=access.is_source(found),
        named=_names("people_person", found.audience) if label is Label.RED else [],
        chosen=_chosen(found) if label in (Label.AMBER, Label.AMBER_STRICT) else [],
        attachments=_attachments(item=found.pk),
        replies=_replies(actor, found),
        my_feedback=_my_feedback(actor, found.pk),
        circle_id=found.circle_id,
        community=found.community,
        audience=found.audience,
        about=next(iter(rows(actor, [found.about_id])), None) if found.about_id else None,
        edited_at=found.edited_at,
        withdrawn_at=found.withdrawn_at,
        expertise=found.expertise,
        urgency=found.urgency,
    )


def _names(table: str, ids: Sequence[UUID]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM {table} WHERE id = ANY(%s::uuid[]) ORDER BY name", [list(ids)])
        return [name for (name,) in cursor.fetchall()]


def _chosen(item: Item) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.name FROM circles_membership m JOIN circles_organisation o ON o.id = m.organisation_id"
            " WHERE m.id = ANY(%s::uuid[]) ORDER BY o.name",
            [list(item.audience)],
        )
        return [name for (name,) in cursor.fetchall()]


def _view(attachment: Attachment) -> AttachmentView:
    return AttachmentView(
        attachment.pk, attachment.name, attachment.stored.size, attachment.stored.media_type, attachment.wrapped
    )


def _attachments(*, item: UUID) -> list[AttachmentView]:
    return [_view(one) for one in Attachment.objects.filter(item_id=item).select_related("stored").defer("text", "words")]


def _replies(actor: Actor, item: Item) -> list[ReplyView]:
    found = list(
        Reply.objects.filter(item=item).select_related("author", "membership__organisation").defer("words")
    )
    files: dict[UUID, list[AttachmentView]] = {}
    for one in Attachment.objects.filter(reply__in=found).select_related("stored").defer("text", "words"):
        files.setdefault(one.reply_id, []).append(_view(one))  # type: ignore[arg-type]
    return [
        ReplyView(
            id=reply.pk,
            author=reply.author.name if reply.author else "",
            organisation=reply.membership.organisation.name if reply.membership else "",
            body=reply.body,
            at=reply.at,
            edited_at=reply.edited_at,
            label=Label(reply.label),
            narrowed=reply.label > item.label,
            own=reply.author_id == actor.person,
            version=reply.version,
            way=reply.way,
            answers=reply.answers_id,
            attachments=files.get(reply.pk, []),
        )
        for reply in found
    ]


def _my_feedback(actor: Actor, item: UUID) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, note FROM sharing_feedback WHERE item_id = %s AND person_id = %s", [item, actor.person]
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """What a download needs."""

    sha256: str
    name: str
    media_type: str
    size: int
    wrapped: bool
    label: Label


def attachment_file(actor: Actor, attachment: UUID) -> AttachmentFile:
    """The stored bytes behind an attachment this actor may have. Raises `NotVisible`."""
    found = access.readable_attachment(actor, attachment)
    holder = found.item or found.reply
    assert holder is not None
    stored = found.stored
    return AttachmentFile(stored.sha256, found.name, stored.media_type, stored.size, found.wrapped, Label(holder.label))


@dataclass(frozen=True, slots=True)
class ReadingView:
    """Who opened it and when; for the source."""

    person: UUID
    name: str
    organisation: str
    at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Readings:
    """Of all who may read it: who did, who acknowledged, how fast."""

    people: Sequence[ReadingView]
    may_read: int
    opened: int
    acknowledged: int
    median_time_to_read: timedelta | None


def readings(actor: Actor, item: UUID) -> Readings:
    """Who may read it, who did, who has not yet. Raises `NotVisible`; `Refused` not_the_source."""
    found = access.own_item(actor, item)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.id, p.name, coalesce(string_agg(DISTINCT o.name, ', '), ''), d.at, d.acknowledged_at
            FROM (SELECT person FROM kring.readers(%(item)s)
                  UNION SELECT person_id FROM sharing_reading WHERE item_id = %(item)s) r
            JOIN people_person p ON p.id = r.person AND p.kind = 'person'
            LEFT JOIN sharing_reading d ON d.item_id = %(item)s AND d.person_id = p.id
            LEFT JOIN circles_affiliation a ON a.person_id = p.id AND a.until IS NULL
            LEFT JOIN circles_organisation o ON o.id = a.organisation_id
            WHERE p.id <> %(me)s
            GROUP BY p.id, p.name, d.at, d.acknowledged_at
            ORDER BY d.acknowledged_at NULLS LAST, d.at NULLS LAST, p.name
            """,
            {"item": item, "me": actor.person},
        )
        people = [ReadingView(*found_row) for found_row in cursor.fetchall()]
    opened = sorted(person.at - found.shared_at for person in people if person.at and found.shared_at)
    return Readings(
        people=people,
        may_read=len(people),
        opened=len(opened),
        acknowledged=sum(person.acknowledged_at is not None for person in people),
        median_time_to_read=opened[len(opened) // 2] if opened else None,
    )


@dataclass(frozen=True, slots=True)
class Response:
    """One tap as its giver allows the source to see it."""

    id: UUID
    kind: str
    note: str
    name: str
    at: datetime


def responses(actor: Actor, item: UUID) -> list[Response]:
    """Feedback with notes, and names where allowed; for the source, an empty list for anybody else."""
    access.readable_item(actor, item)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, f.kind, f.note, coalesce(p.name, ''), f.at FROM kring.feedback_of(%s) f"
            " LEFT JOIN people_person p ON p.id = f.person ORDER BY f.at",
            [item],
        )
        return [Response(*found) for found in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class VersionView:
    """An item as it stood."""

    number: int
    title: str
    what: str
    so_what: str
    do_what: str
    label: Label
    at: datetime


def versions(actor: Actor, item: UUID) -> list[VersionView]:
    """What stood there before, oldest first, as far as this actor could read it then, and what stands there now."""
    found = access.readable_item(actor, item)
    before = [
        VersionView(v.number, v.title, v.what, v.so_what, v.do_what, Label(v.label), v.at)
        for v in ItemVersion.objects.filter(item_id=item).order_by("number")
    ]
    if found.state != State.SHARED:
        return before
    at = found.edited_at or found.shared_at
    assert at is not None
    now = VersionView(
        found.version, found.title, found.what, found.so_what, found.do_what, Label(found.label), at
    )
    return [*before, now]


@dataclass(frozen=True, slots=True)
class PassingView:
    """One step of the item beyond its audience."""

    id: UUID
    by: str
    to_kind: str
    to: str
    state: str
    reason: str
    at: datetime
    decided_at: datetime | None


def passings(actor: Actor, item: UUID) -> list[PassingView]:
    """To whom it went on or is asked to go on: all for the source, one's own for anybody else."""
    access.readable_item(actor, item)
    found = Onward.objects.filter(item_id=item).select_related("by", "person", "client", "circle")
    return [
        PassingView(
            id=onward.pk,
            by=onward.by.name,
            to_kind=onward.to,
            to=next(str(one.name) for one in (onward.person, onward.client, onward.circle) if one is not None),
            state=onward.state,
            reason=onward.reason,
            at=onward.at,
            decided_at=onward.decided_at,
        )
        for onward in found
    ]
