"""Saying how a meeting was: counted without names."""

from uuid import UUID

from django.db import connection

from kring.kernel.actor import Actor
from kring.kernel.errors import Refused
from kring.meetings import access
from kring.meetings.rules import verdicts as rules


def give_verdict(*, actor: Actor, meeting: UUID, useful: bool, heard: bool, better: str = "") -> None:
    """Answer the three questions, once. Nobody can tell later who said what.

    Refused: not_there, for who was not there or answered before.
    """
    found = access.meeting(actor, meeting)
    said = " ".join(better.split())[: rules.LONGEST]
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.give_verdict(%s, %s, %s, %s)", [found.pk, useful, heard, said])
        row = cursor.fetchone()
    if not (row and row[0]):
        raise Refused(rules.NOT_THERE)
