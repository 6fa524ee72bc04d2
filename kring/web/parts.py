"""What rooms add to pages of others: home knows nothing of meetings, and shows the next one."""

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from kring.kernel.lookups import Lookup
from kring.web.requests import PageRequest

Part = Callable[[PageRequest, Any], str]
"""Given who asks and what the page is about, its HTML; empty where there is nothing to show. Escaped by whoever makes it."""


class Place(StrEnum):
    """Where on a page parts stand, and what the page is about."""

    HOME_ASKS = "home_asks"
    """Rows at the top of home, of what asks something of this person. About nothing."""
    HOME_ASIDE = "home_aside"
    """Cards beside home. About nothing."""
    CIRCLE = "circle"
    """Cards on the page of a circle. About its `CirclePlace`."""
    CIRCLE_ASIDE = "circle_aside"
    """Cards beside it."""
    CIRCLE_LINKS = "circle_links"
    """Rows in the card "In this circle". About its `CirclePlace`."""
    MEMBER = "member"
    """Cards on the page of a membership. About its `circles.queries.members.Member`."""
    MEMBER_ASIDE = "member_aside"
    """Cards beside it."""
    PERSON = "person"
    """Cards on the page of a person in a circle. About their `Entry` in the directory."""
    YOU = "you"
    """Cards on one's own profile. About nothing."""
    SEARCH = "search"
    """Below what was found among the items. About the words that are looked for."""


AT_HOME = 3
"""So many of one kind stand at home; of more, how many there are and the way to them."""


class OfCircle(Protocol):
    """A row that knows its circle."""

    @property
    def slug(self) -> str: ...

    @property
    def circle(self) -> str: ...


R = TypeVar("R", bound=OfCircle)


def few(rows: Sequence[R]) -> tuple[Sequence[R], list[tuple[str, str, int]]]:
    """Those of these that stand at home, and how many others there are in which circle: its slug, its name, the number."""
    others = Counter((row.slug, row.circle) for row in rows[AT_HOME:])
    return rows[:AT_HOME], [(slug, circle, n) for (slug, circle), n in others.items()]


_parts: dict[Place, tuple[Part, ...]] = {}
_lookups: dict[Place, tuple[Lookup, ...]] = {}


def show_with(table: dict[Place, tuple[Part, ...]], lookups: dict[Place, tuple[Lookup, ...]]) -> None:
    """Says which part stands where, and what the parts of a place look up for everybody.

    Called once, at the start, with the tables of `kring.site.parts`.
    """
    _parts.clear()
    _parts.update(table)
    _lookups.clear()
    _lookups.update(lookups)


def lookups(*places: Place) -> list[Lookup]:
    """What the parts of these places look up for everybody: a page brings it in one trip, before it shows them."""
    return [lookup for place in places for lookup in _lookups.get(place, ())]


def shown(place: Place, request: PageRequest, about: object = None) -> list[str]:
    """The parts of a place that have something to show."""
    return [html for part in _parts.get(place, ()) if (html := part(request, about).strip())]
