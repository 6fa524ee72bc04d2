"""Long lists come in pages: a cursor says where the next one begins, in the answer and in a Link header (RFC 8288)."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja.errors import ValidationError
from pydantic import Field

from kring.rest.shapes import In, Out, Words

Row = TypeVar("Row")
Shape = TypeVar("Shape")
Start = TypeVar("Start")

MOST = 100


class Paging(In):
    """Which part of a list is asked for."""

    cursor: Annotated[Words, Field(max_length=80)] = Field(
        "", description="Where the page begins: `next` of the one before."
    )
    limit: int = Field(50, ge=1, le=MOST, description="How many rows a page has.")


class Page(Out, Generic[Shape]):
    """Part of a list."""

    results: list[Shape]
    next: str | None = Field(description="The cursor of the page after this one; null when this is the last.")


class All(Out, Generic[Shape]):
    """A whole list."""

    results: list[Shape]


def below(cursor: str, parse: Callable[[str], Start]) -> Start | None:
    """Where a page begins; None is at the top. What is no cursor of ours does not fit (422)."""
    if not cursor:
        return None
    try:
        return parse(cursor)
    except ValueError:
        raise ValidationError([{"type": "cursor", "loc": ("query", "cursor")}]) from None


def page(
    request: HttpRequest, response: HttpResponse, rows: Sequence[Row], limit: int, cursor_of: Callable[[Row], object]
) -> dict[str, object]:
    """A page of these rows, of which one more was asked for than the page has: it tells that there is a next page."""
    shown = rows[:limit]
    cursor = str(cursor_of(shown[-1])) if len(rows) > limit else None
    if cursor:
        query = request.GET.copy()
        query["cursor"] = cursor
        address = request.build_absolute_uri(f"{request.path}?{urlencode(list(query.lists()), doseq=True)}")
        response.headers["Link"] = f'<{address}>; rel="next"'
    return {"results": shown, "next": cursor}
