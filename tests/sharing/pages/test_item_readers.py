"""Who read it, for the source; and what happened, for the source and for the chair."""

import pytest

from kring.kernel.trail import PAGE
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.pages.visit import look, visitor, words_of
from tests.sharing.stage import reply, share, withdraw
from tests.sharing.test_acknowledge_item import acknowledge
from tests.sharing.test_give_feedback import tap
from tests.sharing.test_note_reading import open_item


@pytest.mark.requirement("R78")
def test_the_source_sees_who_has_it_who_has_not_yet_and_reminds_them(cast: Cast) -> None:
    item = share(cast, urgent=True)
    acknowledge(cast, item, "cem")
    client = visitor(cast, "ada")
    page = look(client, f"/items/{item}/readers/")
    assert "1 of 2 acknowledged" in page
    assert "until half of them had" in page
    assert "Remind 1 person" in page
    assert "Not yet: Chi Chora" in look(client, f"/items/{item}/")
    assert "1 person is reminded." in words_of(client.post(f"/items/{item}/remind/", follow=True))


@pytest.mark.requirement("R85")
def test_feedback_stands_there_with_names_only_as_allowed(cast: Cast) -> None:
    item = share(cast)
    tap(cast, item, "cem", "affected", note="Two of ours", named=True)
    tap(cast, item, "chi", "affected", note="Perhaps")
    page = look(visitor(cast, "ada"), f"/items/{item}/readers/")
    assert "We are affected Cem Gamma Two of ours" in page
    assert "We are affected without a name Perhaps" in page


@pytest.mark.parametrize(("name", "status"), [("cem", 409), ("chi", 409), ("bo", 404), ("dee", 404)])
def test_nobody_else_sees_who_read_it(cast: Cast, name: str, status: int) -> None:
    item = share(cast, urgent=True)
    client = visitor(cast, name)
    assert client.get(f"/items/{item}/readers/").status_code == status
    assert client.post(f"/items/{item}/remind/").status_code == status
    if status == 409:
        assert "Who has it" not in look(client, f"/items/{item}/")


def test_who_read_it_and_may_not_any_more_is_still_named(cast: Cast) -> None:
    from kring.kernel.clock import now

    item = share(cast, label=Label.AMBER_STRICT)
    open_item(cast, item, "cem")
    cast.seats["cem"].until = now()
    cast.seats["cem"].save()
    page = look(visitor(cast, "ada"), f"/items/{item}/readers/")
    assert "Cem may not read it any more" in page
    assert "0 of 1 opened it" in page


def test_to_something_wide_the_item_s_page_counts_who_opened_it_and_no_more(cast: Cast) -> None:
    item = share(cast, label=Label.GREEN)
    open_item(cast, item, "fay")
    page = look(visitor(cast, "ada"), f"/items/{item}/")
    assert "1 person opened it." in page
    assert "Fay Phi" in look(visitor(cast, "ada"), f"/items/{item}/readers/")


def test_the_trail_tells_the_source_all_and_others_their_own_part(cast: Cast) -> None:
    item = share(cast)
    reply(cast, item, "cem")
    source, reader = visitor(cast, "ada"), visitor(cast, "cem")
    assert "Cem replied." in look(source, f"/items/{item}/trail/")
    assert "Ada shared it under TLP:AMBER." in look(source, f"/items/{item}/trail/")
    page = look(reader, f"/items/{item}/trail/")
    assert "Cem replied." in page
    assert "Ada shared it" not in page
    assert "Cem reageerde." in look(visitor(cast, "cem", "nl"), f"/items/{item}/trail/")


def test_a_chair_sees_the_circle_s_trail_and_nothing_of_what_is_kept_from_them(cast: Cast) -> None:
    seen, red, sealed = share(cast), share(cast, label=Label.RED, named=["cem"]), share(cast, via_secretariat=True)
    client = visitor(cast, "chi")
    page = client.get("/c/north/trail/").content.decode()
    assert f"/items/{seen}/" in page
    assert f"/items/{red}/" not in page
    assert f"/items/{sealed}/" not in page
    assert "TLP:RED" not in page


@pytest.mark.parametrize("name", ["ada", "cem", "gus", "bo", "dee", "eve"])
def test_the_circle_s_trail_is_not_there_for_anybody_else(cast: Cast, name: str) -> None:
    share(cast)
    client = visitor(cast, name)
    assert [client.get(f"/c/{circle}/trail/").status_code for circle in ("north", "nowhere")] == [404, 404]


def test_a_long_trail_goes_on_where_it_stopped(cast: Cast) -> None:
    item = share(cast)
    for number in range(PAGE + 5):
        reply(cast, item, "cem" if number % 2 else "chi", f"Answer {number}")
    client = visitor(cast, "ada")
    first = client.get(f"/items/{item}/trail/").content.decode()
    assert "Ada</strong> shared it" not in first
    older = first.partition('href="?before=')[2].partition('"')[0]
    assert "Ada</strong> shared it" in client.get(f"/items/{item}/trail/?before={older}").content.decode()
    for nonsense in ("x", "-1", "9" * 30):
        assert client.get(f"/items/{item}/trail/?before={nonsense}").status_code == 200


def test_after_withdrawal_the_trail_stays(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    assert "Ada withdrew it." in look(visitor(cast, "ada"), f"/items/{item}/trail/")
