"""What templates say of objects, and how they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.translation import gettext

from kring.exchange.finding import INDICATOR_NAMES, Caution, IndicatorKind, Remark
from kring.exchange.queries import Neighbour, ObjectDetail
from kring.sharing import scrutiny

register = template.Library()

WIDE, HIGH, ROOM = 228, 52, 12
"""A box, and what is between two of them, in units of the drawing."""
GAP = 48
"""Between two columns."""
MOST_DRAWN = 6
"""Boxes in a column. The table below has all."""


@register.filter
def cautioned(caution: Caution) -> str:
    """What to know about a value, in the reader's language."""
    return gettext(caution.text).format(entry=caution.entry)


@register.filter
def remarked(remark: Remark) -> str:
    """How reading a file went, in the reader's language."""
    return gettext(remark.text).format(**remark.values)


@register.filter
def indicator_name(kind: IndicatorKind) -> str:
    """What a kind of indicators is called."""
    return gettext(INDICATOR_NAMES[kind])


@register.filter
def finding_name(kind: scrutiny.Kind) -> str:
    """What a kind of personal data or secrets is called."""
    return gettext(scrutiny.KIND_NAMES[kind])


@dataclass(frozen=True, slots=True)
class Box:
    """An object that has to do with the one in the middle, where it is drawn, and the arrow between them."""

    one: Neighbour
    x: int
    y: int
    arrow: str
    """As SVG has it: a path."""


@register.inclusion_tag("exchange/graph.html")
def graph(shown: ObjectDetail, place: str) -> dict[str, object]:
    """The object in the middle; what refers to it on the left, and what it refers to on the right.

    A sketch for the eye alone: the table beside it says the same, and more.
    """
    known = [one for one in shown.neighbours if one.line]
    inward = [one for one in known if not one.outward][:MOST_DRAWN]
    outward = [one for one in known if one.outward][:MOST_DRAWN]
    rows = max(len(inward), len(outward), 1)
    height = rows * (HIGH + ROOM) - ROOM
    columns = int(bool(inward)) + 1 + int(bool(outward))
    middle = WIDE + GAP if inward else 0
    return {
        "title": shown.line.title,
        "kind": shown.line.type,
        "boxes": [*_column(inward, 0, height, middle), *_column(outward, middle + WIDE + GAP, height, middle)],
        "left": len(known) - len(inward) - len(outward),
        "x": middle,
        "y": (height - HIGH) // 2,
        "wide": WIDE,
        "high": HIGH,
        "width": columns * (WIDE + GAP) - GAP,
        "height": height,
        "place": place,
    }


def _column(ones: Sequence[Neighbour], x: int, height: int, middle: int) -> list[Box]:
    step = HIGH + ROOM
    top = (height - len(ones) * step + ROOM) // 2
    return [Box(one, x, top + n * step, _arrow(x, top + n * step, height, middle)) for n, one in enumerate(ones)]


def _arrow(x: int, y: int, height: int, middle: int) -> str:
    """A curve from the box that refers to the one that is referred to."""
    here, there = y + HIGH // 2, height // 2
    begin, end = (x + WIDE, here), (middle, there)
    if x > middle:
        begin, end = (middle + WIDE, there), (x, here)
    half = (begin[0] + end[0]) // 2
    return f"M{begin[0]} {begin[1]}C{half} {begin[1]} {half} {end[1]} {end[0] - 9} {end[1]}"
