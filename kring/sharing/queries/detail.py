"""One item as its reader sees it: text, files, thread, what one said about it, what it has to do with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import connection

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.errors import enforce
from kring.sharing import access, rules, scrutiny
from kring.sharing.models import Item
from kring.sharing.queries.audience import chosen
from kring.sharing.queries.files import AttachmentView, attachments
from kring.sharing.queries.lists import ItemRow, rows
from kring.sharing.queries.thread import ReplyView, replies_to, thread
from kring.sharing.queries.trust import Trust, trust_of
from kring.sharing.rules import Text
from kring.tlp.audience import State
from kring.tlp.labels import Label

RELATED = 5
LOOKED_THROUGH = 300
"""Items of the circle, the newest first, among which related ones are looked for."""


@dataclass(frozen=True, slots=True)
class Given:
    """A tap of one's own."""

    note: str
    named: bool
    """The source may see the name."""


@dataclass(frozen=True, slots=True)
class SeenIndicator:
    """An indicator in the text, once, however often it stands there."""

    kind: scrutiny.IndicatorKind
    value: str
    harmless: str
    """Defanged: nobody can click it by accident."""


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """An item as this actor may see it."""

    row: ItemRow
    state: State
    what: str
    so_what: str
    do_what: str
    version: int
    language: str
    permitted_use: str
    handling: Sequence[str]
    """What the label lets a reader do with it, as sentences to translate."""
    is_source: bool
    published: bool
    """Visitors may read it."""
    named: Sequence[str]
    """RED: who was named. Empty via the secretariat: among them is who shared it."""
    named_people: Sequence[UUID]
    """The same, by id."""
    chosen: Sequence[str]
    """AMBER and AMBER+STRICT: the organisations chosen; empty is the whole circle. Via the secretariat as for RED."""
    chosen_memberships: Sequence[UUID]
    """The same, by id, as far as they sit in the circle now."""
    attachments: Sequence[AttachmentView]
    replies: Sequence[ReplyView]
    my_feedback: dict[str, Given]
    circle_id: UUID
    community: UUID
    circle_is_near: bool
    """The circle it was shared in is of this reader's own community: it has pages they can see."""
    about: ItemRow | None
    origin: str
    """The report of others that it was made of: its identifier among the objects of the circle."""
    followed_by: Sequence[ItemRow]
    """Requests for help that follow from it."""
    edited_at: datetime | None
    withdrawn_at: datetime | None
    expertise: Sequence[str]
    trust: Trust
    is_frozen: bool
    """It is looked into: it goes no further, and nobody adds to it."""

    @property
    def indicators(self) -> Sequence[SeenIndicator]:
        """Every indicator in the text, in the order in which they stand there."""
        return indicators_of(self)

    @property
    def may_answer(self) -> bool:
        """Is there something to say about it: is it shared, and not taken back?"""
        return self.state is State.SHARED

    @property
    def may_give_feedback(self) -> bool:
        """Is it somebody else's?"""
        return rules.why_not_feedback(self.state, own=self.row.own) is None

    @property
    def asks_to_acknowledge(self) -> bool:
        """Is it urgent news of somebody else, which this reader has not acknowledged yet?"""
        return (
            rules.why_not_acknowledge(self.state, urgent=self.row.urgent) is None
            and not self.row.own
            and not self.row.acknowledged
        )

    @property
    def may_go_on(self) -> bool:
        """Does its label leave anything to pass on, or to ask for?"""
        return self.may_answer and self.row.label is not Label.RED and not self.is_frozen


class Words(Protocol):
    """What was written in the three parts of an item."""

    @property
    def what(self) -> str: ...

    @property
    def so_what(self) -> str: ...

    @property
    def do_what(self) -> str: ...


def indicators_of(words: Words) -> list[SeenIndicator]:
    """Every indicator in what was written, once, in the order in which they stand there."""
    text = f"{words.what}\n\n{words.so_what}\n\n{words.do_what}"
    found = {(one.kind, one.value): one for one in reversed(scrutiny.find_indicators(text))}
    return [
        SeenIndicator(one.kind, one.value, scrutiny.defang(one.value))
        for one in sorted(found.values(), key=lambda one: one.start)
    ]


def detail(actor: Actor, item: UUID) -> ItemDetail:
    """The whole of one item. Raises `NotVisible`."""
    found, is_source = access.item_looked_at(actor, item)
    label = Label(found.label)
    told = is_source or not found.via_secretariat
    replies = replies_to(found)
    files = attachments([found.pk, *(reply.pk for reply in replies)])
    return ItemDetail(
        row=rows(actor, [found.pk])[0],
        state=State(found.state),
        what=found.what,
        so_what=found.so_what,
        do_what=found.do_what,
        version=found.version,
        language=found.language,
        permitted_use=found.circle.permitted_use,
        handling=rules.handling(label),
        is_source=is_source,
        published=found.published,
        named=_named(found) if told and label is Label.RED else [],
        named_people=found.audience if told and label is Label.RED else [],
        chosen=_chosen(found) if told else [],
        chosen_memberships=chosen(found) if told else [],
        attachments=files.get(found.pk, []),
        replies=thread(actor, found, replies, files),
        my_feedback=_my_feedback(actor, found.pk),
        circle_id=found.circle_id,
        community=found.community,
        circle_is_near=circles.sees(actor, found.circle_id),
        about=next(iter(rows(actor, [found.about_id])), None) if found.about_id else None,
        origin=found.origin if found.state == State.SHARED else "",
        followed_by=_followed_by(actor, found),
        edited_at=found.edited_at,
        withdrawn_at=found.withdrawn_at,
        expertise=found.expertise,
        trust=trust_of(found.pk),
        is_frozen=access.is_frozen(found.pk),
    )


def own_detail(actor: Actor, item: UUID) -> ItemDetail:
    """The same for its source alone. Raises `NotVisible`; `Refused` not_the_source."""
    found = detail(actor, item)
    enforce(None if found.is_source else rules.NOT_THE_SOURCE)
    return found


def detail_to_change(actor: Actor, item: UUID) -> ItemDetail:
    """The same while there is something to change. Raises `Refused` withdrawn or not_shared too."""
    found = own_detail(actor, item)
    enforce(rules.why_not_change(found.state, is_source=True))
    enforce(rules.NOT_SHARED if found.state is State.DRAFT else None)
    return found


def _named(item: Item) -> list[str]:
    people = circles.people_by_id(item.audience, item.community)
    return sorted((person.name for person in people.values()), key=str.casefold)


def _chosen(item: Item) -> list[str]:
    houses = circles.memberships_by_id(chosen(item)).values()
    return sorted((house.name for house in houses), key=str.casefold)


def _my_feedback(actor: Actor, item: UUID) -> dict[str, Given]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, note, named FROM sharing_feedback WHERE item_id = %s AND person_id = %s", [item, actor.person]
        )
        return {kind: Given(note, named) for kind, note, named in cursor.fetchall()}


def _followed_by(actor: Actor, item: Item) -> list[ItemRow]:
    following = Item.objects.filter(about=item, state=State.SHARED).order_by("-shared_at")
    return rows(actor, list(following.values_list("pk", flat=True)[:RELATED]))


def made_of(actor: Actor, circle: UUID, origin: str) -> list[ItemRow]:
    """What was shared in a circle of a report of others, as far as this actor may read it, and own drafts of it."""
    found = Item.objects.filter(circle=circle, origin=origin, discarded_at__isnull=True).exclude(origin="")
    return rows(actor, list(found.order_by("-created_at").values_list("pk", flat=True)[:RELATED]))


@dataclass(frozen=True, slots=True)
class Beside:
    """Another item, as far as a link to it says."""

    id: UUID
    title: str
    label: Label
    at: datetime
    organisation: str
    """Of who shared it; empty via the secretariat."""


BESIDE = """
SELECT i.id, i.title, left(i.what, 200), i.label, i.shared_at,
       CASE WHEN i.via_secretariat OR i.author_id IS NULL THEN '' ELSE coalesce(o.name, '') END
FROM (
    SELECT * FROM sharing_item WHERE circle_id = %(circle)s AND state > 0 ORDER BY shared_at DESC LIMIT %(looked_through)s
) i
LEFT JOIN circles_membership m ON m.id = i.membership_id LEFT JOIN circles_organisation o ON o.id = m.organisation_id
WHERE i.tags && %(tags)s::varchar[] AND i.state = 1 AND i.id <> %(item)s ORDER BY i.shared_at DESC LIMIT %(most)s
"""


def beside(actor: Actor, item: UUID) -> list[Beside]:
    """Newer and older items of the same circle with a tag in common, as far as this actor may read them."""
    found, _ = access.item_looked_at(actor, item)
    few = {"looked_through": LOOKED_THROUGH, "most": RELATED}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"circle": found.circle_id, "item": item, "tags": found.tags, **few})
        return [
            Beside(pk, title or Text(what=opening).headline, Label(label), at, organisation)
            for pk, title, opening, label, at, organisation in cursor.fetchall()
        ]


def related(actor: Actor, item: UUID) -> list[ItemRow]:
    """The same as whole rows, for programs."""
    return rows(actor, [one.id for one in beside(actor, item)])
