"""Saying that something lies outside what its circle is for."""

from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.errors import Refused
from kring.kernel.record import record
from kring.sharing import access, queries, rules
from kring.sharing.commands.items import where
from kring.sharing.facts import ScopeMarked


def mark_outside(*, actor: Actor, item: UUID, outside: bool = True) -> None:
    """Tag something that others shared as outside what the circle is for, or take that back. For who steers.

    Refused: not_steering, withdrawn.
    Records: ScopeMarked, when it changes.
    """
    found = access.readable_item(actor, item)
    if not queries.steers(actor, found.circle_id):
        raise Refused(rules.NOT_STEERING)
    if (rules.OUT_OF_SCOPE in found.tags) == outside:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.mark_outside(%s, %s)", [item, outside])
        (marked,) = cursor.fetchone()
    if not marked:
        raise Refused(rules.IS_WITHDRAWN)
    record(ScopeMarked(**where(found), outside=outside), by=actor)
