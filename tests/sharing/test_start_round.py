"""Asking all members what there is to tell."""

from datetime import timedelta

import pytest

from kring.kernel import clock, trail
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Round
from tests.cast import Cast
from tests.sharing.rounds import answer, said, seen, start
from tests.sharing.stage import refused


@pytest.mark.requirement("R81")
def test_every_member_is_asked_and_silence_is_visible(cast: Cast) -> None:
    asked = start(cast, question="Anything about the pumps?")
    assert said(cast, asked) == {"Alpha": None, "Chora": None, "Gamma": None}
    view = seen(cast, asked, "ada")
    assert (view.question, view.answered, view.members, view.asks) == ("Anything about the pumps?", 0, 3, True)


def test_the_members_mail_waits_in_the_same_transaction(cast: Cast) -> None:
    from django.db import connection

    asked = start(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'round' FROM procrastinate_jobs WHERE task_name LIKE '%%mail_round'")
        assert cursor.fetchall() == [(str(asked),)]


@pytest.mark.parametrize("name", ["ada", "cem"])
def test_who_does_not_steer_is_refused(cast: Cast, name: str) -> None:
    with refused("not_steering"):
        start(cast, name)


@pytest.mark.parametrize("name", ["bo", "gus", "fay"])
def test_who_does_not_take_part_is_refused_as_well(cast: Cast, name: str) -> None:
    with refused("not_steering"):
        start(cast, name)


@pytest.mark.parametrize("name", ["dee", "eve", "visitor"])
def test_for_a_stranger_the_circle_is_not_there(cast: Cast, name: str) -> None:
    with pytest.raises(NotVisible):
        start(cast, name)


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "fay", "gus", "visitor"])
def test_a_round_exists_for_those_who_sit_there_alone(cast: Cast, name: str) -> None:
    asked = start(cast)
    with pytest.raises(NotVisible):
        seen(cast, asked, name)
    with acting_as(cast.actor(name)) as actor:
        assert queries.rounds_of(actor, cast.north.pk) == []
        assert queries.rounds_asked(actor) == []


def test_there_is_one_at_a_time(cast: Cast) -> None:
    start(cast)
    with refused("round_open"):
        start(cast)


def test_one_that_ended_by_itself_makes_room(cast: Cast) -> None:
    first = start(cast, days=2)
    with clock.at(clock.now() + timedelta(days=3)):
        second = start(cast)
    with acting_as(cast.actor("chi")):
        assert Round.objects.get(pk=first).closed_at is not None
        assert Round.objects.get(pk=second).closed_at is None


def test_a_question_has_an_end(cast: Cast) -> None:
    with refused("too_long"):
        start(cast, question="x" * 501)


@pytest.mark.requirement("R81")
def test_who_steers_a_circle_that_fell_silent_is_told_that_one_can_ask(cast: Cast) -> None:
    def quiet(name: str, days: int) -> list[str]:
        with clock.at(clock.now() + timedelta(days=days)), acting_as(cast.actor(name)) as actor:
            return [place.name for place in queries.quiet_circles(actor)]

    assert quiet("chi", 20) == []
    assert quiet("chi", 22) == ["North"]
    assert quiet("ada", 22) == []
    start(cast, days=3)
    assert quiet("chi", 22) == []
    assert quiet("chi", 25) == ["North"]


def test_it_stands_in_the_trail(cast: Cast) -> None:
    asked = start(cast)
    answer(cast, asked)
    with acting_as(cast.actor("chi")) as chi:
        commands.remind_round(actor=chi, round=asked)
        commands.close_round(actor=chi, round=asked)
        lines = trail.of_circle(cast.north.pk)
    assert [line.kind for line in lines][:4] == ["RoundClosed", "RoundReminded", "RoundAnswered", "RoundStarted"]
