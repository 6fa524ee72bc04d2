"""Search: hits with their reasons, and silence about the rest."""

import pytest

from kring.sharing.rules import Text
from kring.sharing.templatetags.sharing import marked
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor
from tests.sharing.stage import reply, share


def test_a_hit_shows_where_it_is_and_marks_the_words(cast: Cast) -> None:
    share(cast)
    answer = visitor(cast, "cem").get("/search/", {"q": "firmware"})
    assert "<mark>firmware</mark>" in answer.content.decode()
    assert "in “so what”" in answer.content.decode()


def test_a_hit_in_a_reply_names_who_wrote_it(cast: Cast) -> None:
    reply(cast, share(cast), "cem", body="We saw the same on the crane.")
    assert "in a reply by Cem same on the crane" in look(visitor(cast, "chi"), "/search/", q="crane")


def test_a_word_that_is_still_being_typed_finds(cast: Cast) -> None:
    share(cast)
    assert "Pumps stop after the update" in look(visitor(cast, "cem"), "/search/", target="hits", q="firmw")


def test_it_finds_dutch_by_another_form_of_the_word(cast: Cast) -> None:
    share(cast, text=Text(what="Twee pompen gingen vanzelf uit."))
    assert "Twee pompen" in look(visitor(cast, "cem"), "/search/", q="pomp vanzelf")


@pytest.mark.parametrize("name", ["bo", "dee", "eve"])
def test_what_one_may_not_see_and_what_is_not_there_are_one_answer(cast: Cast, name: str) -> None:
    share(cast)
    client = visitor(cast, name)
    hidden, absent = look(client, "/search/", q="firmware"), look(client, "/search/", q="zeppelin")
    assert hidden.replace("firmware", "zeppelin") == absent


def test_words_narrow_what_is_found(cast: Cast) -> None:
    share(cast, label=Label.GREEN, text=Text(what="Firmware in green."))
    share(cast, text=Text(what="Firmware in amber."), kind="question")
    cem = visitor(cast, "cem")
    assert "in amber" not in look(cem, "/search/", q="firmware", label="green")
    page = look(cem, "/search/", q="firmware", kind="question", circle="north")
    assert "Firmware in amber" in page
    assert "Firmware in green" not in page
    assert "Search without the filters" in look(cem, "/search/", q="firmware", kind="success")


def test_it_finds_people_of_one_s_own_community(cast: Cast) -> None:
    assert "Cem Gamma" in look(visitor(cast, "ada"), "/search/", target="hits", q="gamma")
    assert "Cem" not in look(visitor(cast, "dee"), "/search/", target="hits", q="gamma").replace("“gamma”", "")


def test_below_the_box_at_the_top_stand_the_first_hits(cast: Cast) -> None:
    share(cast)
    page = look(visitor(cast, "cem"), "/search/", target="k-search-hits", q="firmware")
    assert page.startswith("TLP:AMBER Pumps stop after the update")
    assert page.endswith("All that was found, and why")


def test_what_members_wrote_is_shown_as_they_wrote_it_and_never_as_html() -> None:
    assert marked("a \x02<b>\x03 & \x02c\x03") == "a <mark>&lt;b&gt;</mark> &amp; <mark>c</mark>"
    assert marked("\x03 loose \x02 marks \x02in\x03") == " loose  marks <mark>in</mark>"


def test_who_searches_without_end_is_asked_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from kring.sharing.pages import search

    monkeypatch.setattr(search, "MOST", 3)
    monkeypatch.setattr(search, "SECONDS", 10**9)
    cem = visitor(cast, "cem")
    assert [cem.get("/search/", {"q": "firmware"}).status_code for _ in range(5)] == [200, 200, 200, 409, 409]
    assert visitor(cast, "chi").get("/search/", {"q": "firmware"}).status_code == 200
