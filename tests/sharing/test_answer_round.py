"""Answering a round: one tap, or by sharing."""

from datetime import timedelta
from uuid import UUID

import pytest

from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands
from kring.sharing.models import RoundAnswer
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.rounds import answer, said, seen, start
from tests.sharing.stage import refused, share


@pytest.mark.requirement("R81")
def test_who_steers_sees_who_answered_and_who_is_silent(cast: Cast) -> None:
    asked = start(cast)
    answer(cast, asked, "cem")
    assert said(cast, asked) == {"Alpha": None, "Chora": None, "Gamma": "nothing"}
    assert seen(cast, asked).rows[2].person == "Cem"


@pytest.mark.requirement("R81")
def test_other_members_see_how_many_and_not_who(cast: Cast) -> None:
    asked = start(cast)
    answer(cast, asked, "cem")
    view = seen(cast, asked, "ada")
    assert (view.answered, view.silent, view.rows, view.own) == (1, 2, (), None)
    with acting_as(cast.actor("ada")):
        assert not RoundAnswer.objects.exists()
    with acting_as(cast.actor("cem")):
        assert RoundAnswer.objects.count() == 1


@pytest.mark.requirement("R81")
@pytest.mark.parametrize("label", [Label.GREEN, Label.AMBER, Label.AMBER_STRICT])
def test_what_is_shared_with_the_whole_circle_answers(cast: Cast, label: Label) -> None:
    asked = start(cast)
    share(cast, "ada", label=label)
    assert said(cast, asked)["Alpha"] == "shared"
    assert seen(cast, asked, "ada").own == "shared"


def test_what_goes_to_a_few_or_names_nobody_gives_nothing_away(cast: Cast) -> None:
    asked = start(cast)
    share(cast, "ada", label=Label.RED, named=["cem"])
    share(cast, "ada", chosen=["cem"])
    share(cast, "ada", via_secretariat=True)
    assert said(cast, asked)["Alpha"] is None
    answer(cast, asked, "ada", "shared")  # its own to say
    assert said(cast, asked)["Alpha"] == "shared"


def test_an_organisation_answers_once_and_may_change_it(cast: Cast) -> None:
    asked = start(cast)
    answer(cast, asked, "cem")
    share(cast, "cem")
    assert said(cast, asked)["Gamma"] == "shared"
    assert seen(cast, asked).answered == 1


def take_back(cast: Cast, asked: UUID, by: str) -> None:
    with acting_as(cast.actor(by)) as actor:
        commands.take_back_answer(actor=actor, round=asked)


def test_it_can_be_taken_back(cast: Cast) -> None:
    asked = start(cast)
    answer(cast, asked, "cem")
    take_back(cast, asked, "ada")  # takes back nothing: that is not hers
    assert said(cast, asked)["Gamma"] == "nothing"
    take_back(cast, asked, "cem")
    assert said(cast, asked)["Gamma"] is None


def test_it_is_refused_once_the_round_is_over(cast: Cast) -> None:
    asked = start(cast, days=1)
    with clock.at(clock.now() + timedelta(days=2)), refused("round_over"):
        answer(cast, asked)
    with acting_as(cast.actor("chi")) as chi:
        commands.close_round(actor=chi, round=asked)
    with refused("round_over"):
        answer(cast, asked)
    share(cast, "ada")
    assert said(cast, asked)["Alpha"] is None


@pytest.mark.parametrize("name", ["bo", "dee", "eve", "fay", "gus", "visitor"])
def test_for_who_does_not_sit_there_it_is_not_there(cast: Cast, name: str) -> None:
    asked = start(cast)
    with pytest.raises(NotVisible):
        answer(cast, asked, name)


def test_nobody_answers_for_another_organisation(cast: Cast) -> None:
    from django.db import DatabaseError, transaction

    asked = start(cast)
    with acting_as(cast.actor("cem")), pytest.raises(DatabaseError), transaction.atomic():
        RoundAnswer.objects.create(round_id=asked, membership=cast.memberships["ada"], person=cast.cem, kind="nothing")
