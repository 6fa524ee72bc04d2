"""What is asked to find out what matters to whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kring.exchange import relevance
from kring.exchange.models import Store, StoredObject
from kring.exchange.queries.reading import found_by
from kring.exchange.relevance import Known
from kring.exchange.relevance.known import together
from kring.sharing.queries import Told

MOST_TOGETHER = 200
"""Objects that are looked at for what is known of the vulnerabilities in one text."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as it is held against profiles."""

    circle: UUID
    added: int
    stix_id: str
    document: dict[str, Any]

    @property
    def at(self) -> datetime:
        """When it was added."""
        return datetime.fromtimestamp(self.added / 1_000_000, UTC)


def words_of(told: Told) -> str:
    """An item in its words."""
    return "\n\n".join(part for part in (told.title, told.what, told.so_what, told.do_what) if part)


def known(cves: Collection[str]) -> dict[str, Known]:
    """What is known of these vulnerabilities, out of all objects that the bound actor may read."""
    found: dict[str, list[Known]] = {}
    for row in found_by([f"cve {cve}" for cve in cves], MOST_TOGETHER):
        document = orjson.loads(bytes(row.body))
        advisory = relevance.advisory_in(document)
        says = Known(advisories=(advisory,)) if advisory else relevance.known_of(document)
        for cve in relevance.cves_of_document(document):
            found.setdefault(cve, []).append(says)
    return {cve: together(said) for cve, said in found.items() if cve in cves}


def interested(keys: Collection[str], organisations: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Which of these organisations are to be asked, each with the keys for which. Nobody must be bound."""
    if not keys or not organisations:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, keys FROM kring.interested(%s, %s::uuid[])", [list(keys), list(organisations)]
        )
        return {organisation: frozenset(found) for organisation, found in cursor.fetchall()}


def matched_up_to(circle: UUID) -> tuple[int, int]:
    """Up to which moment a store was held against profiles, and up to which there is something; no store has neither."""
    row = Store.objects.filter(pk=circle).values_list("matched", "last").first()
    return row or (0, 0)


def stores() -> list[UUID]:
    """The circles that have objects."""
    return list(Store.objects.filter(last__gt=0).values_list("pk", flat=True))


def stored(circle: UUID, *, after: int, most: int) -> list[Stored]:
    """Objects that may matter to somebody, in the order in which they came, as far as the bound actor reads them.

    What was written of an item is not among them: of that the item itself is held against profiles.
    """
    rows = _that_may_matter().filter(circle_id=circle, added__gt=after).order_by("added")
    return [_stored(row) for row in rows[:most]]


def stored_these(circle: UUID, added: Sequence[int]) -> list[Stored]:
    """Those that were added at these moments."""
    return [_stored(row) for row in _that_may_matter().filter(circle_id=circle, added__in=added).order_by("added")]


def stored_called(circle: UUID, stix_id: str) -> Stored | None:
    """The latest version of an object."""
    row = _that_may_matter().filter(circle_id=circle, stix_id=stix_id).order_by("-version").first()
    return _stored(row) if row else None


def _that_may_matter() -> Any:
    return StoredObject.objects.filter(
        is_latest=True, state=1, is_revoked=False, item_id__isnull=True, type__in=relevance.TYPES
    )


def _stored(row: StoredObject) -> Stored:
    return Stored(row.circle_id, row.added, row.stix_id, orjson.loads(bytes(row.body)))
