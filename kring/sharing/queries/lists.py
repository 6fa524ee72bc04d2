"""Lists of items: what is new, what is in a circle, what one is writing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.lookups import Lookup, look_up, look_up_about
from kring.profiles import queries as profiles
from kring.profiles.reasons import Reason
from kring.sharing.models import Item
from kring.sharing.queries.trust import CREDIBILITY, RELIABILITY, Letters
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
        cursor.execute(sql_of(filters, where, few), {**values, "most": most, "few": few})
        return [item for (item,) in cursor.fetchall()]


def tagged(filters: Filters) -> list[UUID] | None:
    """What has the tag that is asked for; None when that is much."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.tagged(lower(%s), %s)", [filters.tag, filters.circle])
        (found,) = cursor.fetchone()
    return found  # type: ignore[no-any-return]  # an array of the database


def sql_of(filters: Filters, where: str, few: Sequence[UUID] | None) -> str:
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


# Of sealed sources the database shows one's own alone.
ROWS = """
SELECT sharing_item.id, sharing_item.kind, sharing_item.title, left(sharing_item.what, 200), sharing_item.label,
       c.id, c.name, c.slug, c.colour, sharing_item.via_secretariat, p.name, o.name,
       coalesce(sharing_item.shared_at, sharing_item.saved_at), sharing_item.urgency = 1, sharing_item.state,
       sharing_item.edited_at IS NOT NULL, r.item_id IS NOT NULL, r.acknowledged_at IS NOT NULL,
       coalesce(sharing_item.author_id = %(me)s, false) OR sharing_item.via_secretariat AND {sealed},
       (SELECT count(*) FROM sharing_reply WHERE item_id = sharing_item.id AND state = 1),
       sharing_item.tags, {reliability}, {credibility}
FROM sharing_item JOIN circles_circle c ON c.id = sharing_item.circle_id
LEFT JOIN people_person p ON p.id = sharing_item.author_id
LEFT JOIN circles_membership m ON m.id = sharing_item.membership_id
LEFT JOIN circles_organisation o ON o.id = m.organisation_id
LEFT JOIN sharing_reading r ON r.item_id = sharing_item.id AND r.person_id = %(me)s
WHERE sharing_item.id = ANY (%(items)s)
"""
SHOWN = Lookup(ROWS.format(sealed=SEALED, reliability=RELIABILITY, credibility=CREDIBILITY))
COUNTS = Lookup("SELECT item, kind, givers FROM kring.feedback_counts(%(items)s)")


def rows(actor: Actor, ids: Sequence[UUID]) -> list[ItemRow]:
    """These items as rows, in this order; those one may not read are left out."""
    if not ids:
        return []
    found, given, matching = look_up_about(actor, SHOWN, COUNTS, profiles.MATTERS, items=list(ids))
    counts: dict[UUID, dict[str, int]] = {}
    for item, kind, givers in given:
        counts.setdefault(item, {})[kind] = givers
    matters = profiles.reasons_by_item(matching)
    by_id = {row.id: row for row in map(_Found._make, found)}
    return [_row(by_id[pk], counts.get(pk, {}), matters.get(pk, ())) for pk in ids if pk in by_id]


def row(actor: Actor, item: UUID) -> ItemRow | None:
    """One item as a row."""
    return next(iter(rows(actor, [item])), None)


def drafts(actor: Actor) -> list[ItemRow]:
    """What this actor is writing, the last first."""
    titles = draft_titles(actor)
    return [replace(one, title=titles[one.id]) for one in rows(actor, list(titles))]


DRAFTS = Lookup(
    """
    SELECT id, title, left(what, 200) FROM sharing_item
    WHERE author_id = %(me)s AND state = 0 AND discarded_at IS NULL ORDER BY saved_at DESC LIMIT %(most_drafts)s
    """,
    lambda actor: {"most_drafts": MOST_DRAFTS},
)


def draft_titles(actor: Actor) -> dict[UUID, str]:
    """What the drafts of this actor are called, the last first. One without a title goes by how it begins."""
    return {pk: Text(title=title, what=opening).headline for pk, title, opening in look_up(actor, DRAFTS)}


def source_of(item: Item) -> Source:
    """Who shared it, as anybody who may read it may know: via the secretariat it names nobody."""
    if item.via_secretariat or item.author is None:
        return Source("", "", via_secretariat=True)
    organisation = item.membership.organisation.name if item.membership else ""
    return Source(item.author.name, organisation)


class _Found(NamedTuple):
    """What ROWS says of an item, in its order."""

    id: UUID
    kind: str
    title: str
    opening: str
    label: int
    circle: UUID
    circle_name: str
    slug: str
    colour: str
    via_secretariat: bool
    author: str | None
    organisation: str | None
    at: datetime
    urgent: bool
    state: int
    edited: bool
    read: bool
    acknowledged: bool
    own: bool
    replies: int
    tags: Sequence[str]
    reliability: str
    credibility: int | None


def _row(found: _Found, counts: dict[str, int], matters: Sequence[Reason]) -> ItemRow:
    nobody = found.via_secretariat or found.author is None
    return ItemRow(
        id=found.id,
        kind=found.kind,
        kind_text=str(Item.Kind(found.kind).label),
        title=found.title or Text(what=found.opening).headline,
        label=Label(found.label),
        circle_id=found.circle,
        circle=found.circle_name,
        circle_slug=found.slug,
        colour=found.colour,
        source=Source("", "", via_secretariat=True) if nobody else Source(found.author or "", found.organisation or ""),
        at=found.at,
        urgent=found.urgent,
        withdrawn=found.state == State.WITHDRAWN,
        edited=found.edited,
        unread=not found.read and not found.own and found.state == State.SHARED,
        acknowledged=found.acknowledged,
        own=found.own,
        replies=found.replies,
        tags=tuple(found.tags),
        reliability=found.reliability,
        credibility=found.credibility,
        counts=counts,
        matters=matters,
    )
