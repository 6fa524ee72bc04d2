"""Who for what: everybody of the community finds somebody, who steers writes it down."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.kernel.clock import now
from tests.cast import Cast
from tests.sharing.pages.visit import look, send, visitor
from tests.trail import facts_of

PLACE = "/c/north/who-for-what/"


def filled(**given: object) -> dict[str, object]:
    return {"duty": "spokesperson", "since": now().date(), **given}


def test_who_steers_begins_with_the_usual_ones_and_finds_somebody_for_each(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    assert "Begin with the usual five" in look(chi, PLACE)
    send(chi, PLACE + "begin/", {})
    send(chi, PLACE + "begin/", {})  # twice is once
    page = look(chi, PLACE)
    assert "spreekt wie stil is gevallen. Chi Chora" in page
    assert page.count("Nobody yet") == 4


def test_who_steers_around_a_circle_that_nobody_steers_writes_nothing_down_there(cast: Cast) -> None:
    chi, place = visitor(cast, "chi"), "/c/pier/who-for-what/"
    assert "Begin with" not in look(chi, place)
    assert send(chi, place + "new/", filled()).status_code == 404
    assert send(chi, place + "begin/", {}).status_code == 409


@pytest.mark.requirement("R64")
def test_a_duty_has_a_remit_a_deputy_and_a_term(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    given = filled(holder=cast.ada.pk, deputy=cast.cem.pk, remit="Speaks to the press.", until=now().date())
    assert send(chi, PLACE + "new/", given).status_code == 302
    for name in ("ada", "bo", "fay", "gus"):
        page = look(visitor(cast, name), PLACE)
        own = "Handover pack " if name == "ada" else ""
        assert f"Spokesperson Speaks to the press. Ada Alpha {own}Cem Gamma" in page
    assert [fact.circle for fact in facts_of(cast.chi, "DutyKept")] == [cast.north.pk]


@pytest.mark.parametrize("page", ["who-for-what", "continuity", "handover/{chi}"])
def test_a_page_asks_for_the_duties_once_and_for_nobody_without_one(cast: Cast, page: str) -> None:
    chi = visitor(cast, "chi")
    send(chi, PLACE + "new/", filled(holder=cast.cem.pk))
    with CaptureQueriesContext(connection) as asked:
        assert chi.get(f"/c/north/{page.format(chi=cast.chi.pk)}/").status_code == 200
    assert sum('FROM "leadership_duty"' in one["sql"] for one in asked) == 1
    by_name = [one["sql"] for one in asked if 'AS "person__name"' in one["sql"]]
    assert all("'secretary'" in sql or str(cast.cem.pk) in sql for sql in by_name)


def test_a_term_that_ended_is_seen(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    yesterday = now().date() - timedelta(days=1)
    send(chi, PLACE + "new/", filled(holder=cast.ada.pk, since=yesterday, until=yesterday))
    assert "term ended" in look(chi, PLACE)


def test_it_is_changed_and_taken_off_the_list(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    send(chi, PLACE + "new/", filled(duty="other", title="Coffee", holder=cast.ada.pk))
    (there,) = re.findall(f"{PLACE}[0-9a-f-]{{36}}/", chi.get(PLACE).content.decode())
    send(chi, there, filled(duty="other", title="Coffee and tea", holder=cast.cem.pk))
    assert "Coffee and tea Cem Gamma" in look(chi, PLACE)
    send(chi, there + "end/", {})
    assert "Coffee" not in look(chi, PLACE)
    assert len(facts_of(cast.chi, "DutyEnded")) == 1


def test_who_left_the_circle_has_no_duty_there_any_more(cast: Cast) -> None:
    chi = visitor(cast, "chi")
    send(chi, PLACE + "new/", filled(holder=cast.ada.pk))
    cast.seats["ada"].until = now()
    cast.seats["ada"].save()
    assert "Ada" not in look(chi, PLACE)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"duty": "other"}, "Say what it is called."),
        ({"deputy": "ada", "holder": "ada"}, "Somebody cannot be their own deputy."),
        ({"duty": "chair", "holder": "ada"}, "Who this is follows from the seats."),
    ],
)
def test_what_is_wrong_is_said_where_it_is_filled_in(cast: Cast, given: dict[str, str], said: str) -> None:
    chi = visitor(cast, "chi")
    people = {key: cast.person(name).pk if key in {"holder", "deputy"} else name for key, name in given.items()}
    answer = send(chi, PLACE + "new/", filled(**people))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_members_have_no_form_and_change_nothing(cast: Cast) -> None:
    ada = visitor(cast, "ada")
    assert "new/" not in ada.get(PLACE).content.decode()
    assert send(ada, PLACE + "new/", filled(holder=cast.ada.pk)).status_code == 404
    assert send(ada, PLACE + "begin/", {}).status_code == 409
