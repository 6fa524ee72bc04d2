"""Objects as people read them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q

from kring.circles import queries as circles
from kring.exchange import finding, stix
from kring.exchange.models import StoredObject
from kring.exchange.rules import why_not_see_object
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.profiles import queries as profiles
from kring.profiles.reasons import Reason
from kring.tlp.labels import Label

A_PAGE = 50
NOT_SHOWN = {"type", "id", "spec_version", "object_marking_refs"}
"""Properties that are shown in a way of their own."""
ABOUT_OTHERS = frozenset({"identity", "note", "opinion", "relationship", "sighting"})
"""Types of objects that say something of others. What matters is what they are about."""
TOGETHER = 200
"""Objects that are looked at for what another one has to do with."""
TOO_COMMON = 50
"""Objects with the same value. More than that say nothing about each other."""

IS_ABOUT = frozenset({"object", "sighting_of", "source", "target"})
"""The ties by which such objects say what they are about."""

# Index by index, since there are few types and many objects.
TYPES = """
WITH RECURSIVE types AS (
    (SELECT type FROM exchange_object WHERE circle_id = %(circle)s AND is_latest AND state = 1 ORDER BY type LIMIT 1)
    UNION ALL
    SELECT (SELECT type FROM exchange_object WHERE circle_id = %(circle)s AND is_latest AND state = 1
            AND type > types.type ORDER BY type LIMIT 1)
    FROM types WHERE types.type IS NOT NULL
)
SELECT type FROM types WHERE type IS NOT NULL
"""
NEWEST = """
SELECT newest.added FROM unnest(%(types)s::text[]) AS one,
    LATERAL (SELECT added FROM exchange_object WHERE circle_id = %(circle)s AND type = one AND is_latest AND state = 1
             AND added < %(before)s ORDER BY added DESC LIMIT %(most)s) AS newest
ORDER BY newest.added DESC LIMIT %(most)s
"""
LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ObjectLine:
    """An object in a list."""

    circle: UUID
    added: int
    """Its key within the circle."""
    stix_id: str
    type: str
    title: str
    """Defanged: nobody follows it by accident."""
    label: Label
    at: datetime
    """When it was added."""
    is_revoked: bool
    organisation: str
    """Whose machine added it; nothing when that is not told."""
    item: UUID | None
    """What people shared, of which it was written."""
    matters: Sequence[Reason] = ()
    """Why it matters to the organisations of whoever is bound, the most severe first. For nobody else to see."""
    about: str = ""
    """What it says something of, where it says something of others and a list is to tell. Defanged."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of them, newest first."""

    lines: Sequence[ObjectLine]
    earlier: int
    """Before what the next page begins; 0: there is none."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An object that has to do with another one."""

    kind: str
    """How: the property that refers to it, or the type of the relationship."""
    outward: bool
    """The object refers to it, and not the other way round."""
    line: ObjectLine | None
    """None: it is not here, or not for this reader. There is no telling which."""
    stix_id: str


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """What an object lets one look for, and where else it stands."""

    kind: str
    value: str
    """Defanged."""
    lines: Sequence[ObjectLine]
    is_common: bool
    """It stands in so many objects that they are not named: they have nothing to do with each other."""
    cautions: Sequence[finding.Caution]
    """Why the value proves less than one would think."""


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Who saw what an object tells of, as far as this reader may know."""

    organisations: int
    count: int
    """How often, in all."""
    last: datetime | None
    named: Sequence[str]
    """Those who wish to be named."""
    own: bool
    """The reader's own organisation did."""
    may_report: bool


@dataclass(frozen=True, slots=True)
class ObjectDetail:
    """One object, whole."""

    line: ObjectLine
    versions: Sequence[ObjectLine]
    """All that are here for this reader, newest first."""
    octets: bytes
    """As it came."""
    pretty: str
    """The same with lines and spaces for people."""
    properties: Sequence[tuple[str, str]]
    """What it says in plain words, by the names of the standard."""
    neighbours: Sequence[Neighbour]
    seen: Sequence[SeenBefore]
    seen_by: SeenBy


def object_types(actor: Actor, circle: UUID) -> list[str]:
    """Which types of objects there are for this reader."""
    with connection.cursor() as cursor:
        cursor.execute(TYPES, {"circle": circle})
        return [kind for (kind,) in cursor.fetchall()]


def object_lines(
    actor: Actor, circle: UUID, *, kinds: Collection[str] = (), matters: bool = False, before: int = 0
) -> Lines:
    """The latest versions in a circle, newest first. Raises `NotVisible` where the circle is not for this reader.

    `kinds`: of these types alone. `matters`: of those what matters.
    """
    place = circles.circle_for(actor, circle)
    rows = StoredObject.objects.filter(circle_id=place.id, is_latest=True, state=1).order_by("-added")
    if matters:
        rows = rows.filter(_that_matter(place.id), added__lt=before or LAST)
        rows = rows.filter(type__in=kinds) if kinds else rows
    elif kinds:
        rows = rows.filter(added__in=_newest(place.id, kinds, before))
    else:
        rows = rows.filter(added__lt=before or LAST)
    found = list(rows[: A_PAGE + 1])
    lines = _told_about(place.id, found[:A_PAGE])
    return Lines(lines, found[A_PAGE - 1].added if len(found) > A_PAGE else 0)


def _newest(circle: UUID, kinds: Collection[str], before: int) -> list[int]:
    """Type by type: a million sightings that came in last keep nobody from what was seen."""
    given: dict[str, Any] = {"circle": circle, "types": list(kinds), "before": before or LAST, "most": A_PAGE + 1}
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, given)
        return [added for (added,) in cursor.fetchall()]


def _told_about(circle: UUID, rows: Sequence[StoredObject]) -> list[ObjectLine]:
    """Lines, of which those that say something of others tell of what."""
    refs = {
        row.stix_id: [tie.stix_id for tie in stix.ties_of(orjson.loads(bytes(row.body))) if tie.kind in IS_ABOUT]
        for row in rows
        if row.type in ABOUT_OTHERS
    }
    said = documents(circle, {ref for found in refs.values() for ref in found})
    titles = {ref: finding.harmless(stix.title_of(document)) for ref, document in said.items()}
    return [
        replace(line, about=", ".join(titles[ref] for ref in refs.get(line.stix_id, ()) if ref in titles))
        for line in lines_of(rows)
    ]


def object_detail(actor: Actor, circle: UUID, stix_id: str) -> ObjectDetail:
    """An object in a circle, with what it has to do with others. Raises `NotVisible`."""
    place = circles.circle_for(actor, circle)
    rows = list(StoredObject.objects.filter(circle_id=place.id, stix_id=stix_id, state=1).order_by("-version", "label"))
    if not rows:
        raise NotVisible
    octets = bytes(rows[0].body)
    document = orjson.loads(octets)
    versions = lines_of(rows)
    around = found_by([stix_id])
    return ObjectDetail(
        line=versions[0],
        versions=versions,
        octets=octets,
        pretty=orjson.dumps(document, option=orjson.OPT_INDENT_2).decode(),
        properties=[(name, _plain(value)) for name, value in document.items() if name not in NOT_SHOWN],
        neighbours=_neighbours(place.id, stix_id, document, around),
        seen=_seen_before(document, stix_id),
        seen_by=_seen_by(actor, place.id, versions[0]),
    )


def documents(circle: UUID, stix_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """What these objects say in a circle in their latest versions, as far as the bound actor may read them."""
    rows = StoredObject.objects.filter(circle_id=circle, stix_id__in=stix_ids, is_latest=True, state=1).order_by(
        "version"
    )
    return {row.stix_id: orjson.loads(bytes(row.body)) for row in rows}


def lines_of(rows: Sequence[StoredObject]) -> list[ObjectLine]:
    """Rows as a list shows them, in their order."""
    names = circles.memberships_by_id({row.membership_id for row in rows if row.membership_id})
    matters = _matters(rows)
    return [
        ObjectLine(
            circle=row.circle_id,
            added=row.added,
            stix_id=row.stix_id,
            type=row.type,
            title=finding.harmless(stix.title_of(orjson.loads(bytes(row.body)))),
            label=Label(row.label),
            at=datetime.fromtimestamp(row.added / 1_000_000, UTC),
            is_revoked=row.is_revoked,
            organisation=names[row.membership_id].name if row.membership_id in names and _tells_who(row) else "",
            item=row.item_id,
            matters=matters.get(_about(row), ()),
        )
        for row in rows
    ]


def _tells_who(row: StoredObject) -> bool:
    """Not of what readers said of an item, which nobody is named for; a sighting names its organisation when that wishes it."""
    if row.type == "sighting":
        return "where_sighted_refs" in orjson.loads(bytes(row.body))
    return row.item_id is None or row.type not in ABOUT_OTHERS


def _about(row: StoredObject) -> UUID | tuple[UUID, str]:
    """What says why a row matters: the item it was written of, or the object itself."""
    return row.item_id if row.item_id and row.type not in ABOUT_OTHERS else (row.circle_id, row.stix_id)


def _that_matter(circle: UUID) -> Q:
    """Objects that matter, and what was written of items that do."""
    of_items = Q(item_id__in=profiles.items_that_matter()) & ~Q(type__in=ABOUT_OTHERS)
    return Q(stix_id__in=profiles.all_that_matter(circle)) | of_items


def _matters(rows: Sequence[StoredObject]) -> Mapping[UUID | tuple[UUID, str], Sequence[Reason]]:
    """By item, for what was written of one; else by circle and identifier."""
    found: dict[UUID | tuple[UUID, str], Sequence[Reason]] = {}
    of_items = profiles.matters({row.item_id for row in rows if row.item_id and row.type not in ABOUT_OTHERS})
    found |= {item: reasons for item, reasons in of_items.items()}  # noqa: C416 — a key of either kind
    for circle in {row.circle_id for row in rows}:
        here = profiles.objects_that_matter(circle, [row.stix_id for row in rows if row.circle_id == circle])
        found |= {(circle, stix_id): reasons for stix_id, reasons in here.items()}
    return found


def found_by(marks: Sequence[str], most: int = TOGETHER) -> list[StoredObject]:
    """The latest objects with one of these marks, as far as the bound actor may read them."""
    if not marks:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT circle_id, added FROM kring.found_by(%s, %s)", [list(marks), most])
        keys = cursor.fetchall()
    return list(StoredObject.objects.filter(pk__in=keys).order_by("-added")) if keys else []


def _neighbours(
    circle: UUID, stix_id: str, document: Mapping[str, Any], around: Sequence[StoredObject]
) -> list[Neighbour]:
    """What it refers to, what refers to it, and what a relationship ties it to."""
    met: list[tuple[str, bool, str]] = [(tie.kind, True, tie.stix_id) for tie in stix.ties_of(document)]
    for other in around:
        if other.circle_id != circle or other.type == "sighting":
            continue
        said = orjson.loads(bytes(other.body))
        if other.type == "relationship":
            outward = said.get("source_ref") == stix_id
            end = said.get("target_ref") if outward else said.get("source_ref")
            met.append((str(said.get("relationship_type", "")), outward, str(end)))
        else:
            met += [(tie.kind, False, other.stix_id) for tie in stix.ties_of(said) if tie.stix_id == stix_id]
    found = _by_id(circle, {name for _, _, name in met})
    return [Neighbour(kind, outward, found.get(name), name) for kind, outward, name in dict.fromkeys(met)]


def _by_id(circle: UUID, ids: Iterable[str]) -> dict[str, ObjectLine]:
    rows = StoredObject.objects.filter(circle_id=circle, stix_id__in=ids, is_latest=True, state=1).order_by("version")
    return {line.stix_id: line for line in lines_of(list(rows))}


def _seen_before(document: Mapping[str, Any], stix_id: str) -> list[SeenBefore]:
    seen = []
    for one in stix.observables(document)[:TOGETHER]:
        others = [row for row in found_by([f"{one.kind} {one.value}"], TOO_COMMON + 1) if row.stix_id != stix_id]
        common = len(others) >= TOO_COMMON
        seen.append(
            SeenBefore(
                one.kind,
                finding.harmless(one.value),
                () if common else lines_of(others),
                common,
                finding.warn(finding.find(one.value)),
            )
        )
    return seen


def sightings_around(circle: UUID, stix_id: str) -> list[StoredObject]:
    """The sightings of an object that are here and were not revoked."""
    return [
        row
        for row in found_by([stix_id])
        if row.circle_id == circle
        and row.type == "sighting"
        and not row.is_revoked
        and orjson.loads(bytes(row.body)).get("sighting_of_ref") == stix_id
    ]


def _seen_by(actor: Actor, circle: UUID, line: ObjectLine) -> SeenBy:
    """Each organisation counts once. What was written of an item says by itself that they differ."""
    seat = circles.seat_for_sharing(actor, circle)
    rows = sightings_around(circle, line.stix_id)
    said = [orjson.loads(bytes(one.body)) for one in rows]
    makers = _by_id(circle, {ref for one in said for ref in one.get("where_sighted_refs", ())})
    moments = [stix.microseconds(one.get("last_seen", one["modified"])) for one in said]
    can_be_seen = why_not_see_object(line.type, is_revoked=line.is_revoked) is None and line.item is None
    return SeenBy(
        organisations=len({one.membership_id if one.item_id is None else one.stix_id for one in rows}),
        count=sum(one.get("count", 1) for one in said),
        last=datetime.fromtimestamp(max(moments) / 1_000_000, UTC) if moments else None,
        named=sorted({maker.title for maker in makers.values()}),
        own=seat is not None and any(one.item_id is None and one.membership_id == seat.membership for one in rows),
        may_report=can_be_seen and seat is not None,
    )


def _plain(value: object) -> str:
    match value:
        case str():
            return finding.harmless(value)
        case list() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case _:
            return orjson.dumps(value).decode()
