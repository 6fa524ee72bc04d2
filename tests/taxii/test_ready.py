"""What is kept ready of a collection, and for whom."""

import pytest

from kring.exchange.queries import ObjectRow, Page, StoreState
from kring.taxii.door import shapes
from kring.taxii.door.answers import ready_of


def row(added: int) -> ObjectRow:
    return ObjectRow(added, f"note--{added}", "note", added, "2.1", is_revoked=False, body=b"{}")


@pytest.mark.parametrize(("newest", "is_kept"), [(8, True), (9, False)])
def test_a_page_with_what_came_after_we_looked_whose_it_is_is_not_kept(newest: int, is_kept: bool) -> None:
    """It may be for readers whom the view, worked out a moment before, does not tell apart from others."""
    page = Page([row(5), row(newest)], more=True)
    assert ready_of(page, shapes.envelope, StoreState(last=8, turn=1)).full == is_kept


def test_the_last_page_is_asked_for_again() -> None:
    """Something may be added to it."""
    page = Page([row(5)], more=False)
    assert not ready_of(page, shapes.envelope, StoreState(last=8, turn=1)).full
