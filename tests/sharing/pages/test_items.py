"""The list of one circle."""

from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.circles import commands as circles
from kring.sharing.pages import lists
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import reply, share, withdraw

ITEMS = "/c/north/items/"


def test_it_shows_what_was_shared_in_that_circle_alone(cast: Cast) -> None:
    share(cast)
    share(cast, "fay", Label.GREEN, circle=cast.pier.pk, text=Text(what="Something of Pier."))
    page = look(visitor(cast, "cem"), ITEMS)
    assert "Pumps stop" in page
    assert "Something of Pier" not in page


def test_a_colleague_finds_green_there_and_not_amber(cast: Cast) -> None:
    share(cast, text=Text(what="For seats."))
    share(cast, label=Label.GREEN, text=Text(what="For the community."))
    page = look(visitor(cast, "bo"), ITEMS)
    assert "For the community" in page
    assert "For seats" not in page


@pytest.mark.parametrize("name", ["dee", "eve"])
def test_a_circle_one_has_no_tie_to_and_one_that_is_not_there_look_the_same(cast: Cast, name: str) -> None:
    share(cast, label=Label.CLEAR)
    client = visitor(cast, name)
    hidden, absent = client.get(ITEMS), client.get("/c/nowhere/items/")
    assert (hidden.status_code, absent.status_code) == (404, 404)


def test_what_was_withdrawn_stays_as_a_tombstone_without_words(cast: Cast) -> None:
    item = share(cast, tags=["ot"])
    withdraw(cast, item)
    page = look(visitor(cast, "cem"), ITEMS)
    assert "Withdrawn by the source" in page
    assert not any(words in page for words in ("Pumps", "#ot"))


def test_an_empty_circle_invites_who_can_share_and_nobody_else(cast: Cast) -> None:
    assert "Share the first warning" in look(visitor(cast, "cem"), ITEMS)
    assert "Nothing has been shared here that reaches you." in look(visitor(cast, "gus"), ITEMS)


def test_it_can_be_taken_along_as_a_table_without_red_and_without_formulas(cast: Cast) -> None:
    share(cast, text=Text(what="=HYPERLINK(evil)"), tags=["ot", "water"], reliability="B", credibility=2)
    share(cast, label=Label.RED, named=["cem"], text=Text(what="For cem alone."))
    answer = visitor(cast, "cem").get("/c/north/items.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="north-items.csv"'
    head, row = answer.getvalue().decode("utf-8-sig").splitlines()
    assert head.startswith("shared,label,kind,title")
    assert row.endswith('TLP:AMBER,Warning,\'=HYPERLINK(evil),Alpha,False,B,2,"ot, water",0')


def test_a_long_table_goes_out_in_parts_that_follow_each_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    for number in range(5):
        share(cast, text=Text(what=f"Number {number}."))
    answer = visitor(cast, "cem", language="nl").get("/c/north/items.csv")
    mark, _head, *parts = answer
    assert mark.decode("utf-8-sig") == ""
    assert [part.count(b"\n") for part in parts] == [2, 2, 1]
    assert [row.split(",")[2:4] for row in b"".join(parts).decode().splitlines()] == [
        ["Waarschuwing", f"Number {number}."] for number in (4, 3, 2, 1, 0)
    ]


def test_who_is_shut_out_while_the_table_goes_out_gets_no_more_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", 1)
    for _ in range(3):
        share(cast)
    parts = iter(visitor(cast, "cem").get("/c/north/items.csv"))
    _mark, _head, first = islice(parts, 3)
    circles.suspend_person(actor=cast.actor("chi"), circle=cast.north.pk, person=cast.cem.pk, why="breach")
    assert b"Pumps stop" in first
    assert b"".join(parts) == b""


def test_the_table_has_what_the_list_shows(cast: Cast) -> None:
    share(cast, text=Text(what="News."), kind="news")
    share(cast, text=Text(what="For seats."))
    table = visitor(cast, "cem").get("/c/north/items.csv", {"kind": "news"}).getvalue().decode()
    assert "News." in table
    assert "For seats." not in table
    assert "For seats." not in visitor(cast, "bo").get("/c/north/items.csv").getvalue().decode()
    assert visitor(cast, "dee").get("/c/north/items.csv").status_code == 404


def test_a_table_asks_the_database_once_a_part_however_long_the_parts_are(cast: Cast) -> None:
    client = visitor(cast, "cem")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/c/north/items.csv").getvalue()
        return sum("sharing_item" in query["sql"] for query in caught)

    share(cast)
    assert asked() == 1
    for _ in range(3):
        reply(cast, share(cast), "chi", "Here too.")
    assert asked() == 1


def test_the_trail_of_a_circle_names_its_items_in_one_question(cast: Cast) -> None:
    share(cast, "chi")
    client = visitor(cast, "chi")

    def asked() -> int:
        client.get("/c/north/trail/")
        with CaptureQueriesContext(connection) as caught:
            page = look(client, "/c/north/trail/")
        assert "Pumps stop after the update" in page
        return len(caught)

    few = asked()
    share(cast, "chi", text=Text(what="Doors stop too."))
    assert "Doors stop too." in look(client, "/c/north/trail/")
    assert asked() == few
