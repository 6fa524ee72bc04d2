"""Changing the words of something shared, in one window and in two."""

import pytest

from kring.kernel.binding import acting_as
from kring.sharing import queries
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor, words_of
from tests.sharing.stage import PUMPS, share, withdraw


def typed(what: str, version: int = 1) -> dict[str, object]:
    return {"title": PUMPS.title, "what": what, "so_what": PUMPS.so_what, "do_what": PUMPS.do_what, "version": version}


def test_readers_see_the_new_words_and_what_changed(cast: Cast) -> None:
    item = share(cast)
    visitor(cast, "ada").post(f"/items/{item}/edit/", typed(PUMPS.what.replace("two", "three")))
    page = look(visitor(cast, "cem"), f"/items/{item}/")
    assert "three pumps stop" in page
    assert "changed" in page
    history = visitor(cast, "cem").get(f"/items/{item}/history/").content.decode()
    assert "<del>two </del><ins>three </ins>pumps stop." in history


def test_the_form_begins_with_what_stands_there(cast: Cast) -> None:
    item = share(cast)
    page = visitor(cast, "ada").get(f"/items/{item}/edit/").content.decode()
    assert all(part in page for part in (PUMPS.title, PUMPS.so_what, PUMPS.do_what, 'name="version" value="1"'))


def test_the_second_window_sees_both_texts_and_chooses(cast: Cast) -> None:
    item = share(cast)
    client = visitor(cast, "ada")
    client.post(f"/items/{item}/edit/", typed("First window."))
    second = client.post(f"/items/{item}/edit/", typed("Second window."))
    assert second.status_code == 422
    said = words_of(second)
    assert "Nothing was overwritten" in said
    assert "First" in said
    assert "Second window." in second.content.decode()
    with acting_as(cast.actor("cem")) as actor:
        assert queries.detail(actor, item).what == "First window."
    client.post(f"/items/{item}/edit/", {**typed("Second window."), "instead_of": "2"})
    with acting_as(cast.actor("cem")) as actor:
        assert queries.detail(actor, item).what == "Second window."
        assert len(queries.versions(actor, item)) == 3


@pytest.mark.parametrize(
    "given", [{}, {"what": ""}, {"what": "x" * 20_001}, {"title": "x" * 201}, {"version": "x"}, {"version": ""}]
)
def test_what_makes_no_sense_changes_nothing(cast: Cast, given: dict[str, str]) -> None:
    item = share(cast)
    data = {**typed("New."), **given} if given else {}
    assert visitor(cast, "ada").post(f"/items/{item}/edit/", data).status_code == 422
    with acting_as(cast.actor("cem")) as actor:
        assert queries.detail(actor, item).what == PUMPS.what


@pytest.mark.parametrize(("name", "status"), [("cem", 409), ("chi", 409), ("bo", 404), ("dee", 404)])
def test_only_the_source_comes_in(cast: Cast, name: str, status: int) -> None:
    item = share(cast)
    client = visitor(cast, name)
    for page in ("edit", "label", "withdraw"):
        assert client.get(f"/items/{item}/{page}/").status_code == status, page
        assert client.post(f"/items/{item}/{page}/", typed("Mine.")).status_code == status, page


def test_nothing_is_left_to_change_after_withdrawal(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    client = visitor(cast, "ada")
    assert [client.get(f"/items/{item}/{page}/").status_code for page in ("edit", "label", "withdraw")] == [409] * 3


def test_nothing_keeps_anybody_out(cast: Cast, browse: Browse) -> None:
    item = share(cast)
    client = visitor(cast, "ada")
    client.post(f"/items/{item}/edit/", typed("Since last night three pumps stop."))
    for page in ("edit", "label", "withdraw", "history", "trail", "readers"):
        assert wrong_on(browse(client, f"/items/{item}/{page}/", width=320, scheme="dark")) == [], page
