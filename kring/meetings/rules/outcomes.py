"""Decisions, agreements and actions: how each can stand, who keeps it up to date, when somebody is reminded."""

from datetime import date, timedelta

from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.meetings.rules.lines import Kind

STANDINGS = {
    Kind.DECISION: ("in_force", "ended"),
    Kind.AGREEMENT: ("in_force", "kept", "broken", "ended"),
    Kind.ACTION: ("open", "done", "dropped"),
}
"""How each can stand; the first is how it begins."""

WAITING = {
    Kind.DECISION: frozenset[str](),
    Kind.AGREEMENT: frozenset({"in_force", "kept"}),
    Kind.ACTION: frozenset({"open"}),
}
"""How each stands while somebody still has something to do about it."""

LOOKED_AT_AFTER = timedelta(days=365)
"""An agreement that names no day is looked at again after so long."""
BEFORE = timedelta(days=3)
"""An owner is reminded so long before the day."""

NOT_YOURS = Refusal("not_the_owner", N_("Its owner, or who steers the circle, says how it stands."))
NOT_SO = Refusal("not_a_standing", N_("It cannot stand like that."))


def begins(kind: Kind) -> str:
    """How it stands at first."""
    return STANDINGS[kind][0]


def day_of(kind: Kind, said: date | None, since: date) -> date | None:
    """By when: as said, and for an agreement otherwise after a year."""
    return said or (since + LOOKED_AT_AFTER if kind is Kind.AGREEMENT else None)


def waits(kind: Kind, standing: str) -> bool:
    """Does somebody still have something to do about it?"""
    return standing in WAITING[kind]


def is_late(kind: Kind, standing: str, due: date | None, today: date) -> bool:
    """Has the day gone by without it being done, or looked at?"""
    return due is not None and due < today and waits(kind, standing)


def reminders_due(kind: Kind, standing: str, due: date | None, today: date) -> int:
    """How many reminders its owner should have had by today: one before the day, one after it. An agreement: on its day."""
    if due is None or not waits(kind, standing):
        return 0
    if kind is Kind.AGREEMENT:
        return int(today >= due)
    return int(today >= due - BEFORE) + int(today > due)


def why_not_change(kind: Kind, standing: str, *, owns: bool, steers: bool) -> Refusal | None:
    """May somebody say that it stands like that now?"""
    if not (owns or steers):
        return NOT_YOURS
    return None if standing in STANDINGS[kind] else NOT_SO
