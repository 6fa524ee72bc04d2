"""Withdrawing: first what it does, then the deed."""

from kring.kernel.binding import acting_as
from kring.sharing import queries
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor, words_of
from tests.sharing.stage import share
from tests.sharing.test_note_reading import open_item


def test_it_says_first_what_happens(cast: Cast) -> None:
    item = share(cast)
    open_item(cast, item, "cem")
    page = look(visitor(cast, "ada"), f"/items/{item}/withdraw/")
    assert "This cannot be undone." in page
    assert "2 people see in its place that it was taken back. 1 of them opened it already." in page
    with acting_as(cast.actor("cem")) as actor:
        assert not queries.detail(actor, item).row.withdrawn


def test_the_button_does_it(cast: Cast) -> None:
    item = share(cast)
    answer = visitor(cast, "ada").post(f"/items/{item}/withdraw/", follow=True)
    assert "This was taken back." in words_of(answer)
    with acting_as(cast.actor("cem")) as actor:
        assert queries.detail(actor, item).row.withdrawn
