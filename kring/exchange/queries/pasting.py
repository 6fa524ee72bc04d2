"""What is in whatever somebody pasted. Nothing of it is kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kring.exchange import finding
from kring.exchange.finding import Caution, IndicatorKind
from kring.sharing import scrutiny

MOST_VALUES = 1000
"""That somebody is asked about. Who has more brings in a file."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An indicator, to be kept or dropped."""

    value: str
    shown: str
    """Defanged: nobody follows it by accident."""
    cautions: Sequence[Caution]
    keep: bool
    """Unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was found in a text."""

    kinds: Sequence[tuple[IndicatorKind, Sequence[Proposed]]]
    left: int
    """Indicators beyond the most that somebody is asked about."""
    stays: Sequence[tuple[scrutiny.Kind, int]]
    """Personal data, secrets and internal names in it, and how often: these stay behind."""


def pasted(text: str) -> Pasted:
    """The indicators of a text, each once, by kind; known ones with what speaks against them."""
    values = finding.find(text).values
    asked = values[:MOST_VALUES]
    cautions = finding.warn(asked)
    kinds = []
    for kind, ones in groupby(asked, key=lambda one: one.kind):
        about = {one.value: [said for said in cautions if (said.kind, said.value) == (kind, one.value)] for one in ones}
        kinds.append((kind, [_proposed(kind, value, said) for value, said in about.items()]))
    found = Counter(one.kind for one in scrutiny.scrutinise(text))
    return Pasted(kinds, len(values) - len(asked), found.most_common())


def _proposed(kind: IndicatorKind, value: str, cautions: Sequence[Caution]) -> Proposed:
    return Proposed(value, finding.defanged(value, kind), cautions, not any(one.drops for one in cautions))
