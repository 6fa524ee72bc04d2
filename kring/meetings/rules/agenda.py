"""Agendas: the usual one, the clock times that a reader sees, and the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from kring.kernel.words import N_
from kring.tlp.labels import Label

LONGEST_TITLE = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Point:
    """A point as a template has it."""

    title: str
    kind: str
    minutes: int
    label: Label
    looks_back: bool = False
    """Under it stands by itself what is late, and how the last meeting was found."""


USUAL_AGENDA = (
    Point(N_("Opening, and the agenda of today"), "inform", 5, Label.GREEN),
    Point(N_("Minutes and actions of the last meeting"), "decide", 10, Label.AMBER, looks_back=True),
    Point(N_("Round: what did you see since?"), "discuss", 40, Label.AMBER),
    Point(N_("The topic of today"), "discuss", 45, Label.GREEN),
    Point(N_("Break"), "inform", 15, Label.GREEN),
    Point(N_("What we do about it together"), "decide", 30, Label.AMBER),
    Point(N_("News of members and of partners"), "inform", 15, Label.GREEN),
    Point(N_("Any other business, and the next meeting"), "inform", 10, Label.GREEN),
)
"""What a circle begins with until it keeps a template of its own."""


def clock(start: datetime, minutes: Sequence[int]) -> list[datetime]:
    """When each of these points begins, one after the other.

    It is asked with the points that a reader sees, so that no gap tells of one that they do not.
    """
    times = []
    for length in minutes:
        times.append(start)
        start += timedelta(minutes=length)
    return times


def moved(order: Sequence[T], what: T, to: int) -> list[T]:
    """The same things with one of them at another place, counted from 0; beyond the ends is at the end."""
    others = [each for each in order if each != what]
    place = min(max(to, 0), len(others))
    return [*others[:place], what, *others[place:]]
