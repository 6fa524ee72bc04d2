"""The parts of a document of which nothing is sure: what is not as it should be is as if it were not there."""

from collections.abc import Iterator
from typing import Any


def part(whole: Any, *names: str) -> dict[str, Any]:
    """The object at the end of these names; empty when there is none."""
    for name in names:
        whole = whole.get(name) if isinstance(whole, dict) else None
    return whole if isinstance(whole, dict) else {}


def items(whole: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The objects in the list of this name."""
    listed = whole.get(name)
    if isinstance(listed, list):
        yield from (item for item in listed if isinstance(item, dict))


def text(whole: dict[str, Any], name: str) -> str:
    """The text of this name; empty when there is none."""
    value = whole.get(name)
    return value if isinstance(value, str) else ""


def texts(whole: dict[str, Any], name: str) -> tuple[str, ...]:
    """The texts in the list of this name."""
    listed = whole.get(name)
    return tuple(item for item in listed if isinstance(item, str)) if isinstance(listed, list) else ()


def number(whole: dict[str, Any], name: str) -> float | None:
    """The number of this name; None when there is none."""
    value = whole.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
