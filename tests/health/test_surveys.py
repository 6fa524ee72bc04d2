"""The pulse and the barriers: nobody can tie an answer to a person, and of fewer than five nothing is told."""

from datetime import timedelta

import pytest
from django.db import connection

from kring.health import commands, queries
from kring.health.models import Answered, Tally
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from tests.cast import Cast
from tests.health.stage import all_say, ask, close, crowd, pulse, say
from tests.sharing.stage import refused
from tests.trail import facts_of

STRANGERS = ["bo", "dee", "eve", "fay", "gus", "visitor"]


@pytest.mark.requirement("R48")
def test_five_answers_are_shown_and_four_are_not(cast: Cast) -> None:
    people = crowd(cast, 6)
    first = ask(cast)
    all_say(people[:4], first, trust=5)
    close()
    with clock.at(clock.now() + timedelta(days=100)):
        second = ask(cast)
        all_say(people[:4], second, trust=5, energy=2)
        say(cast, second, "ada", trust=1, energy=2)
        close()
    seen = pulse(cast)
    assert [(one.answered, one.trust, one.energy) for one in seen.trend.quarters] == [(5, 4.2, 2.0)]
    assert len(seen.too_few) == 1


def test_nothing_is_told_while_it_is_open(cast: Cast) -> None:
    survey = ask(cast)
    all_say(crowd(cast, 6), survey)
    seen = pulse(cast, "chi")
    assert seen.trend.quarters == []
    assert seen.current
    assert (seen.current.answered, seen.current.own, seen.current.waits) == (6, False, True)


@pytest.mark.requirement("R48")
def test_after_it_is_closed_nobody_knows_who_answered_or_what_few_said(cast: Cast) -> None:
    survey = ask(cast)
    say(cast, survey, "ada")
    say(cast, survey, "cem")
    assert close() == 1
    with acting_as(cast.actor("ada")):
        assert not Answered.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_fact WHERE by = %s AND kind LIKE 'Survey%%'", [cast.ada.pk])
        assert cursor.fetchone() == (0,)


def test_nobody_reads_the_numbers_or_the_roll_of_others(cast: Cast) -> None:
    survey = ask(cast)
    say(cast, survey, "ada")
    for name in ("chi", "cem", "visitor"):
        with acting_as(cast.actor(name)):
            assert not Tally.objects.exists()
            assert not Answered.objects.exists()
    with acting_as(cast.actor("ada")):
        assert Answered.objects.count() == 1


@pytest.mark.requirement("R48")
def test_no_row_of_the_roll_tells_by_its_transaction_when_it_came(cast: Cast) -> None:
    survey = ask(cast)
    written = set()
    for name in ("ada", "cem", "chi"):
        say(cast, survey, name)
    for name in ("ada", "cem", "chi"):
        with acting_as(cast.actor(name)), connection.cursor() as cursor:
            cursor.execute("SELECT xmin::text FROM health_answered")
            written |= set(cursor.fetchall())
    assert len(written) == 1


def test_one_answers_once(cast: Cast) -> None:
    survey = ask(cast)
    say(cast, survey, "ada")
    with refused("answered"):
        say(cast, survey, "ada", trust=1)


def test_a_closed_one_takes_no_answers(cast: Cast) -> None:
    survey = ask(cast)
    close()
    with refused("survey_over"):
        say(cast, survey, "ada")


@pytest.mark.parametrize("name", STRANGERS)
def test_it_is_not_there_for_others(cast: Cast, name: str) -> None:
    survey = ask(cast)
    with pytest.raises(NotVisible):
        say(cast, survey, name)
    assert pulse(cast, name).current is None
    with acting_as(cast.actor(name)) as actor:
        assert queries.surveys_asked(actor) == []


def test_a_machine_is_not_asked(cast: Cast) -> None:
    survey = ask(cast)
    with refused("not_seated"):
        say(cast, survey, "max")


@pytest.mark.parametrize("name", ["ada", "cem"])
def test_only_who_steers_has_a_circle_asked(cast: Cast, name: str) -> None:
    with refused("not_steering"):
        ask(cast, by=name)


def test_it_is_asked_once_a_quarter(cast: Cast) -> None:
    ask(cast)
    ask(cast, kind="barriers")
    with refused("asked_already"):
        ask(cast)


@pytest.mark.requirement("R48")
def test_two_drops_warn_who_steers(cast: Cast) -> None:
    people = crowd(cast, 5)
    for number, trust in enumerate((5, 4, 2)):
        with clock.at(clock.now() + timedelta(days=95 * number)):
            all_say(people, ask(cast), trust=trust, energy=6 - trust)
            close()
    with acting_as(cast.actor("chi")) as actor:
        ((place, trend),) = queries.falling(actor)
        assert (place.slug, trend.falling) == ("north", ["trust"])
    with acting_as(cast.actor("ada")) as actor:
        assert queries.falling(actor) == []


def test_it_comes_back_in_the_next_quarter_until_it_is_stopped(cast: Cast) -> None:
    survey = ask(cast)
    later = clock.now() + timedelta(days=95)
    assert queries.pulses_due(clock.now()) == []
    assert queries.pulses_due(later) == [(cast.north.pk, cast.chi.pk)]
    with acting_as(cast.actor("chi")) as actor:
        assert queries.pulses_due(later) == []
        commands.stop_pulse(actor=actor, survey=survey)
    assert queries.pulses_due(later) == []
    assert len(facts_of(cast.chi, "PulseStopped")) == 1


def test_who_is_asked_by_mail_is_told_to_nobody_who_acts(cast: Cast) -> None:
    survey = ask(cast)
    say(cast, survey, "ada")
    assert cast.names(queries.to_answer(survey)) == {"cem", "chi"}
    with acting_as(cast.actor("chi")):
        assert queries.to_answer(survey) == set()


@pytest.mark.requirement("R87")
def test_barriers_are_counted_most_named_first(cast: Cast) -> None:
    people = crowd(cast, 4)
    survey = ask(cast, "barriers")
    said: tuple[list[str], ...] = (["time"], ["time", "named"], [], ["time", "no such thing"], ["named"])
    for person, codes in zip([*people, cast.ada], said, strict=True):
        with acting_as(Actor(person=person.pk)) as actor:
            commands.answer_barriers(actor=actor, survey=survey, barriers=codes, remark="Too busy" if codes else "")
    close()
    with acting_as(cast.actor("chi")) as actor:
        seen = queries.barriers(actor, cast.north.pk)
        assert [(one.barrier.code, one.named) for one in seen.counts] == [("time", 3), ("named", 2)]
        assert seen.remarks == ["Too busy"] * 4
    with acting_as(cast.actor("ada")) as actor:
        assert queries.barriers(actor, cast.north.pk).remarks == []
