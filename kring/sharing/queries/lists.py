"""Lists of items: what is new, what is in a circle, what one is writing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.functions import Left

from kring.kernel.actor import Actor
from kring.profiles import queries as profiles
from kring.profiles.reasons import Reason
from kring.sharing.models import Item, SealedSource
from kring.sharing.queries.trust import CREDIBILITY, RELIABILITY, Letters, letters_of
from kring.sharing.rules import OUT_OF_SCOPE, Text
from kring.tlp.audience import State
from kring.tlp.labels import Label

MOST_DRAFTS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: below the row with this moment and id. Rows of one moment are kept apart by their ids."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Reads what `str` wrote, as it stands in addresses. Raises ValueError, naming the text, for anything else."""
        moment, _, item = text.partition("-")
        try:
            return cls(datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), UUID(hex=item))
        except ValueError:
            raise ValueError(f"not a place in a list: {text!r}") from None


@dataclass(frozen=True, slots=True)
class Source:
    """Who shared it, as the reader may know."""

    name: str
    organisation: str
    via_secretariat: bool = False


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in a list."""

    id: UUID
    kind: str
    kind_text: str
    title: str
    label: Label
    circle_id: UUID
    circle: str
    circle_slug: str
    colour: str
    source: Source
    at: datetime
    urgent: bool
    withdrawn: bool
    edited: bool
    unread: bool
    acknowledged: bool
    own: bool
    replies: int
    tags: Sequence[str] = ()
    reliability: str = ""
    """Of its source, from A to F, and how credible it is, from 1 to 6: what readers made of it, or else what was said."""
    credibility: int | None = None
    counts: dict[str, int] = field(default_factory=dict)
    matters: Sequence[Reason] = ()
    """Why it matters to the organisations of whoever is bound, the most severe first. For nobody else to see."""

    @property
    def pair(self) -> str:
        """Both as one writes them: "B2"; empty when there is nothing to say."""
        return Letters(self.reliability, self.credibility).pair

    @property
    def place(self) -> Place:
        """Where a list goes on below this row."""
        return Place(self.at, self.id)

    @property
    def outside_scope(self) -> bool:
        """Does it lie outside what its circle is for?"""
        return OUT_OF_SCOPE in self.tags

    @property
    def tags_to_mute(self) -> str:
        """The topics for which somebody may have muted it, between commas. Urgent news is not muted."""
        return "" if self.urgent else ",".join(self.tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Words that narrow a list."""

    circle: UUID | None = None
    kind: str = ""
    label: Label | None = None
    tag: str = ""
    unread: bool = False
    urgent: bool = False
    own: bool = False
    matters: bool = False
    """To the organisations one works for."""
    reliable: str = ""
    """At least this reliability: "B" lets A and B through."""
    credible: int | None = None
    """At least this credibility: 2 lets 1 and 2 through."""
    muted: Sequence[str] = ()
    """Tags whose items do not show, unless urgent."""
    since: datetime | None = None
    oldest_first: bool = False


# Newest first, arm by arm, so that each arm walks its own index and stops. The conditions on circle and label
# repeat what the policy says: they are there for the indexes and let nothing more through.
ARM = """
SELECT i.id, i.shared_at FROM {over} CROSS JOIN LATERAL (
    SELECT id, shared_at FROM sharing_item
    WHERE {there} AND state > 0 AND {where} ORDER BY shared_at {down}, id {down} LIMIT %(most)s) i
"""
SEATED = ("places p", "circle_id = p.circle")
IN_COMMUNITIES = ("me, unnest(me.greens) green", "community = green AND label <= 1")
OVER_BRIDGES = ("me, unnest(me.bridged) source", "circle_id = source AND label <= 1")
PASSED_ON = (
    "me",
    "id IN (SELECT o.item_id FROM sharing_onward o WHERE o.key = ANY (me.keys) AND o.state = 'done')",
)
NEW = """
WITH me AS MATERIALIZED (SELECT a.* FROM kring.actor() a),
places AS (
    SELECT key AS circle FROM me, unnest(me.keys) key WHERE EXISTS (SELECT FROM circles_circle c WHERE c.id = key)
),
found AS ({arms})
SELECT id FROM found ORDER BY shared_at {down}, id {down} LIMIT %(most)s
"""

IN_CIRCLE = """
SELECT id FROM sharing_item WHERE state > 0 AND {where} ORDER BY shared_at {down}, id {down} LIMIT %(most)s
"""

AMONG_FEW = """
SELECT id FROM sharing_item WHERE id = ANY (%(few)s::uuid[]) AND {where} ORDER BY shared_at {down}, id {down} LIMIT %(most)s
"""

SEALED = "EXISTS (SELECT FROM sharing_sealedsource s WHERE s.item_id = sharing_item.id)"
"""Shared via the secretariat by the bound actor: others' rows the database does not let out."""

CONDITIONS = {
    "circle": "circle_id = %(circle)s",
    "kind": "kind = %(kind)s",
    "label": "label = %(label)s",
    "tag": "tags @> ARRAY[lower(%(tag)s)]::varchar[]",
    "unread": f"""state = 1 AND author_id IS DISTINCT FROM %(me)s AND NOT {SEALED} AND NOT EXISTS (
        SELECT FROM sharing_reading r WHERE r.item_id = sharing_item.id AND r.person_id = %(me)s)""",
    "urgent": "urgency = 1 AND state = 1",
    "since": "shared_at >= %(since)s",
    "matters": "id = ANY (ARRAY(SELECT item_id FROM profiles_match WHERE item_id IS NOT NULL))",
    "own": f"(author_id = %(me)s OR {SEALED})",
    "reliable": f"{RELIABILITY} BETWEEN 'A' AND %(reliable)s",
    "credible": f"{CREDIBILITY} <= %(credible)s",
    "muted": "(urgency = 1 OR NOT tags && %(muted)s::varchar[])",
}
"""What each filter asks of a row, by its name in `Filters`."""

# Said twice: the first half is for the indexes, which end with the moment.
BELOW = "shared_at <= %(at)s AND (shared_at, id) < (%(at)s, %(id)s)"
ABOVE = "shared_at >= %(at)s AND (shared_at, id) > (%(at)s, %(id)s)"

EVERYTHING = "true"


def conditions(actor: Actor, filters: Filters, before: Place | None = None) -> tuple[str, dict[str, Any]]:
    """These filters as SQL on `sharing_item`, with its values; EVERYTHING when nothing is filtered."""
    asked = asdict(replace(filters, muted=list(filters.muted)))
    # CLEAR is the number nought, and a filter all the same.
    given = {name: asked[name] for name in CONDITIONS if asked[name] or asked[name] is Label.CLEAR}
    parts = [CONDITIONS[name] for name in given] + ([ABOVE if filters.oldest_first else BELOW] if before else [])
    values = given | {"me": actor.person} | ({"at": before.at, "id": before.id} if before else {})
    return " AND ".join(parts) or EVERYTHING, values


def new_items(
    actor: Actor, filters: Filters | None = None, *, before: Place | None = None, most: int = 50
) -> list[ItemRow]:
    """What reached this actor, newest first unless asked otherwise. `before` goes on where the last list stopped."""
    return rows(actor, new_item_ids(actor, filters, before=before, most=most))


def new_item_ids(
    actor: Actor, filters: Filters | None = None, *, before: Place | None = None, most: int = 50
) -> list[UUID]:
    """The same, and of each no more than which it is."""
    filters = filters or Filters()
    where, values = conditions(actor, filters, before)
    few = tagged(filters) if filters.tag else None
    with connection.cursor() as cursor:
        cursor.execute(_sql(filters, where, few), {**values, "most": most, "few": few})
        return [item for (item,) in cursor.fetchall()]


def tagged(filters: Filters) -> list[UUID] | None:
    """What has the tag that is asked for; None when that is much."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.tagged(lower(%s), %s)", [filters.tag, filters.circle])
        (found,) = cursor.fetchone()
    return found  # type: ignore[no-any-return]  # an array of the database


def _sql(filters: Filters, where: str, few: Sequence[UUID] | None) -> str:
    """Among few; in one circle; or along every way by which something can have come to this actor."""
    down = "ASC" if filters.oldest_first else "DESC"
    if few is not None:
        return AMONG_FEW.format(where=where, down=down)
    if filters.circle:
        return IN_CIRCLE.format(where=where, down=down)
    narrow = filters.label is not None and filters.label > Label.GREEN  # it comes by a seat, or was passed on
    ways = [SEATED, PASSED_ON] if narrow else [SEATED, IN_COMMUNITIES, OVER_BRIDGES, PASSED_ON]
    arms = [ARM.format(over=over, there=there, where=where, down=down) for over, there in ways]
    return NEW.format(arms="UNION".join(arms), down=down)


def items_of(
    actor: Actor, circle: UUID, filters: Filters | None = None, *, before: Place | None = None, most: int = 50
) -> list[ItemRow]:
    """What this actor may read of what was shared in one circle."""
    return new_items(actor, replace(filters or Filters(), circle=circle), before=before, most=most)


def rows(actor: Actor, ids: Sequence[UUID]) -> list[ItemRow]:
    """These items as rows, in this order; those one may not read are left out."""
    if not ids:
        return []
    found = (
        Item.objects.filter(pk__in=ids)
        .select_related("circle", "author", "membership__organisation")
        .defer("what", "so_what", "do_what", "words")
        .annotate(opening=Left("what", 200))
    )
    by_id = {item.pk: item for item in found}
    return rows_of(actor, [(by_id[pk], by_id[pk].opening) for pk in ids if pk in by_id])


def rows_of(actor: Actor, items: Sequence[tuple[Item, str]]) -> list[ItemRow]:
    """The same of items that were fetched already, each with how its text begins."""
    ids = [item.pk for item, _ in items]
    own = _own(actor, [item for item, _ in items])
    met, counts, matters, letters = _met(actor, ids), _counts(ids), profiles.matters(ids), letters_of(ids)
    return [
        _row(
            item,
            opening,
            own=item.pk in own,
            met=met[item.pk],
            counts=counts.get(item.pk, {}),
            matters=matters.get(item.pk, ()),
            letters=letters.get(item.pk, Letters()),
        )
        for item, opening in items
    ]


def row(actor: Actor, item: UUID) -> ItemRow | None:
    """One item as a row."""
    return next(iter(rows(actor, [item])), None)


def drafts(actor: Actor) -> list[ItemRow]:
    """What this actor is writing, the last first."""
    titles = draft_titles(actor)
    return [replace(one, title=titles[one.id]) for one in rows(actor, list(titles))]


def draft_titles(actor: Actor, *, most: int = MOST_DRAFTS) -> dict[UUID, str]:
    """What the drafts of this actor are called, the last first. One without a title goes by how it begins."""
    found = Item.objects.filter(author_id=actor.person, state=State.DRAFT, discarded_at__isnull=True)
    texts = found.order_by("-saved_at").values_list("pk", "title", "what")[:most]
    return {pk: Text(title=title, what=what).headline for pk, title, what in texts}


@dataclass(frozen=True, slots=True)
class Met:
    """How far somebody is with an item: do they have it, did they say so, and what was answered that they may read."""

    read: bool
    acknowledged: bool
    replies: int


MET = """
SELECT i.id, r.item_id IS NOT NULL, r.acknowledged_at IS NOT NULL,
       (SELECT count(*) FROM sharing_reply t WHERE t.item_id = i.id AND t.state = 1)
FROM unnest(%(items)s::uuid[]) i (id) LEFT JOIN sharing_reading r ON r.item_id = i.id AND r.person_id = %(me)s::uuid
"""


def _met(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Met]:
    with connection.cursor() as cursor:
        cursor.execute(MET, {"items": list(ids), "me": actor.person})
        return {item: Met(*how) for item, *how in cursor.fetchall()}


def _counts(ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT item, kind, givers FROM kring.feedback_counts(%s::uuid[])", [list(ids)])
        for item, kind, givers in cursor.fetchall():
            counts.setdefault(item, {})[kind] = givers
    return counts


def source_of(item: Item) -> Source:
    """Who shared it, as anybody who may read it may know: via the secretariat it names nobody."""
    if item.via_secretariat or item.author is None:
        return Source("", "", via_secretariat=True)
    organisation = item.membership.organisation.name if item.membership else ""
    return Source(item.author.name, organisation)


def _own(actor: Actor, items: Sequence[Item]) -> set[UUID]:
    """Which of these this person wrote; via the secretariat too, which the database tells nobody else."""
    sealed = [item.pk for item in items if item.via_secretariat]
    mine = {item.pk for item in items if item.author_id is not None and item.author_id == actor.person}
    return (
        mine | set(SealedSource.objects.filter(item_id__in=sealed).values_list("item_id", flat=True))
        if sealed
        else mine
    )


def _row(
    item: Item,
    opening: str,
    *,
    own: bool,
    met: Met,
    counts: dict[str, int],
    matters: Sequence[Reason],
    letters: Letters,
) -> ItemRow:
    return ItemRow(
        id=item.pk,
        kind=item.kind,
        kind_text=item.get_kind_display(),
        title=item.title or Text(what=opening).headline,
        label=Label(item.label),
        circle_id=item.circle_id,
        circle=item.circle.name,
        circle_slug=item.circle.slug,
        colour=item.circle.colour,
        source=source_of(item),
        at=item.shared_at or item.saved_at,
        urgent=item.urgency == Item.Urgency.URGENT,
        withdrawn=item.state == State.WITHDRAWN,
        edited=item.edited_at is not None,
        unread=not met.read and not own and item.state == State.SHARED,
        acknowledged=met.acknowledged,
        own=own,
        replies=met.replies,
        tags=tuple(item.tags),
        reliability=letters.reliability,
        credibility=letters.credibility,
        counts=counts,
        matters=matters,
    )
