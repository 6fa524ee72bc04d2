"""Polls on pages: one tap on the item, at home or on the poll's own page."""

import pytest

from kring.tlp.labels import Label
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.polls import answer, ask, said, seen
from tests.sharing.stage import share


def test_the_source_asks_from_the_menu_of_the_item(cast: Cast) -> None:
    item = share(cast)
    ada = visitor(cast, "ada")
    assert "Ask: have you patched?" in look(ada, f"/items/{item}/")
    asked = send(ada, f"/items/{item}/polls/", {"kind": "patched", "days": 3})
    page = look(ada, asked.headers["Location"])
    assert "Have you patched?" in page
    assert page.count("Nothing heard") == 3


def test_readers_find_no_such_thing_in_it(cast: Cast) -> None:
    item = share(cast)
    cem = visitor(cast, "cem")
    assert "Ask: have you patched?" not in look(cem, f"/items/{item}/")
    assert cem.get(f"/items/{item}/polls/").status_code == 409
    assert visitor(cast, "dee").get(f"/items/{item}/polls/").status_code == 404


def test_what_is_missing_is_said(cast: Cast) -> None:
    item = share(cast)
    answered = send(visitor(cast, "ada"), f"/items/{item}/polls/", {"kind": "free", "days": 3})
    assert answered.status_code == 422
    assert "Say what you want to know." in answered.content.decode()


def test_before_anybody_answers_they_read_who_will_see_it(cast: Cast) -> None:
    item = share(cast)
    ask(cast, item)
    assert "Others see counts, from five answers on." in look(visitor(cast, "cem"), f"/items/{item}/")
    named = share(cast, label=Label.GREEN)
    ask(cast, named, named=True)
    assert "Everybody who has this sees what each" in look(visitor(cast, "cem"), f"/items/{named}/")


def test_one_tap_at_home_answers(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    cem = visitor(cast, "cem")
    assert "Have you patched?" in look(cem, "/")
    tapped = cem.post(f"/polls/{asked}/answer/", {"answer": "no"}, headers={"Referer": "http://testserver/"})
    assert tapped.headers["Location"] == "/"
    assert said(cast, asked)["Gamma"] == "no"
    assert "Have you patched?" not in look(cem, "/")


def test_what_is_planned_has_a_day_if_one_likes(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    cem = visitor(cast, "cem")
    cem.post(f"/polls/{asked}/answer/", {"answer": "planned", "planned_for": "2027-03-01"})
    assert "1 March 2027" in look(cem, f"/polls/{asked}/")
    cem.post(f"/polls/{asked}/answer/", {"answer": "yes", "planned_for": "2027-03-01"})
    own = seen(cast, asked, "cem").own
    assert own is not None
    assert (own.answer, own.planned_for) == ("yes", None)


def test_a_second_tap_takes_it_back(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    answer(cast, asked)
    cem = visitor(cast, "cem")
    assert f"/polls/{asked}/take-back/" in cem.get(f"/polls/{asked}/").content.decode()
    cem.post(f"/polls/{asked}/take-back/")
    assert said(cast, asked)["Gamma"] is None


def test_others_read_no_names(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    answer(cast, asked, "chi", "no")
    page = look(visitor(cast, "cem"), f"/polls/{asked}/")
    assert "1 organisation answered" in page
    assert "Chora" not in page


def test_who_asks_reminds_and_closes(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    answer(cast, asked)
    ada = visitor(cast, "ada")
    reminded = ada.post(f"/polls/{asked}/remind/", follow=True)
    assert "2 organisations are asked again." in reminded.content.decode()
    ada.post(f"/polls/{asked}/close/")
    page = look(ada, f"/polls/{asked}/")
    assert "It ended on" in page
    assert "Close the question" not in page
    assert "Gamma" in page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("address", ["/polls/{poll}/", "/items/{item}/polls/", "/items/{item}/"])
def test_everybody_can_use_the_pages(cast: Cast, browse: Browse, address: str, width: int, scheme: Scheme) -> None:
    item = share(cast)
    asked = ask(cast, item)
    answer(cast, asked, "cem")
    page = browse(visitor(cast, "ada"), address.format(poll=asked, item=item), width=width, scheme=scheme)
    assert wrong_on(page) == []
