"""What stands around a page of a real circle: where one is, and the ways to what is one's own."""

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.sharing.pages.visit import visitor


def current(client: Client, address: str) -> list[str]:
    """The rooms that are marked as the one this page is in."""
    page = client.get(address).content.decode()
    rail = page[page.index("k-rooms") : page.index("</nav>", page.index("k-rooms"))]
    return [
        re.sub(r"<[^>]*>", "", found).strip() for found in re.findall(r'aria-current="page".*?</a>', rail, re.DOTALL)
    ]


@pytest.mark.parametrize(
    ("address", "room"),
    [
        ("/", "Home"),
        ("/c/north/items/", "Items"),
        ("/c/north/items/?kind=warning", "Items"),
        ("/c/north/share/", "Items"),
        ("/c/north/rounds/", "Items"),
        ("/c/north/members/", "Members"),
        ("/c/north/people/{cem}/", "Members"),
        ("/c/north/", "Circle"),
        ("/c/north/segments/", "Circle"),
        ("/c/north/trail/", "Trail"),
    ],
)
def test_the_room_one_is_in_is_marked(cast: Cast, address: str, room: str) -> None:
    marked = current(visitor(cast, "chi"), address.format(cem=cast.cem.pk))
    assert [name.rpartition(">")[2].strip() for name in marked] == [room]


@pytest.mark.parametrize("address", ["/drafts/", "/you/connections/", "/share/"])
def test_a_page_of_one_s_own_is_in_no_room(cast: Cast, address: str) -> None:
    assert current(visitor(cast, "chi"), address) == []


def test_what_is_one_s_own_is_in_the_menu(cast: Cast) -> None:
    page = visitor(cast, "ada").get("/").content.decode()
    menu = page[page.index("k-menu-head") : page.index("</header>")]
    for address in ("/you/connections/", "/you/mail/", "/drafts/"):
        assert f'href="{address}"' in menu


def test_the_bell_leads_to_what_asks_something(cast: Cast) -> None:
    page = visitor(cast, "ada").get("/c/north/items/").content.decode()
    assert re.search(r'<a class="k-round" href="/" title="Notifications">', page)
    assert "Notifications" not in visitor(cast, "eve").get("/").content.decode()
