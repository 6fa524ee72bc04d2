"""What others have for a subscription, a row for each: which of it was taken, and what waits.

Rows are changed where something changed. To have heard of a hundred thousand costs one statement, to take one a row.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import F

from kring.exchange.models import Offer

OFFERED = """
INSERT INTO exchange_offer (subscription_id, name, version, taken, "where")
SELECT %s, new.name, new.version, %s, new."where"
FROM unnest(%s::text[], %s::bigint[], %s::jsonb[]) AS new (name, version, "where")
ON CONFLICT (subscription_id, name) DO UPDATE SET version = EXCLUDED.version, "where" = EXCLUDED."where",
    taken = greatest(exchange_offer.taken, EXCLUDED.taken)
WHERE EXCLUDED.version > exchange_offer.version
"""
NONE_TAKEN = -1


@dataclass(frozen=True, slots=True)
class Offered:
    """Something they have."""

    name: str
    version: int
    where: dict[str, Any] = field(default_factory=dict)


def note_offered(subscription: UUID, offered: Iterable[Offered]) -> None:
    """They have this: what is new, or newer than before, waits from now on."""
    _note(subscription, {one.name: one for one in offered}, NONE_TAKEN)


def note_listed(subscription: UUID, names: Collection[str], at: int) -> None:
    """These stand on a list at this moment, and were taken from it."""
    _note(subscription, {name: Offered(name, at) for name in names}, at)


def _note(subscription: UUID, offered: dict[str, Offered], taken: int) -> None:
    versions = [one.version for one in offered.values()]
    wheres = [orjson.dumps(one.where).decode() for one in offered.values()]
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, [subscription, taken, list(offered), versions, wheres])


def waiting(subscription: UUID, *, most: int, newest_first: bool = False) -> list[Offered]:
    """What waits to be taken."""
    rows = Offer.objects.filter(subscription=subscription, taken__lt=F("version"))
    order = ("-version", "name") if newest_first else ("version", "name")
    return [Offered(*row) for row in rows.order_by(*order).values_list("name", "version", "where")[:most]]


def note_taken(subscription: UUID, one: Offered) -> None:
    """It was fetched, whatever became of it."""
    Offer.objects.filter(subscription=subscription, name=one.name).update(taken=one.version)


def left_since(subscription: UUID, at: int) -> list[str]:
    """What was on a list before, and not at this moment."""
    return list(Offer.objects.filter(subscription=subscription, version__lt=at).values_list("name", flat=True))


def forget(subscription: UUID, names: Collection[str]) -> None:
    """It is on the list no more, and that was seen to."""
    Offer.objects.filter(subscription=subscription, name__in=names).delete()
