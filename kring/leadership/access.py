"""One row for this actor, or `NotVisible`; and whether they lead."""

from uuid import UUID

from django.db import connection

from kring.kernel.errors import NotVisible
from kring.leadership.models import Duty


def leads(circle: UUID) -> bool:
    """Is the bound actor chair of this circle, or the chair's deputy?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.leads(%s)", [circle])
        return bool(cursor.fetchone()[0])


def only_leading(circle: UUID) -> None:
    """Raises `NotVisible` for everybody else: others do not learn that there is anything to see."""
    if not leads(circle):
        raise NotVisible


def leaders(circle: UUID) -> list[UUID]:
    """The chairs of a circle and the chair's deputy, now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kring.leaders(%s)", [circle])
        return [person for (person,) in cursor.fetchall()]


def duty(circle: UUID, which: UUID, *, lock: bool = False) -> Duty:
    """A duty of this circle that has not ended."""
    rows = Duty.objects.filter(pk=which, circle_id=circle, ended_at=None)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotVisible
    return found
