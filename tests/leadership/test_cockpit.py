"""The cockpit: for the chair and the chair's deputy, what is alive and what to do next."""

from datetime import date, timedelta
from importlib import import_module

import pytest

from kring.circles import queries as circles
from kring.circles.models import Membership, Organisation
from kring.health.pages import giving
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.leadership import commands, queries, rules
from kring.leadership.commands import Noted
from kring.leadership.queries.talks import Unspoken, unspoken
from kring.leadership.rules import Need, Todo
from tests.cast import Cast
from tests.leadership.test_cycle_page import meeting_in
from tests.leadership.test_talks import make_deputy, note
from tests.meetings.stage import make_item
from tests.sharing.pages.visit import look, visitor

PLACE = "/c/north/cockpit/"


def todo(need: Need, about: str = "") -> Todo:
    return Todo(need, about, "/")


def test_three_things_of_different_kinds_come_before_three_of_one_kind() -> None:
    late = [todo(Need.LATE_STEP, "one"), todo(Need.LATE_STEP, "two"), todo(Need.LATE_STEP, "three")]
    silent = [todo(Need.SILENT, "Alpha"), todo(Need.SILENT, "Gamma")]
    assert rules.first([*silent, *late]) == [late[0], silent[0], late[1]]
    assert rules.first(silent[:1]) == silent[:1]


@pytest.mark.parametrize(("days", "nears"), [(-1, True), (60, True), (61, False)])
def test_a_term_nears_its_end_two_months_before(days: int, nears: bool) -> None:
    today = date(2026, 6, 1)
    assert rules.term_nears(today + timedelta(days=days), today) is nears
    assert not rules.term_nears(None, today)


@pytest.mark.requirement("R61")
def test_a_late_agenda_shows(cast: Cast) -> None:
    ready = meeting_in(cast, -20, topic="Pumps", place="Quay 1", stage="held")
    make_item(ready, cast, made_at=ready.starts_at - timedelta(days=6))
    meeting_in(cast, 6, topic="Pumps", place="Quay 1")
    page = look(visitor(cast, "chi"), PLACE)
    assert "Get “North meets” ready" in page
    assert "The agenda went out a week before 0 of 2 meetings in a year late" in page


@pytest.mark.requirement("R61")
@pytest.mark.parametrize("name", [name for name in Cast.NAMES if name not in {"chi", "cem"}])
def test_nobody_else_sees_it(cast: Cast, name: str) -> None:
    make_deputy(cast, "cem")
    note(cast)
    somebody = visitor(cast, name)
    assert somebody.get(PLACE).status_code == 404
    assert "Cockpit" not in somebody.get("/c/north/").content.decode()
    assert visitor(cast, "cem").get(PLACE).status_code == 200


def test_who_is_silent_stands_there_and_who_was_spoken_with_does_not_ask(cast: Cast) -> None:
    for membership in cast.memberships.values():
        membership.since = now() - timedelta(days=300)
        membership.save()
    note(cast)
    with acting_as(cast.actor("chi")) as actor:
        cockpit = queries.cockpit(actor, circles.circle_for(actor, "north"))
    assert {one.organisation for one in cockpit.silent} == {"Alpha", "Chora", "Gamma"}
    assert {one.organisation for one in cockpit.unspoken} == {"Gamma", "Gimel"}
    assert [one.need for one in cockpit.todos] == [Need.SILENT, Need.CHECK_IN, Need.SILENT]


def test_of_many_that_are_silent_the_first_stand_there_and_the_way_to_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Membership.objects.update(since=now() - timedelta(days=300))
    monkeypatch.setattr(import_module("kring.leadership.queries.cockpit"), "MOST_SHOWN", 1)
    monkeypatch.setattr(giving, "MEMBERS", 1)
    chi = visitor(cast, "chi")
    assert "Gave nothing in half a year Alpha and 2 more Only you" in look(chi, PLACE)
    assert "Nothing seen in half a year Alpha and 2 more." in look(chi, "/c/north/give-and-take/?order=least")


def test_of_those_with_whom_nobody_spoke_the_first_are_fetched_that_are_due_and_that_are_not(cast: Cast) -> None:
    more = {
        name: Membership.objects.create(
            circle=cast.north, organisation=Organisation.objects.create(name=name), state="member"
        )
        for name in ("Beth", "alef", "Dalet")
    }
    today = now().date()
    with acting_as(cast.actor("chi")) as actor:
        for name, days, again_on in (("Dalet", 120, None), ("Beth", 100, today), ("Beth", 150, None)):
            noted = Noted(more[name].pk, "check_in", today - timedelta(days=days), "All is well.", again_on)
            commands.note_talk(actor=actor, circle=cast.north.pk, noted=noted)
        place = circles.circle_for(actor, "north")
        assert named(unspoken(place, most=9)) == ["alef", "Alpha", "Gamma", "Gimel", "Dalet", "Beth"]
        assert named(unspoken(place, most=1)) == ["alef", "Beth"]


def named(found: list[Unspoken]) -> list[str]:
    return [one.organisation for one in found]
