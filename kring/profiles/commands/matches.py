"""Keeping what matters to an organisation. There is no actor: a job does it, bound as somebody who works for it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from kring.kernel.ids import new_id
from kring.profiles.reasons import Reason, as_json
from kring.profiles.rules import About

KEEP = """
INSERT INTO profiles_match (id, organisation_id, item_id, circle_id, stix_id, reasons, severity, in_kev, sureness, at)
VALUES (%(id)s, %(organisation)s, %(item)s, %(circle)s, %(stix_id)s, %(reasons)s, %(severity)s, %(in_kev)s, %(sure)s, %(at)s)
ON CONFLICT {once}
DO UPDATE SET reasons = EXCLUDED.reasons, severity = EXCLUDED.severity, in_kev = EXCLUDED.in_kev,
    sureness = EXCLUDED.sureness, at = EXCLUDED.at
"""
ITEM_ONCE = "(organisation_id, item_id) WHERE item_id IS NOT NULL"
OBJECT_ONCE = "(organisation_id, circle_id, stix_id) WHERE item_id IS NULL"
DROP = """
DELETE FROM profiles_match WHERE organisation_id = %(organisation)s
  AND (item_id, circle_id, stix_id) IS NOT DISTINCT FROM (%(item)s::uuid, %(circle)s::uuid, %(stix_id)s)
"""


def keep_match(*, organisation: UUID, about: About, at: datetime, reasons: Sequence[Reason]) -> None:
    """Why this matters to the organisation, in the place of what was said before; without reasons, that it does not.

    `at`: when it was shared or arrived.
    """
    named: dict[str, Any] = {
        "organisation": organisation,
        "item": about.item,
        "circle": about.circle,
        "stix_id": about.stix_id,
    }
    with connection.cursor() as cursor:
        if not reasons:
            cursor.execute(DROP, named)
            return
        said: dict[str, Any] = {
            "id": new_id(),
            "reasons": Jsonb([as_json(reason) for reason in reasons]),
            "severity": max((reason.score for reason in reasons if reason.score is not None), default=None),
            "in_kev": any(reason.exploited for reason in reasons),
            "sure": max(reason.sure for reason in reasons),
            "at": at,
        }
        cursor.execute(KEEP.format(once=ITEM_ONCE if about.item else OBJECT_ONCE), named | said)


def drop_parts(*, organisation: UUID, left: Collection[str]) -> None:
    """Say nothing any more of parts that the profile has no longer; `left` are those that it has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.keep_parts(%s, %s)", [organisation, list(left)])
