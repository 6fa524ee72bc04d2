"""The thread under an item: who said what to whom, and whom one can speak to there."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.sharing import access, rules
from kring.sharing.models import Item, Reply, ReplyVersion
from kring.sharing.queries.audience import companions
from kring.sharing.queries.files import AttachmentView
from kring.tlp.audience import State
from kring.tlp.labels import Label

SUGGESTED = 8


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
    only: Sequence[str]
    """Narrowed: who they are."""
    own: bool
    version: int
    way: str
    mentions: Sequence[str]
    answers: UUID | None
    answered: str
    """Who wrote what it answers."""
    under: UUID | None
    """The first reply of its branch; None for a first one."""
    removed: bool
    """Its author took it back; it is here because something answers it."""
    attachments: Sequence[AttachmentView]


def replies_to(item: Item) -> list[Reply]:
    """What the bound actor may read of what was said under an item; of what was taken back, that it was answered."""
    found = list(Reply.objects.filter(item=item).select_related("membership__organisation").defer("words"))
    answered = {reply.answers_id for reply in found if reply.state == State.SHARED}
    return [reply for reply in found if reply.state == State.SHARED or reply.pk in answered]


def thread(
    actor: Actor, item: Item, kept: Collection[Reply], files: Mapping[UUID, Sequence[AttachmentView]]
) -> list[ReplyView]:
    """These replies with the files beside them, as this actor may see them: by branch, and in each by time."""
    people = _people(item, kept)
    by_id = {reply.pk: reply for reply in kept}
    views = {
        reply.pk: ReplyView(
            id=reply.pk,
            author="" if reply.state == State.WITHDRAWN else _name(people, reply.author_id),
            organisation="" if reply.state == State.WITHDRAWN else _house(people, reply),
            body=reply.body,
            at=reply.at,
            edited_at=reply.edited_at,
            label=rules.label_of_reply(Label(reply.label), Label(item.label)),
            narrowed=access.is_for_fewer(reply, item),
            only=_names(people, reply.audience) if _names_people(reply, item) else (),
            own=reply.author_id == actor.person,
            version=reply.version,
            way=reply.way,
            mentions=_names(people, reply.mentions),
            answers=reply.answers_id,
            answered=_name(people, by_id[reply.answers_id].author_id) if reply.answers_id in by_id else "",
            under=_root(reply, by_id),
            removed=reply.state == State.WITHDRAWN,
            attachments=files.get(reply.pk, ()),
        )
        for reply in kept
    }
    return list(_by_branch(views.values()))


def _people(item: Item, replies: Collection[Reply]) -> dict[UUID, circles.Someone]:
    ids = {person for reply in replies for person in (reply.author_id, *reply.mentions)}
    ids |= {person for reply in replies if _names_people(reply, item) for person in reply.audience}
    return circles.people_by_id({person for person in ids if person}, item.community)


def _names_people(reply: Reply, item: Item) -> bool:
    """Under other labels a narrower audience is of memberships."""
    return reply.label == Label.RED and access.is_for_fewer(reply, item)


def _name(people: dict[UUID, circles.Someone], person: UUID | None) -> str:
    return people[person].name if person in people else ""


def _names(people: dict[UUID, circles.Someone], ids: Sequence[UUID]) -> list[str]:
    return sorted((people[person].name for person in ids if person in people), key=str.casefold)


def _house(people: dict[UUID, circles.Someone], reply: Reply) -> str:
    """For whom its author sat when it was written; for a colleague, where they work."""
    if reply.membership is not None:
        return reply.membership.organisation.name
    return ", ".join(people[reply.author_id].organisations) if reply.author_id in people else ""


def _root(reply: Reply, by_id: dict[UUID, Reply]) -> UUID | None:
    """Up along what was answered, as far as this actor may see it."""
    at = reply
    while at.answers_id in by_id:
        at = by_id[at.answers_id]
    return None if at is reply else at.pk


def _by_branch(replies: Collection[ReplyView]) -> Iterator[ReplyView]:
    for first in replies:
        if first.under is None:
            yield first
            yield from (reply for reply in replies if reply.under == first.id)


@dataclass(frozen=True, slots=True)
class VersionOfReply:
    """A reply as it stood."""

    number: int
    body: str
    at: datetime


def reply_versions(actor: Actor, reply: UUID) -> list[VersionOfReply]:
    """What stood there, oldest first, and what stands there now. Raises `NotVisible`, also when it was taken back."""
    found = access.living_reply(actor, reply)
    before = ReplyVersion.objects.filter(reply=found).values_list("number", "body", "at")
    now = VersionOfReply(found.version, found.body, found.edited_at or found.at)
    return [*(VersionOfReply(*row) for row in before), now]


@dataclass(frozen=True, slots=True)
class OwnReply:
    """A reply one wrote oneself, to be changed."""

    id: UUID
    item: UUID
    body: str
    version: int


def own_reply(actor: Actor, reply: UUID) -> OwnReply:
    """Raises `NotVisible`; `Refused` not_your_reply."""
    found = access.own_reply(actor, reply)
    return OwnReply(found.pk, found.item_id, found.body, found.version)


@dataclass(frozen=True, slots=True)
class ReplyHistory:
    """How a reply read before."""

    item: UUID
    author: str
    changes: Sequence[tuple[VersionOfReply, VersionOfReply]]
    """Each edit with the one before it, the last first."""


def history_of_reply(actor: Actor, reply: UUID) -> ReplyHistory:
    """Raises `NotVisible`, also when it was taken back."""
    seen = reply_versions(actor, reply)
    found = access.living_reply(actor, reply)
    author = circles.people_by_id([found.author_id] if found.author_id else [], found.community)
    return ReplyHistory(found.item_id, _name(author, found.author_id), list(pairwise(seen))[::-1])


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody one can mention, or answer alone."""

    person: UUID
    name: str
    organisations: str


TYPED = """
WITH named AS MATERIALIZED (
    SELECT p.id FROM people_person p WHERE p.name ~* %(typed)s
    UNION
    SELECT a.person_id FROM circles_affiliation a JOIN circles_organisation o ON o.id = a.organisation_id
    WHERE o.name ~* %(typed)s AND a.until IS NULL
)
SELECT n.id FROM named n
WHERE EXISTS (SELECT FROM kring.held h WHERE h.person = n.id AND h.what = 'green' AND h.key = %(community)s)
   OR EXISTS (SELECT FROM sharing_reply t WHERE t.item_id = %(item)s AND t.author_id = n.id)
LIMIT 50
"""
"""Names of people or their organisations with a word that begins as typed."""

WRITTEN = """
SELECT p.id FROM people_person p
WHERE p.name <> '' AND position('@' || lower(p.name) in lower(%(body)s)) > 0
"""


def people_to_mention(actor: Actor, item: UUID, typed: str) -> list[Companion]:
    """Who reads this item and whose name, or the name of whose organisation, has a word that begins as typed."""
    found = access.readable_item(actor, item)
    if not typed.strip():
        return []
    begun = rf"\m{re.escape(typed.strip())}"
    people = _asked(TYPED, {"typed": begun, "community": found.community, "item": item})
    return _companions(actor, found, people)[:SUGGESTED]


def people_mentioned(actor: Actor, item: UUID, body: str) -> set[UUID]:
    """Who is meant by the "@name"s in this text: of those who read the item, and nobody else."""
    if "@" not in body:
        return set()
    return companions(actor, item, _asked(WRITTEN, {"body": body}))


def _asked(sql: str, values: Mapping[str, str | UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {person for (person,) in cursor.fetchall()}


def confidants(actor: Actor, item: UUID) -> list[Companion]:
    """Whom one can answer alone: those with a seat in the circle. Nobody for who has none."""
    found, _ = access.item_looked_at(actor, item)
    if circles.seat_for_sharing(actor, found.circle_id) is None:
        return []
    return _companions(actor, found, circles.seated_in(found.circle_id).people)


def _companions(actor: Actor, item: Item, people: Collection[UUID]) -> list[Companion]:
    known = circles.people_by_id(companions(actor, item.pk, people), item.community).values()
    return sorted(
        (Companion(one.id, one.name, ", ".join(one.organisations)) for one in known if not one.is_machine),
        key=lambda one: one.name.casefold(),
    )
