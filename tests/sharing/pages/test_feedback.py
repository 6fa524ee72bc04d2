"""Feedback: one tap on the page, or the page of its own that links lead to."""

import re

import pytest

from kring.kernel.binding import acting_as
from kring.sharing import queries
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor, words_of
from tests.sharing.stage import share, withdraw
from tests.sharing.test_give_feedback import counts_seen_by


@pytest.mark.requirement("R85")
def test_a_tap_counts_and_a_second_one_takes_it_back(cast: Cast) -> None:
    item = share(cast)
    client = visitor(cast, "cem")
    answer = client.post(f"/items/{item}/feedback/", {"kind": "useful"}, follow=True)
    assert "Thank you. The source sees it in the count." in words_of(answer)
    assert counts_seen_by(cast, "ada", item) == {"useful": 1}
    client.post(f"/items/{item}/feedback/useful/")
    assert counts_seen_by(cast, "ada", item) == {}


def test_for_a_script_it_answers_with_the_buttons_as_they_are_now(cast: Cast) -> None:
    item = share(cast)
    answer = send(visitor(cast, "cem"), f"/items/{item}/feedback/", {"kind": "acted"}, target="feedback")
    html = answer.content.decode()
    assert html.count('aria-pressed="true"') == 1
    assert "<html" not in html
    assert "Add a note to “we acted”" in words_of(answer)


def test_a_note_and_a_name_are_added_to_what_was_tapped(cast: Cast) -> None:
    item = share(cast)
    client = visitor(cast, "cem")
    client.post(f"/items/{item}/feedback/", {"kind": "affected"})
    client.post(f"/items/{item}/feedback/", {"kind": "affected", "note": "Two of ours", "named": "on"})
    client.post(f"/items/{item}/feedback/", {"kind": "affected"})
    with acting_as(cast.actor("ada")) as actor:
        seen = [(one.kind, one.note, one.name) for one in queries.responses(actor, item)]
    assert seen == [("affected", "Two of ours", "Cem")]


@pytest.mark.requirement("R89")
def test_we_are_affected_offers_to_ask_for_help(cast: Cast) -> None:
    item = share(cast, tags=["ot", "water"])
    client = visitor(cast, "cem")
    assert "Ask for help" not in look(client, f"/items/{item}/")
    client.post(f"/items/{item}/feedback/", {"kind": "affected"})
    page = client.get(f"/items/{item}/").content.decode()
    link = f"/c/north/share/?kind=help&amp;about={item}&amp;expertise=ot%2C+water"
    assert f'href="{link}"' in page
    box = client.get(link.replace("&amp;", "&")).content.decode()
    assert 'value="ot, water"' in box
    assert f'value="{item}"' in box


def test_opening_a_link_shows_and_gives_nothing(cast: Cast) -> None:
    item = share(cast)
    for kind in ("affected", "nonsense", ""):
        answer = visitor(cast, "cem").get(f"/items/{item}/feedback/", {"kind": kind})
        assert re.findall(r'value="(\w+)"[^>]* checked', answer.content.decode()) == (
            [kind] if kind == "affected" else []
        )
    assert counts_seen_by(cast, "ada", item) == {}


@pytest.mark.parametrize("kind", ["", "nonsense", "useful; DROP TABLE"])
def test_something_else_than_the_five_is_said_to_be_wrong(cast: Cast, kind: str) -> None:
    item = share(cast)
    client = visitor(cast, "cem")
    assert client.post(f"/items/{item}/feedback/", {"kind": kind}).status_code == 422
    assert client.post(f"/items/{item}/feedback/nonsense/").status_code == 404
    assert counts_seen_by(cast, "ada", item) == {}


def test_a_note_has_an_end(cast: Cast) -> None:
    item = share(cast)
    answer = visitor(cast, "cem").post(f"/items/{item}/feedback/", {"kind": "useful", "note": "x" * 1001})
    assert answer.status_code == 422
    assert counts_seen_by(cast, "ada", item) == {}


def test_its_own_author_and_who_comes_after_withdrawal_have_nothing_to_give(cast: Cast) -> None:
    item = share(cast)
    assert visitor(cast, "ada").post(f"/items/{item}/feedback/", {"kind": "useful"}).status_code == 409
    assert "Feedback comes from its readers" in look(visitor(cast, "ada"), f"/items/{item}/feedback/")
    withdraw(cast, item)
    assert visitor(cast, "cem").post(f"/items/{item}/feedback/", {"kind": "useful"}).status_code == 409
    assert "nothing to say about it any more" in look(visitor(cast, "cem"), f"/items/{item}/feedback/")


@pytest.mark.parametrize("name", ["bo", "dee", "eve"])
def test_it_is_not_there_for_who_does_not_read_the_item(cast: Cast, name: str) -> None:
    item = share(cast)
    client = visitor(cast, name)
    assert client.get(f"/items/{item}/feedback/").status_code == 404
    assert client.post(f"/items/{item}/feedback/", {"kind": "useful"}).status_code == 404


def test_nothing_keeps_anybody_out(cast: Cast, browse: Browse) -> None:
    item = share(cast)
    assert wrong_on(browse(visitor(cast, "cem"), f"/items/{item}/feedback/?kind=affected", width=320)) == []
