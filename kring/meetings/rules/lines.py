"""Typed lines in notes: `!` is a decision, `=` an agreement, `@name date` an action. The rest is what was said.

Rows follow the text by best match: a line that is edited keeps its row, with its state and its owner's ticks.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from kring.meetings.rules import days

LONGEST = 500
"""Letters of a line that is kept."""
ALIKE = 0.6
"""How much of a line must stay for it to be the same one; by difflib's ratio, 1 is all of it."""
SHORTEST_NAME = 2
"""Letters of a name that are enough, when only one person fits."""


class Kind(StrEnum):
    """What a typed line is."""

    DECISION = "decision"
    AGREEMENT = "agreement"
    ACTION = "action"


MARKS = {"!": Kind.DECISION, "=": Kind.AGREEMENT, "@": Kind.ACTION}

TYPED = re.compile(r"^\s*(?:[-*•]\s+)?(?P<mark>[!=@])\s*(?P<rest>\S.*)$")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who can be named: who is invited."""

    person: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is understood. `number` is where it stands in the text, from 0."""

    kind: Kind
    text: str
    number: int
    owner: UUID | None = None
    name: str = ""
    """Whom the line names, as typed, when nobody or more than one fits."""
    due: date | None = None


def read(text: str, known: Sequence[Known], today: date) -> list[Line]:
    """The typed lines of a text, from top to bottom."""
    return [
        line
        for number, row in enumerate(text.split("\n"))
        if (line := _line(row.rstrip(), number, known, today)) is not None
    ]


def _line(row: str, number: int, known: Sequence[Known], today: date) -> Line | None:
    found = TYPED.match(row)
    if found is None:
        return None
    kind = MARKS[found["mark"]]
    rest = found["rest"].strip()[:LONGEST]
    return _action(rest, number, known, today) if kind is Kind.ACTION else Line(kind, rest, number)


def _action(rest: str, number: int, known: Sequence[Known], today: date) -> Line:
    owner, name, rest = _named(rest, known)
    due, rest = _due(rest.lstrip(" ,:;-"), today)
    return Line(Kind.ACTION, rest or name, number, owner, "" if owner else name, due)


def _named(rest: str, known: Sequence[Known]) -> tuple[UUID | None, str, str]:
    """Who is named, how, and what follows. The longest name that fits wins; a part of one must fit one person only."""
    words = rest.split()
    for count in range(min(len(words), 5), 0, -1):
        head = " ".join(words[:count]).rstrip(",:;")
        fitting = _fitting(head, known, whole=count > 1)
        if len(fitting) == 1:
            return fitting[0].person, fitting[0].name, _after(rest, count)
    return None, words[0].rstrip(",:;"), _after(rest, 1)


def _after(rest: str, words: int) -> str:
    return " ".join(rest.split(maxsplit=words)[words:])


def _fitting(head: str, known: Sequence[Known], *, whole: bool) -> list[Known]:
    """Several words must be the whole name; one may be a name of theirs, or how a name begins."""
    wanted = plain(head)
    same = [one for one in known if plain(one.name) == wanted]
    if same or whole or len(wanted) < SHORTEST_NAME:
        return same
    by_word = [one for one in known if wanted in plain(one.name).split()]
    return by_word or [one for one in known if plain(one.name).startswith(wanted)]


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without capitals and accents: people type in a hurry."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace(".", " "))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def _due(rest: str, today: date) -> tuple[date | None, str]:
    """By when, said at the beginning or at the end, and the rest."""
    if found := days.read(rest, today):
        day, end = found
        return day, rest[end:].lstrip(" ,:;-")
    for start in (match.end() for match in re.finditer(r"[\s(]+", rest)):
        found = days.read(rest[start:], today)
        if found and not rest[start + found[1] :].strip(" .!)"):
            return found[0], rest[:start].rstrip(" ,:;-(")
    return None, rest


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that a line became before."""

    row: UUID
    kind: Kind
    text: str


def follow(kept: Sequence[Kept], lines: Sequence[Line]) -> list[tuple[UUID | None, Line]]:
    """Each line with the row it goes on as, or None for a new one. A row that no line goes on as is gone."""
    pairs = sorted(
        (
            (likeness, -row, -place)
            for row, old in enumerate(kept)
            for place, line in enumerate(lines)
            if old.kind is line.kind and (likeness := _likeness(old.text, line.text)) >= ALIKE
        ),
        reverse=True,
    )
    rows: dict[int, UUID] = {}
    taken: set[int] = set()
    for _, row, place in pairs:
        if -place not in rows and -row not in taken:
            rows[-place] = kept[-row].row
            taken.add(-row)
    return [(rows.get(place), line) for place, line in enumerate(lines)]


def _likeness(before: str, after: str) -> float:
    return 1.0 if before == after else SequenceMatcher(None, before, after, autojunk=False).ratio()
