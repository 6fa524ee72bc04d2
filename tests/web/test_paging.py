"""Long lists in parts."""

import pytest
from django.test import RequestFactory

from kring.web.paging import Page, page_of

ROWS = list(range(1, 12))


def asked(address: str) -> Page[int]:
    return page_of(RequestFactory().get(address), ROWS, most=5)


@pytest.mark.parametrize(
    ("address", "rows", "earlier", "later"),
    [
        ("/", [1, 2, 3, 4, 5], "", "?page=2"),
        ("/?page=2", [6, 7, 8, 9, 10], "?page=1", "?page=3"),
        ("/?page=3", [11], "?page=2", ""),
        ("/?page=99", [11], "?page=2", ""),
        ("/?page=0", [1, 2, 3, 4, 5], "", "?page=2"),
        ("/?page=-1", [1, 2, 3, 4, 5], "", "?page=2"),
        ("/?which=late&page=2", [6, 7, 8, 9, 10], "?which=late&page=1", "?which=late&page=3"),
    ],
)
def test_a_part_knows_its_neighbours_and_keeps_what_else_is_asked(
    address: str, rows: list[int], earlier: str, later: str
) -> None:
    page = asked(address)
    assert (page.rows, page.earlier, page.later) == (rows, earlier, later)


def test_a_part_says_where_it_is() -> None:
    assert asked("/?page=2").text == "6 to 10 of 11"


def test_what_fits_on_one_page_has_no_way_on() -> None:
    page = page_of(RequestFactory().get("/"), ROWS)
    assert (page.rows, page.earlier, page.later) == (ROWS, "", "")


def test_an_empty_list_is_a_page_too() -> None:
    assert page_of(RequestFactory().get("/?page=2"), []).rows == []
