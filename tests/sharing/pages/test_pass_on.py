"""Passing on, asking and deciding (R86)."""

import pytest

from kring.kernel.binding import acting_as
from kring.sharing import queries
from kring.tlp.labels import Label
from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor, words_of
from tests.sharing.stage import readers, share
from tests.sharing.test_pass_on import _seat_in_south, client_of, pass_on


@pytest.mark.requirement("R86")
def test_it_offers_one_s_own_and_says_what_is_allowed_and_what_is_asked(cast: Cast) -> None:
    item = share(cast, "cem")
    client_of(cast)
    _seat_in_south(cast, "ada")
    page = look(visitor(cast, "ada"), f"/items/{item}/onward/")
    assert "To a colleague allowed Bo" in page
    assert "To a client allowed Pump rental" in page
    assert "To another circle you sit in the source is asked first North has it already South" in page


def test_a_colleague_gets_it_and_the_source_sees_that(cast: Cast) -> None:
    item = share(cast, "cem")
    answer = visitor(cast, "ada").post(
        f"/items/{item}/onward/", {"to": f"colleague:{cast.bo.pk}", "reason": "Runs the site"}, follow=True
    )
    assert "It is passed on." in words_of(answer)
    assert "bo" in readers(cast, item)
    assert "Bo · a colleague Ada, just now · passed on Runs the site" in look(visitor(cast, "cem"), f"/items/{item}/")
    assert "Runs the site" not in look(visitor(cast, "chi"), f"/items/{item}/")


@pytest.mark.requirement("R86")
def test_what_the_label_does_not_allow_is_asked_and_the_source_decides(cast: Cast) -> None:
    item = share(cast, "cem")
    south = _seat_in_south(cast, "ada")
    answer = visitor(cast, "ada").post(f"/items/{item}/onward/", {"to": f"circle:{south}"}, follow=True)
    assert "The source is asked." in words_of(answer)
    assert "dee" not in readers(cast, item)
    with acting_as(cast.actor("cem")) as actor:
        (asked,) = queries.passings(actor, item)
    source = visitor(cast, "cem")
    assert "Allow" in look(source, f"/items/{item}/")
    decided = source.post(f"/onward/{asked.id}/decide/", {"allow": "yes"}, headers={"Referer": "http://testserver/"})
    assert decided["Location"] == "/", "from home one comes back home"
    assert "dee" in readers(cast, item)
    assert source.post(f"/onward/{asked.id}/decide/", {"allow": "no"}).status_code == 409


@pytest.mark.parametrize("name", ["ada", "chi", "dee"])
def test_nobody_else_decides(cast: Cast, name: str) -> None:
    item = share(cast, "cem")
    asked = pass_on(cast, item, circle=_seat_in_south(cast, "ada"), asking=True).pk
    assert visitor(cast, name).post(f"/onward/{asked}/decide/", {"allow": "yes"}).status_code == 404
    with acting_as(cast.actor("cem")) as actor:
        assert [one.state for one in queries.passings(actor, item)] == ["asked"]


def test_a_refusal_leaves_it_where_it_is(cast: Cast) -> None:
    item = share(cast, "cem")
    asked = pass_on(cast, item, circle=_seat_in_south(cast, "ada"), asking=True).pk
    for answer in ({}, {"allow": "maybe"}):
        response = visitor(cast, "cem").post(f"/onward/{asked}/decide/", answer)
        assert response.status_code in {302, 409}
    assert "dee" not in readers(cast, item)


def test_red_offers_nobody(cast: Cast) -> None:
    item = share(cast, label=Label.RED, named=["cem"])
    for name in ("ada", "cem"):
        client = visitor(cast, name)
        assert "TLP:RED goes to nobody else" in look(client, f"/items/{item}/onward/")
        assert "Pass on" not in look(client, f"/items/{item}/")
        answer = client.post(f"/items/{item}/onward/", {"to": f"colleague:{cast.bo.pk}"})
        assert answer.status_code == 422
    assert readers(cast, item) == {"ada", "cem"}


@pytest.mark.parametrize(
    "to", ["", "colleague:", "colleague:nobody", "king:1", "{eve}", "colleague:{eve}", "circle:{south}"]
)
def test_somebody_who_was_not_offered_gets_nothing(cast: Cast, to: str) -> None:
    item = share(cast, "cem")
    data = {"to": to.format(eve=cast.eve.pk, south=cast.south.pk)}
    assert visitor(cast, "ada").post(f"/items/{item}/onward/", data).status_code == 422
    assert readers(cast, item) == {"ada", "cem", "chi", "max"}


def test_a_wider_label_is_asked_for_and_granted(cast: Cast) -> None:
    item = share(cast)
    reader, source = visitor(cast, "cem"), visitor(cast, "ada")
    page = look(reader, f"/items/{item}/wider/")
    assert "TLP:GREEN" in page
    assert "TLP:RED" not in page
    reader.post(f"/items/{item}/wider/", {"label": "1", "reason": "Our branch needs it"})
    assert "Our branch needs it" in look(source, f"/items/{item}/")
    assert "fay" not in readers(cast, item)
    with acting_as(cast.actor("ada")) as actor:
        (wish,) = queries.wishes(actor, item)
    assert visitor(cast, "chi").post(f"/wider/{wish.id}/decide/", {"grant": "yes"}).status_code == 404
    source.post(f"/wider/{wish.id}/decide/", {"grant": "yes"})
    assert "fay" in readers(cast, item)


@pytest.mark.parametrize("label", ["", "2", "4", "x"])
def test_only_a_wider_label_can_be_asked_for(cast: Cast, label: str) -> None:
    item = share(cast)
    assert visitor(cast, "cem").post(f"/items/{item}/wider/", {"label": label}).status_code == 422


@pytest.mark.parametrize("name", ["bo", "dee", "eve"])
def test_it_is_not_there_for_who_does_not_read_the_item(cast: Cast, name: str) -> None:
    item = share(cast)
    client = visitor(cast, name)
    for page in ("onward", "wider"):
        assert client.get(f"/items/{item}/{page}/").status_code == 404
        assert client.post(f"/items/{item}/{page}/", {"label": "0", "to": "x"}).status_code == 404


def test_nothing_keeps_anybody_out(cast: Cast, browse: Browse) -> None:
    item = share(cast, "cem")
    client_of(cast)
    for page in ("onward", "wider"):
        assert wrong_on(browse(visitor(cast, "ada"), f"/items/{item}/{page}/", width=320, scheme="dark")) == []
