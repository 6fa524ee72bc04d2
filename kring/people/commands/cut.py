"""Cuts people off at once: what stands open for them closes, and opens again only with what they hold then."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

CHANNEL = "kring_cut"
"""Who holds connections open listens here (LISTEN); the payload is person ids with a comma between."""

AT_ONCE = 200
"""A notification carries less than 8,000 bytes."""


def cut_off(people: Iterable[UUID]) -> None:
    """When this transaction commits, live connections of these people close.

    Nothing else needs to be told: every request, token and stream works out anew what it may read.
    """
    ids = sorted(str(person) for person in set(people))
    with connection.cursor() as cursor:
        for start in range(0, len(ids), AT_ONCE):
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, ",".join(ids[start : start + AT_ONCE])])
