"""Whose profile one may read and change. The lock asks the same of every row; this says it once, and says why not."""

from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, enforce
from kring.profiles import rules
from kring.profiles.models import Profile

_STANDING = """
SELECT w.them, s.them, coalesce((SELECT kind = 'machine' FROM people_person WHERE id = (kring.actor()).person), false)
FROM (SELECT kring.works_for() AS them) w, (SELECT kring.sits_for() AS them) s
"""


def works_for() -> list[UUID]:
    """The organisations whose profiles the bound actor reads."""
    return _standing()[0]


def read(actor: Actor, organisation: UUID) -> None:
    """Raises `NotVisible` for who does not work for this organisation now."""
    if organisation not in works_for():
        raise NotVisible


def may_change(actor: Actor, organisation: UUID) -> bool:
    """Does the actor sit for this organisation?"""
    return organisation in _standing()[1]


def profile(actor: Actor, organisation: UUID) -> Profile:
    """The profile, to change it: nobody else does until this transaction is over.

    Refused: machine_reads, not_seated_for_it. Raises `NotVisible`.
    """
    works, sits, is_machine = _standing()
    if organisation not in works:
        raise NotVisible
    enforce(rules.why_not_change(sits_for_it=organisation in sits, is_machine=is_machine))
    Profile.objects.bulk_create([Profile(organisation_id=organisation)], ignore_conflicts=True)
    return Profile.objects.select_for_update().get(pk=organisation)


def _standing() -> tuple[list[UUID], list[UUID], bool]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        works, sits, is_machine = cursor.fetchone()
        return works, sits, is_machine
