"""The picture of a pulse, quarters in words, and what members gave in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.template import Library
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from kring.health.queries import Amount, Given, Trend
from kring.health.rules import Score
from kring.web import moments
from kring.web.templatetags.ui import lists, marks

register = Library()

LEFT, RIGHT, BOTTOM, STEP = 40, 560, 190, 40
"""Of the picture, in its own units: 600 wide, 230 high; a step is one point on the scale."""


FEW = 4
"""Quarters whose names fit side by side."""


@dataclass(frozen=True, slots=True)
class Point:
    """A quarter in the picture."""

    x: int
    y: int
    value: str


@register.filter
def quarter(code: str) -> str:
    """A quarter as people write it: Q4 2026."""
    year, _, number = code.partition("-")
    return f"{number} {year}"


@register.simple_tag
def trend(trend: Trend) -> SafeString:
    """Trust and energy as two lines. Beside it stands the table."""
    across = _across(len(trend.quarters))
    trust = _points(across, [one.trust for one in trend.quarters])
    energy = _points(across, [one.energy for one in trend.quarters])
    given = {
        "quarters": _names(across, trend),
        "grid": [(BOTTOM - STEP * (score - 1), score.value) for score in Score],
        "trust": trust,
        "trust_lines": list(pairwise(trust)),
        "energy": energy,
        "energy_lines": list(pairwise(energy)),
    }
    return SafeString(get_template("health/trend.html").render(given))  # templates escape


def _names(across: Sequence[int], trend: Trend) -> list[tuple[int, str]]:
    """Below the picture; every other one where there are many, so that they can be read on a phone."""
    names = [(x, quarter(one.quarter)) for x, one in zip(across, trend.quarters, strict=True)]
    return names[:: -1 if len(names) <= FEW else -2]


def _across(quarters: int) -> list[int]:
    return [LEFT + (RIGHT - LEFT) * (2 * at + 1) // (2 * quarters) for at in range(quarters)]


def _points(across: Sequence[int], values: Sequence[float]) -> list[Point]:
    return [
        Point(x, round(BOTTOM - STEP * (value - 1)), moments.number(round(value, 1)))
        for x, value in zip(across, values, strict=True)
    ]


@register.simple_tag
def figures(given: Given) -> SafeString:
    """What a member gave, a cell for each kind."""
    language = get_language()
    return SafeString("".join(_figure(name, amount, language) for name, amount in given.named))


@lru_cache(maxsize=1024)  # hundreds on a page, and most of them are small numbers
def _figure(name: str, amount: Amount, language: str) -> SafeString:
    return lists.cell(marks.number(float(amount)), name=gettext(name), figures=True)
