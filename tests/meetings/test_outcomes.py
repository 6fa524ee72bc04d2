"""Agreements and actions: who says how they stand, who is reminded, and what comes back at the next meeting."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible, Refused
from kring.meetings import jobs
from kring.meetings.commands import outcomes as commands
from kring.meetings.models import Outcome
from kring.meetings.queries import outcomes as queries
from kring.meetings.queries.outcomes import Which
from kring.meetings.rules.lines import Kind
from kring.meetings.rules.outcomes import STANDINGS, reminders_due
from kring.web import parts
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.notices.office import Post, words
from tests.sharing.pages.visit import look, visitor

if TYPE_CHECKING:
    from uuid import UUID


@pytest.fixture
def going(cast: Cast) -> Going:
    made = open_meeting(cast)
    made.write("chi", made.amber, "@ada 1 jan the list\n= we call first")
    made.share_minutes()
    return made


def row(going: Going, kind: str = "action") -> "UUID":
    with acting_as(going.actor("chi")):
        return Outcome.objects.get(kind=kind).pk


def put(going: Going, kind: str, **given: object) -> "UUID":
    with acting_as(going.actor("chi")):
        Outcome.objects.filter(kind=kind).update(**given)
    return row(going, kind)


def test_home_shows_the_first_that_wait_and_the_way_to_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "AT_HOME", 1)
    made = open_meeting(cast)
    made.write("chi", made.amber, "@ada 1 jan one\n@ada 2 jan two\n@ada 3 jan three")
    made.share_minutes()
    with acting_as(made.actor("chi")):
        Outcome.objects.update(due=timezone.localdate())
    home = look(visitor(cast, "ada"), "/")
    assert home.count("Your action") == 1
    assert "2 more actions of yours North" in home
    assert "mine" in look(visitor(cast, "ada"), "/c/north/actions/?which=mine")


@pytest.mark.parametrize("name", ["ada", "chi"])
def test_its_owner_and_who_steers_say_how_it_stands(going: Going, name: str) -> None:
    action = row(going)
    with acting_as(going.actor(name)) as actor:
        commands.say_standing(actor=actor, outcome=action, standing="done")
        assert queries.outcome_row(actor, action).standing == "done"


def test_others_do_not(going: Going) -> None:
    with acting_as(going.actor("cem")) as actor, pytest.raises(Refused) as refused:
        commands.say_standing(actor=actor, outcome=row(going), standing="done")
    assert refused.value.code == "not_the_owner"


def test_an_action_cannot_stand_as_an_agreement_does(going: Going) -> None:
    with acting_as(going.actor("ada")) as actor, pytest.raises(Refused) as refused:
        commands.say_standing(actor=actor, outcome=row(going), standing="broken")
    assert refused.value.code == "not_a_standing"


@pytest.mark.parametrize("name", ["gus", "bo", "fay", "dee", "visitor"])
def test_it_is_not_there_for_who_does_not_see_its_point(going: Going, name: str) -> None:
    with acting_as(going.actor(name)) as actor:
        assert queries.register(actor, going.cast.north.pk, Kind.ACTION)[:] == []
        with pytest.raises(NotVisible):
            queries.outcome_row(actor, row(going))


@pytest.mark.requirement("R75")
def test_what_is_late_stands_on_the_next_agenda_by_itself(going: Going) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    put(going, "action", due=yesterday)
    with acting_as(going.actor("cem")) as actor:
        late = queries.late_for(actor, going.cast.north.pk, timezone.localdate())
        assert [(one.text, one.owner, one.is_late) for one in late] == [("the list", "Ada", True)]
        assert queries.register(actor, going.cast.north.pk, Kind.ACTION, Which.MINE)[:] == []
    with acting_as(going.actor("ada")) as actor:
        assert [one.text for one in queries.asked_of(actor)] == ["the list"]
        commands.say_standing(actor=actor, outcome=row(going), standing="done")
        assert queries.late_for(actor, going.cast.north.pk, timezone.localdate()) == []
        assert queries.asked_of(actor) == []


@pytest.mark.requirement("R74")
def test_on_its_day_the_owner_is_asked_whether_it_was_kept(going: Going, mail: Post) -> None:
    put(going, "agreement", due=timezone.localdate(), owner=going.cast.cem.pk)
    today, agreement = timezone.localdate(), row(going, "agreement")
    jobs.mail_outcomes(0)
    jobs.mail_outcome(
        outcome=str(agreement),
        circle=str(going.cast.north.pk),
        owner=str(going.cast.cem.pk),
        due=str(today),
        reminder=1,
    )
    assert mail.recipients == {"cem"}
    assert "was it kept?" in words(mail.to("cem"))
    assert "we call first" not in words(mail.to("cem"))  # AMBER does not travel in the open
    with acting_as(going.actor("cem")) as actor:
        assert commands.remind(actor=actor, outcome=agreement, today=today) is None  # once is enough
    with acting_as(going.actor("cem")) as actor:
        (asked,) = queries.asked_of(actor)
        assert asked.kind is Kind.AGREEMENT
        commands.say_standing(actor=actor, outcome=asked.id, standing="broken")
        assert queries.asked_of(actor) == []
        assert Outcome.objects.get(pk=asked.id).asked == 1


@pytest.mark.parametrize(
    ("kind", "standing", "days", "reminders"),
    [
        (Kind.ACTION, "open", -4, 0),
        (Kind.ACTION, "open", -3, 1),
        (Kind.ACTION, "open", 0, 1),
        (Kind.ACTION, "open", 1, 2),
        (Kind.ACTION, "done", 1, 0),
        (Kind.AGREEMENT, "in_force", -1, 0),
        (Kind.AGREEMENT, "in_force", 0, 1),
        (Kind.AGREEMENT, "ended", 5, 0),
        (Kind.DECISION, "in_force", 5, 0),
    ],
)
def test_one_reminder_before_and_one_after(kind: Kind, standing: str, days: int, reminders: int) -> None:
    day = date(2031, 4, 3)
    assert reminders_due(kind, standing, day, day + timedelta(days=days)) == reminders


def test_every_standing_of_the_rules_is_one_of_the_database() -> None:
    assert {one for each in STANDINGS.values() for one in each} == set(Outcome.Standing.values)
