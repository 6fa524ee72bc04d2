"""What would stop if one person left: for who steers."""

from uuid import UUID, uuid4

import pytest

from kring.leadership import rules
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor
from tests.sharing.stage import share

PLACE = "/c/north/continuity/"


@pytest.mark.requirement("R64")
@pytest.mark.parametrize(("done", "carried"), [((7, 3), True), ((6, 4), False), ((9, 0), False), ((0, 12), False)])
def test_seventy_per_cent_of_the_work_is_too_much_for_one(done: tuple[int, int], carried: bool) -> None:
    one, other = uuid4(), UUID(int=1)
    work = {one: done[0], other: done[1]}
    assert (rules.carries(work) == one) is carried


@pytest.mark.requirement("R64")
def test_who_steers_sees_on_whom_it_hangs(cast: Cast) -> None:
    for _ in range(12):
        share(cast, label=Label.AMBER)
    chi = visitor(cast, "chi")
    send(chi, "/c/north/who-for-what/begin/", {})
    page = look(chi, PLACE)
    assert "% of the work is done by Ada" in page
    assert "One person alone sits for Alpha, Chora" in page
    assert "no deputy" in page
    assert "Nobody yet" in page
    assert "What would stop if one person left" in look(chi, "/c/north/")


@pytest.mark.parametrize("name", ["ada", "bo", "gus", "dee"])
def test_for_others_it_is_not_there(cast: Cast, name: str) -> None:
    assert visitor(cast, name).get(PLACE).status_code == 404
