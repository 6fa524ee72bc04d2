"""What a chair does first: three things, out of all that a circle asks for at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

MOST_TODOS = 3
TERM_NEARS = timedelta(days=60)
"""So long before a term ends, somebody is looked for."""
LONG_SILENCE = timedelta(days=90)
"""Whom nobody spoke with for so long is called."""


class Need(IntEnum):
    """What may ask for a chair, what presses most first."""

    LATE_STEP = 1
    FALLING = 2
    TALK = 3
    LATE_ACTION = 4
    AGREEMENT = 5
    SILENT = 6
    TERM = 7
    VACANT = 8
    SCOPE = 9
    CHECK_IN = 10


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do."""

    need: Need
    about: str
    """What it is called: a meeting, a member, an action, a duty."""
    link: str
    """Where one does it."""


def first(todos: Sequence[Todo]) -> list[Todo]:
    """Three things to do now: of each need one, what presses most first; then more of the same."""
    ordered = sorted(todos, key=lambda todo: todo.need)
    one_of_each = {todo.need: todo for todo in reversed(ordered)}
    rest = [todo for todo in ordered if todo is not one_of_each[todo.need]]
    return [*sorted(one_of_each.values(), key=lambda todo: todo.need), *rest][:MOST_TODOS]


def term_nears(until: date | None, today: date) -> bool:
    """Is it time to look for somebody?"""
    return until is not None and until - TERM_NEARS <= today


def long_ago(today: date) -> date:
    """With whom one last spoke on this day, or before it, it is time to call."""
    return today - LONG_SILENCE
