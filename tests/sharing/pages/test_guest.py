"""A client's link: one item, without an account."""

from uuid import UUID, uuid4

import pytest

from kring.kernel.binding import acting_as
from kring.sharing import queries
from kring.sharing.models import Onward
from kring.sharing.rules import Text
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.sharing.pages.test_attachment import body
from tests.sharing.pages.test_item import EVIL
from tests.sharing.pages.visit import look, visitor, words_of_any
from tests.sharing.stage import PUMPS, reply, share, trail_seen_by, withdraw
from tests.sharing.test_add_attachment import LIST, add
from tests.sharing.test_pass_on import client_of, pass_on


@pytest.fixture
def item(cast: Cast) -> UUID:
    return share(cast, "cem")


@pytest.fixture
def link(cast: Cast, item: UUID) -> str:
    pass_on(cast, item, client=client_of(cast))
    with acting_as(cast.actor("ada")) as actor:
        (passed,) = queries.passings(actor, item)
    return passed.link.removeprefix("http://testserver")


def test_the_giver_finds_the_link_beside_the_item_and_nobody_else_does(cast: Cast, item: UUID, link: str) -> None:
    for name in ("ada", "cem", "chi"):
        page = visitor(cast, name).get(f"/items/{item}/").content.decode()
        assert (link in page) == (name == "ada")


@pytest.mark.requirement("R86")
def test_it_shows_that_item_and_nothing_of_where_it_comes_from(cast: Cast, item: UUID, link: str) -> None:
    reply(cast, item, "chi", "Our gateway too.")
    page = look(visitor(cast, "visitor"), link)
    for part in (PUMPS.title, PUMPS.so_what, PUMPS.do_what, "TLP:AMBER", "Ada of Alpha passes this on to Pump rental."):
        assert part in page
    assert "update[.]pumps-cdn[.]top" in page
    assert "Use this to protect your own organisation." in page
    for hidden in ("Cem", "Gamma", "North", "gateway", "Share", "Search", "Reply"):
        assert hidden not in page.replace("Pump rental", ""), hidden


def test_nobody_keeps_it_finds_it_or_learns_the_address(cast: Cast, link: str) -> None:
    answer = visitor(cast, "visitor").get(link)
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"


def test_files_come_with_it(cast: Cast, item: UUID, link: str) -> None:
    mine, other = add(cast, "cem", item=item).pk, add(cast, item=share(cast)).pk
    client = visitor(cast, "visitor")
    answer = client.get(f"{link}files/{mine}/")
    assert body(answer) == LIST
    assert [client.get(f"{link}files/{pk}/").status_code for pk in (other, uuid4())] == [404, 404]


def test_the_first_time_is_told_to_the_source(cast: Cast, item: UUID, link: str) -> None:
    for _ in range(2):
        look(visitor(cast, "visitor"), link)
    assert [kind for _, kind in trail_seen_by(cast, "cem", item)].count("ClientRead") == 1
    assert "passed on · opened" in look(visitor(cast, "cem"), f"/items/{item}/")


def test_one_that_ended_one_that_was_bent_and_one_that_never_was_look_the_same(
    cast: Cast, item: UUID, link: str
) -> None:
    client = visitor(cast, "visitor")
    with acting_as(cast.actor("ada")):
        onward = Onward.objects.get(item=item)
    withdraw(cast, item, "cem")
    bent = link[:-2] + ("A/" if link[-2] != "A" else "B/")
    unsigned = f"/g/{onward.pk.hex}/"
    answers = [client.get(address) for address in (link, bent, unsigned, "/g/nothing/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({words_of_any(answer) for answer in answers}) == 1
    assert client.get(f"{link}files/{uuid4()}/").status_code == 404


def test_somebody_signed_in_sees_by_it_what_the_client_sees(cast: Cast, link: str) -> None:
    page = look(visitor(cast, "eve"), link)
    assert PUMPS.title in page
    assert "What is this to you?" not in page


def test_it_takes_nothing_in(cast: Cast, link: str) -> None:
    assert visitor(cast, "visitor").post(link).status_code == 405


def test_it_speaks_the_client_s_language(cast: Cast, link: str) -> None:
    answer = visitor(cast, "visitor").get(link, headers={"Accept-Language": "nl"})
    assert "Wat je ermee mag" in words_of_any(answer)


def test_nothing_keeps_anybody_out_and_nothing_runs(cast: Cast, browse: Browse) -> None:
    item = share(cast, "cem", text=Text(title=EVIL, what=EVIL, so_what=EVIL, do_what=f"Block evil.top {EVIL}"))
    pass_on(cast, item, client=client_of(cast))
    with acting_as(cast.actor("ada")) as actor:
        (passed,) = queries.passings(actor, item)
    page = browse(visitor(cast, "visitor"), passed.link.removeprefix("http://testserver"), width=320, scheme="dark")
    assert wrong_on(page) == []
    assert page.locator("img[src=x], a[href^=javascript]").count() == 0
