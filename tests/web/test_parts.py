"""What rooms add to pages of others."""

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.html import format_html

from kring.site.parts import LOOKUPS, PARTS
from kring.web.parts import Place, show_with


@pytest.fixture
def rooms() -> Iterator[None]:
    """Two rooms have something to show at the same place, and one has nothing today."""
    show_with(
        {
            Place.SEARCH: (
                lambda request, about: format_html("<p>{}</p>", about),
                lambda request, about: "",
                lambda request, about: format_html("<p>{}</p>", request.path),
            )
        },
        {},
    )
    yield
    show_with(PARTS, LOOKUPS)


def rendered(template: str, **given: str) -> str:
    """The template on a page at /there/."""
    return Template(template).render(Context({"request": RequestFactory().get("/there/"), **given}))


@pytest.mark.usefixtures("rooms")
def test_they_stand_in_the_order_of_the_table_and_know_what_the_page_is_about() -> None:
    shown = rendered('{% parts "search" q %}', q="<b>")
    assert shown == "<p>&lt;b&gt;</p><p>/there/</p>"


@pytest.mark.usefixtures("rooms")
def test_where_no_room_adds_anything_nothing_stands() -> None:
    assert not rendered('{% parts "home_aside" %}')
