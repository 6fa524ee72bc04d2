"""Indicators in a text: where they stand, how they were written, and what systems call them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from kring.sharing.scrutiny import IndicatorKind, find_indicators, refang
from kring.sharing.scrutiny import defang as _defang


@dataclass(frozen=True, slots=True)
class Found:
    """One indicator at one place in a text."""

    kind: IndicatorKind
    value: str
    """As systems write it: refanged, names in their ASCII form and small letters, addresses in their shortest form."""
    text: str
    """As it stood."""
    start: int
    end: int
    """Characters from the beginning of the text: `text[start:end]` of what was read is `self.text`."""
    defanged: bool
    """The writer took the trouble to make it harmless: surely meant as an indicator."""


@dataclass(frozen=True)
class Findings:
    """Everything that was found in a text, in its order. No two overlap; the same value may stand there more than once."""

    found: Sequence[Found]

    def __iter__(self) -> Iterator[Found]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @cached_property
    def values(self) -> Sequence[Found]:
        """Each kind and value once, by kind, then in the order of the text: where it stood first, a defanged place before all.

        Defanged, because that place says that it is meant.
        """

        def by_value(one: Found) -> tuple[str, str]:
            return one.kind, one.value

        def by_place(one: Found) -> tuple[bool, int]:
            return not one.defanged, one.start

        firsts = (min(same, key=by_place) for _, same in groupby(sorted(self.found, key=by_value), key=by_value))
        kinds = list(IndicatorKind)
        return sorted(firsts, key=lambda one: (kinds.index(one.kind), one.start))

    def of(self, kind: IndicatorKind) -> Sequence[str]:
        """The values of one kind, each once, as `values` has them."""
        return [one.value for one in self.values if one.kind is kind]


def find(text: str) -> Findings:
    """Every indicator in a text, however it was written or defanged. It takes time and memory by the length of the text."""
    return Findings(
        [
            Found(one.kind, one.value, text[one.start : one.end], one.start, one.end, one.defanged)
            for one in find_indicators(text)
        ]
    )


_CLICKABLE = frozenset(
    (
        IndicatorKind.IPV4,
        IndicatorKind.IPV6,
        IndicatorKind.NETWORK,
        IndicatorKind.DOMAIN,
        IndicatorKind.URL,
        IndicatorKind.EMAIL,
    )
)


def defanged(value: str, kind: IndicatorKind) -> str:
    """The value as nobody can click it by accident: `hxxps[://]evil[.]nl/a`. What no program makes a link of stays as it is.

    `refanged(defanged(value, kind))` is the value again, for each value of `find`.
    """
    return _defang(value) if kind in _CLICKABLE else value


def harmless(text: str) -> str:
    """A text in which every indicator is defanged."""
    pieces, place = [], 0
    for one in find(text):
        pieces += [text[place : one.start], one.text if one.defanged else defanged(one.text, one.kind)]
        place = one.end
    return "".join([*pieces, text[place:]])


def refanged(text: str) -> str:
    """A text with all its defanged indicators as systems write them; the rest of it as it was."""
    return refang(text)
