"""Making something to share of what was kept out of a paste."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from kring.circles import queries as circles
from kring.exchange import finding
from kring.exchange.finding import INDICATOR_NAMES, Found
from kring.kernel.actor import Actor
from kring.sharing import commands as sharing
from kring.sharing.commands import Writing
from kring.sharing.rules import Text


def write_up_pasted(*, actor: Actor, circle: UUID, kept: Sequence[str], name: str = "") -> UUID:
    """Begin a draft with these indicators, defanged and by kind; of the rest of the paste there is nothing in it.

    `name` is that of the file they come from. What is no indicator is left out.

    Refused: not_seated, beyond_ceiling, too_long.
    """
    with override(circles.circle_for(actor, circle).language):
        text = Text(title=_("Indicators from {name}").format(name=name) if name else "", what=_listed(_meant(kept)))
    return sharing.start_draft(actor=actor, circle=circle, writing=Writing(text=text)).pk


def _meant(kept: Iterable[str]) -> list[Found]:
    """What came back of the page: it can hold anything."""
    return [one for value in dict.fromkeys(kept) for one in finding.find(value) if one.text == value]


def _listed(found: Iterable[Found]) -> str:
    kinds = list(INDICATOR_NAMES)
    ordered = sorted(found, key=lambda one: kinds.index(one.kind))
    return "\n\n".join("\n".join(_lines(*group)) for group in groupby(ordered, key=lambda one: one.kind))


def _lines(kind: finding.IndicatorKind, ones: Iterable[Found]) -> Iterator[str]:
    yield capfirst(_(INDICATOR_NAMES[kind]))
    yield from (f"- `{finding.defanged(one.value, kind)}`" for one in ones)
