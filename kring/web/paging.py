"""Long lists in parts, each with an address of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kring.web import moments

ROWS = 50
"""Rows in one part."""

T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)


class Long(Protocol[T_co]):
    """A list, or something that fetches a part of one when it is looked at."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[T_co]: ...


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One part of a list, and the ways to those beside it; `pager` shows them."""

    rows: Sequence[T]
    earlier: str
    later: str
    text: str

    def showing(self, rows: Sequence[U]) -> "Page[U]":
        """The same part, with more told of its rows."""
        return Page(rows, self.earlier, self.later, self.text)


def page_of(request: HttpRequest, rows: Long[T], *, most: int = ROWS, word: str = "page", place: str = "") -> Page[T]:
    """The part that ?page= asks for, from 1; the nearest there is, when there is no such part.

    A page with several lists has another word for each, and `place` is where on it this one stands.
    """
    count = len(rows)
    last = max(1, -(-count // most))
    asked = request.GET.get(word, "")
    number = min(max(1, int(asked) if asked.isdecimal() else 1), last)
    first, end = (number - 1) * most, min(number * most, count)
    return Page(
        rows=rows[first:end],
        earlier=_address(request, word, number - 1, place) if number > 1 else "",
        later=_address(request, word, number + 1, place) if number < last else "",
        text=_("%(first)s to %(last)s of %(all)s")
        % {"first": moments.number(first + 1), "last": moments.number(end), "all": moments.number(count)},
    )


def _address(request: HttpRequest, word: str, number: int, place: str) -> str:
    """This address with another part, and all else that it asks for."""
    words = request.GET.copy()
    words[word] = str(number)
    return f"?{words.urlencode()}#{place}" if place else f"?{words.urlencode()}"
