"""A text under scrutiny, with what the detectors ask about it more than once."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kring.sharing.scrutiny.findings import Certainty, Finding, Kind, mask
from kring.sharing.scrutiny.indicators import Indicator, find_indicators


@dataclass(frozen=True)
class Passage:
    """One text: its lines, its indicators, and the parts of it that are lists of indicators."""

    text: str

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Indicators of compromise: what people come here to share, so never a secret by themselves."""
        return find_indicators(self.text)

    def indicator_at(self, start: int, end: int) -> Indicator | None:
        """The indicator that overlaps this place."""
        index = bisect_right(self.indicators, end - 1, key=lambda indicator: indicator.start) - 1
        if index >= 0 and self.indicators[index].end > start:
            return self.indicators[index]
        return None

    def before(self, place: int, length: int = 40) -> str:
        """What stands before a place on the same line, in lower case."""
        return self.text[max(0, place - length) : place].rpartition("\n")[2].lower()

    def line_of(self, place: int) -> int:
        """The number of the line, from 1."""
        return bisect_right(self._line_starts, place)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def is_listed(self, place: int) -> bool:
        """Does it stand in a list of indicators: below a heading such as "IOC's:"?"""
        index = bisect_right(self._lists, place, key=lambda span: span[0]) - 1
        return index >= 0 and place < self._lists[index][1]

    @cached_property
    def _lists(self) -> list[tuple[int, int]]:
        return list(_indicator_lists(self.text))

    def finding(self, kind: Kind, start: int, end: int, certainty: Certainty) -> Finding:
        """A finding in this text."""
        return Finding(kind, start, end, mask(kind, self.text[start:end]), certainty, line=self.line_of(start))


_HEADING = re.compile(
    r"^[^\w\n]*(?:\w+[ -]){0,4}(?:ioc|ioc'?s|ioc\u2019s|indicators?|indicatoren)\b(?:[ -][\w()]+){0,4}[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_END_OF_LIST = re.compile(r"\n[ \t]*\n(?![ \t]*(?:[-*\u2022\d|]|$))|\n#", re.MULTILINE)
"""An empty line, with something after it that is not a further entry; or the next heading."""


def _indicator_lists(text: str) -> Iterator[tuple[int, int]]:
    for heading in _HEADING.finditer(text):
        first = re.compile(r"\s*").match(text, heading.end())
        begin = first.end() if first else heading.end()
        end = _END_OF_LIST.search(text, begin)
        yield heading.start(), end.start() if end else len(text)
