"""How much lay outside what a circle is for."""

from datetime import datetime
from uuid import UUID

from django.db import connection


def outside_scope(circle: UUID, *, since: datetime) -> dict[str, int]:
    """Items of a circle that were tagged so, by quarter ("2026-Q1"), the latest first; for who steers, read or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quarter, items FROM kring.outside_scope(%s, %s)", [circle, since])
        return dict(cursor.fetchall())
