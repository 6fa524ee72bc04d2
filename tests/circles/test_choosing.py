"""Choosing somebody in a circle of many: pages carry a few, and whoever one looks for can be chosen."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from kring.circles import queries
from kring.circles.models import Seat
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.tlp.labels import Label
from tests.browsing import Browse, Scheme, wrong_on
from tests.cast import Cast
from tests.crowd import crowd
from tests.sharing.pages.visit import look, send, visitor, words_of
from tests.sharing.stage import readers

DUTY = "/c/north/who-for-what/new/"
PAGES = (
    DUTY,
    "/c/north/share/",
    "/c/north/suspicion/",
    "/c/north/segments/",
    "/c/north/equality/",
    "/c/north/meetings/new/",
    "/c/north/newcomers/{cem}/buddy/",
)


# --- Who there is ---


def called(words: str, cast: Cast, most: int = 100, **which: object) -> list[str]:
    """The names of those who are found, as chi finds them."""
    with acting_as(cast.actor("chi")):
        people = queries.People(circle=cast.north.pk, **which)  # type: ignore[arg-type]  # as the test asks
        return [one.name for one in people.called(words, most)]


def test_people_stand_by_organisation_and_machines_do_not(cast: Cast) -> None:
    assert called("", cast) == ["Ada", "Chi", "Cem", "Gus"]


def test_each_word_has_to_fit_the_name_the_function_or_the_organisation(cast: Cast) -> None:
    assert called("ada alpha", cast) == ["Ada"]
    assert called("ada gamma", cast) == []


def test_who_observes_or_was_not_introduced_cannot_be_named(cast: Cast) -> None:
    Seat.objects.filter(person=cast.cem).update(introduced_at=None)
    assert called("", cast, nameable=True) == ["Ada", "Chi"]


def test_people_and_organisations_are_left_out_as_asked(cast: Cast) -> None:
    assert called("", cast, besides=[cast.ada.pk], outside=[cast.memberships["cem"].pk]) == ["Chi", "Gus"]
    assert called("", cast, only=([cast.ada.pk], [cast.gus.pk]), take_part=True) == ["Ada"]


def test_two_seats_for_one_organisation_are_one_person(cast: Cast) -> None:
    Seat.objects.create(membership=cast.memberships["ada"], person=cast.ada, role="secretary")
    assert called("", cast, nameable=True) == ["Ada", "Chi", "Cem"]


def test_the_first_are_found_where_the_first_organisations_have_nobody(cast: Cast) -> None:
    crowd(cast, 5)
    Seat.objects.filter(person=cast.ada).delete()
    assert called("", cast, most=2) == ["Chi", "Cem"]
    assert called("", cast, most=9) == ["Chi", "Cem", "Gus", *(f"Person {number:02}" for number in range(1, 6))]


def test_the_first_of_many_are_looked_up_in_one_statement(cast: Cast) -> None:
    crowd(cast)
    with acting_as(cast.actor("chi")):
        for some in (
            queries.People(circle=cast.north.pk, nameable=True),
            queries.Houses(circle=cast.north.pk, seated=True),
        ):
            with CaptureQueriesContext(connection) as asked:
                assert len(some.called("", 20)) == 20
            assert len(asked) == 1


def test_where_the_first_organisations_have_nobody_the_others_are_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kring.circles.queries.choosing.SPARE", 0)
    Seat.objects.filter(person__in=[cast.ada.pk, cast.chi.pk]).delete()
    with acting_as(cast.actor("cem")):
        houses = queries.Houses(circle=cast.north.pk, seated=True)
        assert [one.name for one in houses.called("", 2)] == ["Gamma"]


def test_organisations_are_found_by_their_name_and_by_what_they_are_there(cast: Cast) -> None:
    north = cast.north.pk
    with acting_as(cast.actor("chi")):
        assert [one.name for one in queries.Houses(circle=north).called("", 9)] == ["Alpha", "Chora", "Gamma", "Gimel"]
        assert [one.name for one in queries.Houses(circle=north, seated=True).called("g", 9)] == ["Gamma"]
        assert queries.Houses(circle=north).among([cast.memberships["dee"].pk]) == []


# --- On pages ---


@pytest.mark.parametrize("address", PAGES)
def test_a_page_carries_no_more_than_one_sees(cast: Cast, address: str) -> None:
    crowd(cast)
    page = visitor(cast, "chi").get(address.format(cem=cast.cem.pk)).content.decode()
    choices = re.findall(r'form-check-label">(?:Person|Harbour) \d|<option[^>]*>(?:Person|Harbour) \d', page)
    assert 0 < len(choices) <= 40, "twice twenty: who does it and who steps in"
    assert "are shown. Type to find others." in page


def test_without_a_script_one_looks_and_what_was_filled_in_comes_back(cast: Cast) -> None:
    people = crowd(cast)
    given = {"duty": "other", "remit": "Makes the coffee.", "since": now().date(), "look": "holder"}
    answer = send(visitor(cast, "chi"), DUTY, given | {"find_holder": "harbour 66", "deputy": str(people["Person 69"])})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Person 66, Harbour 66" in page
    assert "Makes the coffee." in page
    assert re.search(rf'value="{people["Person 69"]}"[^>]* checked', page)
    assert "Say what it is called." not in page, "nothing is asked of who only looks"
    assert "Makes the coffee." not in look(visitor(cast, "chi"), "/c/north/who-for-what/")


def test_somebody_who_does_not_stand_on_the_page_can_be_chosen_and_a_stranger_cannot(cast: Cast) -> None:
    people = crowd(cast)
    chi = visitor(cast, "chi")
    given = {"duty": "spokesperson", "since": now().date()}
    assert send(chi, DUTY, given | {"holder": str(cast.dee.pk)}).status_code == 422
    assert send(chi, DUTY, given | {"holder": str(people["Person 66"])}).status_code == 302
    assert "Person 66" in look(chi, "/c/north/who-for-what/")


def typed(cast: Cast, **more: object) -> dict[str, object]:
    """What the share box sends."""
    here = {"circle": str(cast.north.pk), "written_in": str(cast.north.pk), "reach": "circle", "kind": "warning"}
    return {"what": "Two pumps stop.", "so_what": "It floods.", "do_what": "Stay on 4.2.", **here, **more}


def test_the_share_box_brings_those_one_looks_for_and_those_who_are_named(cast: Cast) -> None:
    people = crowd(cast)
    box = typed(cast, label=str(Label.RED.value), named=[str(people["Person 70"])], find_named="harbour 66")
    part = words_of(send(visitor(cast, "ada"), "/share/check/", box, target="named_found"))
    assert part.index("Person 70") < part.index("Person 66")
    assert "Person 65" not in part
    assert "Two pumps stop." not in part, "the part alone"


def test_red_goes_to_somebody_who_did_not_stand_on_the_page(cast: Cast) -> None:
    people = crowd(cast)
    answer = visitor(cast, "ada").post(
        "/share/send/", typed(cast, label=str(Label.RED.value), named=[str(people["Person 66"])])
    )
    item = UUID(answer.headers["Location"].split("/")[2])
    assert people["Person 66"] in reader_ids(cast, item)
    assert people["Person 65"] not in reader_ids(cast, item)


def reader_ids(cast: Cast, item: UUID) -> set[UUID]:
    from kring.sharing import queries as sharing

    with acting_as(cast.actor("ada")):
        return sharing.readers(item)


def test_organisations_are_looked_for_and_chosen_the_same_way(cast: Cast) -> None:
    from kring.circles.models import Membership

    crowd(cast)
    chosen = Membership.objects.get(organisation__name="Harbour 66")
    box = typed(cast, label=str(Label.AMBER.value), reach="chosen", chosen=[str(chosen.pk)])
    assert "Share with 1 person Keep" in words_of(send(visitor(cast, "ada"), "/share/check/", box))
    part = send(visitor(cast, "ada"), "/share/check/", box | {"find_chosen": "69"}, target="chosen_found")
    assert {"Harbour 66", "Harbour 69"} <= set(re.findall(r"Harbour \d\d", part.content.decode()))


def test_looking_for_somebody_changes_no_label(cast: Cast) -> None:
    from tests.sharing.stage import share

    people = crowd(cast)
    item = share(cast)
    box = {"label": str(Label.RED.value), "named": [str(people["Person 66"])], "look": "named", "find_named": "65"}
    answer = send(visitor(cast, "ada"), f"/items/{item}/label/", box)
    assert answer.status_code == 200
    assert {"Person 65", "Person 66"} <= set(re.findall(r"Person \d\d", answer.content.decode()))
    assert "cem" in readers(cast, item)


# --- In a browser ---


def at_the_box(cast: Cast, browse: Browse, **look: Any) -> Page:
    """Ada at the share box, about to name somebody of many."""
    crowd(cast)
    page = browse(visitor(cast, "ada"), "/c/north/share/", **look)
    page.get_by_role("radio", name="TLP:RED").check()
    return page


def test_whom_one_names_is_found_among_many_with_the_keyboard_alone(cast: Cast, browse: Browse) -> None:
    page = at_the_box(cast, browse)
    words = page.get_by_role("searchbox", name="Whom do you name?: find by name")
    words.focus()
    page.keyboard.type("harbour 66")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Person 66")).to_be_focused()
    expect(page.locator("#named_says")).to_have_text("1 found.")
    page.keyboard.press("Space")
    expect(page.locator("#send")).to_contain_text("Share with 1 person")
    words.fill("harbour 67")
    page.get_by_role("checkbox", name="Person 67").check()
    expect(page.get_by_role("checkbox", name="Person 66")).to_be_checked()
    expect(page.locator("#send")).to_contain_text("Share with 2 people")


def test_who_does_something_is_found_among_many_with_the_keyboard_alone(cast: Cast, browse: Browse) -> None:
    people = crowd(cast)
    page = browse(visitor(cast, "chi"), DUTY)
    page.get_by_label("What does it ask?").fill("Speaks to the press.")
    page.get_by_role("searchbox", name="Who: find by name").focus()
    page.keyboard.type("66")
    page.keyboard.press("Enter")
    holder = page.get_by_role("group", name="Who (optional)").get_by_role("radio", name="Person 66")
    expect(holder).to_be_focused()
    page.keyboard.press("Space")
    expect(holder).to_be_checked()
    expect(page.get_by_label("What does it ask?")).to_have_value("Speaks to the press.")
    assert holder.get_attribute("value") == str(people["Person 66"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_use_it(cast: Cast, browse: Browse, width: int, scheme: Scheme) -> None:
    page = at_the_box(cast, browse, width=width, scheme=scheme)
    assert wrong_on(page) == []
    page = browse(visitor(cast, "chi"), DUTY, width=width, scheme=scheme)
    assert wrong_on(page) == []
