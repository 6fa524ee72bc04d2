"""Rounds on pages: from home in one tap; who steers asks and sees who is silent."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.kernel.binding import acting_as
from kring.sharing import commands
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.rounds import answer, said, seen, start

ROUNDS = "/c/north/rounds/"


@pytest.mark.requirement("R81")
def test_at_home_it_asks_and_one_tap_answers(cast: Cast) -> None:
    asked = start(cast, question="Anything about the pumps?")
    cem = visitor(cast, "cem")
    home = look(cem, "/")
    assert "North asks: is there anything to report? Anything about the pumps?" in home
    assert "Nothing to report" in home
    answered = cem.post(f"/rounds/{asked}/answer/", {"kind": "nothing"}, headers={"Referer": "http://testserver/"})
    assert answered.headers["Location"] == "/"
    assert said(cast, asked)["Gamma"] == "nothing"
    assert "is there anything to report" not in look(cem, "/")


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "fay", "gus"])
def test_nobody_else_hears_of_it(cast: Cast, name: str) -> None:
    asked = start(cast, question="Anything about the pumps?")
    somebody = visitor(cast, name)
    assert "anything to report" not in look(somebody, "/")
    assert somebody.get(f"/rounds/{asked}/").status_code == 404
    if name in {"bo", "fay", "gus"}:  # they know the circle, and see nothing of its rounds
        assert "There was no round here yet." in look(somebody, ROUNDS)
    else:
        assert somebody.get(ROUNDS).status_code == 404


def test_who_steers_asks_all_members(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    assert "Ask all members" in look(chi, ROUNDS)
    assert send(chi, ROUNDS, {"question": "Pumps?", "days": 2}).status_code == 302
    page = look(chi, ROUNDS)
    assert "Pumps? Chi asked on" in page
    assert "0 of 3 organisations answered" in page
    assert "Days to answer" not in page


def test_without_days_it_says_what_is_missing(cast: Cast) -> None:
    answered = send(visitor(cast, "chi"), ROUNDS, {"question": "Pumps?", "days": 31})
    assert answered.status_code == 422


def test_members_see_no_form(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    assert "Days to answer" not in look(ada, ROUNDS)
    refused = send(ada, ROUNDS, {"days": 2})
    assert refused.status_code == 409
    assert "Only the chair or the secretary" in refused.content.decode()


@pytest.mark.requirement("R81")
def test_who_steers_sees_who_is_silent_and_asks_again(cast: Cast) -> None:
    asked = start(cast)
    answer(cast, asked, "cem")
    chi = visitor(cast, "chi")
    page = look(chi, f"/rounds/{asked}/")
    assert "1 of 3 organisations answered" in page
    assert "Gamma Cem" in page
    assert page.count("Nothing heard") == 2
    again = chi.post(f"/rounds/{asked}/remind/", follow=True)
    assert "2 organisations are asked again." in again.content.decode()


def test_members_see_how_many_and_not_who(cast: Cast) -> None:
    asked = start(cast)
    answer(cast, asked, "cem")
    page = look(visitor(cast, "ada"), f"/rounds/{asked}/")
    assert "1 of 3 organisations answered" in page
    assert "Gamma" not in page
    assert "Nothing heard" not in page


def test_a_tap_is_undone(cast: Cast) -> None:
    asked = start(cast)
    cem = visitor(cast, "cem")
    cem.post(f"/rounds/{asked}/answer/", {"kind": "nothing"})
    assert "Your organisation has nothing to report." in look(cem, f"/rounds/{asked}/")
    cem.post(f"/rounds/{asked}/take-back/")
    assert said(cast, asked)["Gamma"] is None


def test_a_tap_that_means_nothing_does_nothing(cast: Cast) -> None:
    asked = start(cast)
    visitor(cast, "cem").post(f"/rounds/{asked}/answer/", {"kind": "rumour"})
    assert seen(cast, asked).answered == 0


def test_closed_it_shows_what_was_said_and_takes_no_more(cast: Cast) -> None:
    asked = start(cast)
    chi = visitor(cast, "chi")
    chi.post(f"/rounds/{asked}/close/")
    assert "It ended on" in look(chi, f"/rounds/{asked}/")
    assert visitor(cast, "cem").post(f"/rounds/{asked}/answer/", {"kind": "nothing"}).status_code == 409


def test_the_way_there_is_on_the_list_of_items(cast: Cast) -> None:
    assert f'href="{ROUNDS}"' in visitor(cast, "cem").get("/c/north/items/").content.decode()
    assert f'href="{ROUNDS}"' not in visitor(cast, "gus").get("/c/north/items/").content.decode()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("address", ["/", ROUNDS, "/rounds/{round}/"])
def test_everybody_can_use_the_pages(cast: Cast, browse: Browse, address: str, width: int, scheme: Scheme) -> None:
    asked = start(cast, question="Anything about the pumps?")
    answer(cast, asked, "cem")
    page = browse(visitor(cast, "chi"), address.format(round=asked), width=width, scheme=scheme)
    assert wrong_on(page) == []


def test_the_list_asks_as_often_after_many_rounds_as_after_one(cast: Cast) -> None:
    def close(asked: UUID) -> None:
        with acting_as(cast.actor("chi")) as chi:
            commands.close_round(actor=chi, round=asked)

    def looked_up() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert "of 3 organisations answered" in look(visitor(cast, "chi"), ROUNDS)
        return len(caught)

    for number in range(2):
        close(start(cast))
        if not number:
            once = looked_up()
    assert looked_up() == once
