"""Objects of a collection, in the order in which they were added: what TAXII calls a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from kring.exchange import access, rules
from kring.kernel.actor import Actor
from kring.kernel.errors import enforce

LATEST = """is_latest AND (NOT is_forked OR NOT EXISTS (
    SELECT FROM exchange_object newer WHERE newer.collection_id = o.collection_id AND newer.stix_id = o.stix_id
        AND newer.state = 1 AND newer.version > o.version))"""
OLDEST = """NOT EXISTS (
    SELECT FROM exchange_object older WHERE older.collection_id = o.collection_id AND older.stix_id = o.stix_id
        AND older.state = 1 AND (older.version, older.added) < (o.version, o.added))"""
PAGE = """
SELECT added, stix_id, type, version, spec_version, is_revoked, body FROM exchange_object o
WHERE collection_id = %(collection)s AND state = 1 AND added > %(after)s {conditions}
ORDER BY added LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Match:
    """Which objects (TAXII 2.1, section 3.4). What is empty matches all."""

    ids: Sequence[str] = ()
    types: Sequence[str] = ()
    spec_versions: Sequence[str] = ()
    versions: Sequence[int | str] = ()
    """"last" (as when nothing is said), "first", "all", or microseconds since 1970."""


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One version of one object."""

    added: int
    stix_id: str
    type: str
    version: int
    spec_version: str
    is_revoked: bool
    body: bytes = field(repr=False)


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
    conditions, values = _conditions(match or Match())
    with connection.cursor() as cursor:
        cursor.execute(
            PAGE.format(conditions=conditions),
            {**values, "collection": collection, "after": after, "most": most + 1},
        )
        rows = [ObjectRow(*row[:-1], body=bytes(row[-1])) for row in cursor.fetchall()]
    return Page(rows[:most], more=len(rows) > most)


def _conditions(match: Match) -> tuple[str, Mapping[str, object]]:
    parts = [_version(match.versions)]
    values: dict[str, object] = {}
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
        ways.append("version = ANY (%(versions)s::bigint[])")
    return " OR ".join(ways)
