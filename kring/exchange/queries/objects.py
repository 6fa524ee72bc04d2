"""Objects of a collection, in the order in which they were added: what TAXII calls a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.db import connection

from kring.exchange import access, rules
from kring.kernel.actor import Actor
from kring.kernel.errors import enforce

MOST_OCTETS = 8 * 1024 * 1024
"""On a page, unless its first object alone is larger."""

LATEST = """is_latest AND (NOT is_forked OR NOT EXISTS (
    SELECT FROM exchange_object newer WHERE newer.circle_id = o.circle_id AND newer.stix_id = o.stix_id
        AND newer.state = 1 AND newer.version > o.version))"""
OLDEST = """NOT EXISTS (
    SELECT FROM exchange_object older WHERE older.circle_id = o.circle_id AND older.stix_id = o.stix_id
        AND older.state = 1 AND (older.version, older.added) < (o.version, o.added))"""
# A page ends before it would be too large, and is not fetched any further than that.
PAGE = """
SELECT added, stix_id, type, version, spec_version, is_revoked, body,
    CASE WHEN label = 3 AND NOT is_revoked THEN item_id END, found FROM (
    SELECT *, count(*) OVER () AS found, sum(octet_length(body)) OVER (ORDER BY added) AS octets FROM (
        SELECT * FROM exchange_object o
        WHERE circle_id = %(circle)s AND state = 1 AND added > %(after)s {conditions}
        ORDER BY added LIMIT %(most)s + 1
    ) rows LIMIT %(most)s
) sized WHERE octets <= %(octets)s OR octets = octet_length(body)
"""
ADDED = """
SELECT added FROM exchange_object o WHERE circle_id = %(circle)s AND state = 1 {conditions} ORDER BY added
"""


@dataclass(frozen=True, slots=True)
class Match:
    """Which objects (TAXII 2.1, section 3.4). What is empty matches all."""

    ids: Sequence[str] = ()
    types: Sequence[str] = ()
    spec_versions: Sequence[str] = ()
    versions: Sequence[int | str] = ()
    """"last" (as when nothing is said), "first", "all", or microseconds since 1970."""


class ObjectRow(NamedTuple):
    """One version of one object."""

    added: int
    stix_id: str
    type: str
    own_version: int
    """What it says of itself; 0: nothing."""
    spec_version: str
    is_revoked: bool
    body: bytes
    strict_item: UUID | None = None
    """The item it was written of, when that is AMBER+STRICT: who takes it has read that."""

    @property
    def version(self) -> int:
        """By which it is called; one that says nothing has the moment when it was added (TAXII 2.1, section 5.3.1)."""
        return self.own_version or self.added


@dataclass(frozen=True, slots=True)
class Page:
    """Objects that follow each other, and whether more do."""

    rows: Sequence[ObjectRow]
    more: bool

    @property
    def last(self) -> int | None:
        """Where the next page goes on."""
        return self.rows[-1].added if self.rows else None


def objects(actor: Actor, collection: UUID, match: Match | None = None, *, after: int = 0, most: int = 100) -> Page:
    """What was added after a moment (microseconds since 1970), as far as this actor may read it.

    A reader who goes on where the last page ended sees everything once: moments follow the order of commits.
    Refused: write_only. Raises `NotVisible`.
    """
    place = access.collection(actor, collection)
    enforce(None if rules.Direction(place.direction).can_read else rules.WRITE_ONLY)
    return page(place.circle_id, match, after=after, most=most)


def page(circle: UUID, match: Match | None = None, *, after: int = 0, most: int = 100) -> Page:
    """The same for somebody who met a collection of this circle a moment ago (`meet`), and was let in."""
    conditions, values = _conditions(match or Match())
    bounds = {"after": after, "most": most, "octets": MOST_OCTETS}
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        # In binary: as text the objects would come at twice their length. Planned once a connection: that takes as long as to look.
        cursor.execute(
            PAGE.format(conditions=conditions), {**values, **bounds, "circle": circle}, prepare=True, binary=True
        )
        rows = cursor.fetchall()
    return Page([ObjectRow._make(row[:-1]) for row in rows], more=bool(rows) and rows[0][-1] > len(rows))


def added(circle: UUID, match: Match) -> list[int]:
    """When the objects that match were added, as far as the bound actor may read them: their keys within the circle."""
    conditions, values = _conditions(match)
    with connection.cursor() as cursor:
        cursor.execute(ADDED.format(conditions=conditions), {**values, "circle": circle})
        return [moment for (moment,) in cursor.fetchall()]


def _conditions(match: Match) -> tuple[str, dict[str, Any]]:
    parts = [_version(match.versions)]
    values: dict[str, Any] = {}
    for name, column, wanted in [
        ("ids", "stix_id", match.ids),
        ("types", "type", match.types),
        ("specs", "spec_version", match.spec_versions),
    ]:
        if wanted:
            parts.append(f"{column} = ANY (%({name})s::text[])")
            values[name] = list(wanted)
    values["versions"] = [version for version in match.versions if isinstance(version, int)]
    return " ".join(f"AND ({part})" for part in parts), values


def _version(wanted: Sequence[int | str]) -> str:
    if "all" in wanted:
        return "true"
    ways = [{"first": OLDEST, "last": LATEST}[version] for version in wanted or ["last"] if isinstance(version, str)]
    if any(isinstance(version, int) for version in wanted):
        ways.append("coalesce(nullif(version, 0), added) = ANY (%(versions)s::bigint[])")
    return " OR ".join(ways)
