"""A candidate writes, saves, sends, answers; nobody sees it before it is theirs to see."""

from datetime import timedelta

import pytest

from kring.admission import access, commands, queries
from kring.admission.commands import Writing
from kring.admission.rules import Stage
from kring.kernel import clock
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from tests.admission.stage import WRITTEN, apply, begin, link, put, read
from tests.cast import Cast
from tests.sharing.stage import refused
from tests.trail import facts_of

EVERYBODY = (*Cast.NAMES, "visitor", "thea")


def readers(cast: Cast, application: object) -> set[str]:
    found = set()
    for name in EVERYBODY:
        try:
            read(cast, application, name)  # type: ignore[arg-type]
        except NotVisible:
            continue
        found.add(name)
    return found


@pytest.mark.requirement("R45")
def test_a_draft_is_the_candidates_alone_what_is_sent_who_steers_sees_what_is_voted_on_the_members(cast: Cast) -> None:
    candidate = begin(cast)
    assert candidate.guest
    assert readers(cast, candidate.guest) == {"thea"}
    with acting_as(candidate):
        commands.send_application(candidate=candidate)
    assert readers(cast, candidate.guest) == {"thea", "chi"}
    put(cast, candidate.guest)
    assert readers(cast, candidate.guest) == {"thea", "ada", "cem", "chi", "max"}


def test_one_saves_half_of_it_and_comes_back(cast: Cast) -> None:
    candidate = begin(cast, motive="", answers={})
    assert candidate.guest
    with acting_as(candidate):
        with refused("incomplete"):
            commands.send_application(candidate=candidate)
        more = Writing(**(WRITTEN | {"email": "other@other.example"}))
        commands.save_application(candidate=candidate, writing=more)
        commands.send_application(candidate=candidate)
        with refused("already_sent"):
            commands.save_application(candidate=candidate, writing=more)
    found = read(cast, candidate.guest)
    assert (found.stage, found.motive, found.email) == (Stage.SENT, WRITTEN["motive"], WRITTEN["email"])


def test_what_the_members_vote_on_does_not_change(cast: Cast) -> None:
    application = apply(cast)
    put(cast, application)
    candidate = Actor(guest=application)
    with acting_as(candidate), refused("already_sent"):
        commands.save_application(candidate=candidate, writing=Writing(**WRITTEN))


def test_what_is_not_met_can_be_sent_and_does_not_come_to_the_vote(cast: Cast) -> None:
    application = apply(cast, function="sales")
    with refused("function_excluded"):
        put(cast, application)


@pytest.mark.parametrize("wrong", ["", "x", "00000000000070008000000000000000:bad"])
def test_a_link_that_is_not_ours_opens_nothing(cast: Cast, wrong: str) -> None:
    for opens in (queries.invited_by, queries.candidate):
        with pytest.raises(NotVisible):
            opens(wrong)


def test_a_link_that_expired_or_was_taken_back_opens_nothing(cast: Cast) -> None:
    first, second = link(cast, days=3), link(cast)
    with acting_as(cast.actor("chi")) as chi:
        commands.revoke_opening(actor=chi, opening=access.opening_in(second).pk)
    with pytest.raises(NotVisible):
        queries.invited_by(second)
    assert len(facts_of(cast.chi, "OpeningRevoked")) == 1
    assert queries.invited_by(first).circle == "North"
    with clock.at(clock.now() + timedelta(days=4)), pytest.raises(NotVisible):
        commands.begin_application(link=first, writing=Writing(**WRITTEN), language="en")


def test_the_open_door_is_not_pushed_through(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kring.admission.commands.applying.HOURLY", 1)
    door = link(cast)
    commands.begin_application(link=door, writing=Writing(**WRITTEN), language="en")
    with refused("too_often"):
        commands.begin_application(link=door, writing=Writing(**WRITTEN), language="en")


def test_the_candidate_is_asked_and_answers_and_learns_no_name(cast: Cast) -> None:
    application = apply(cast)
    with acting_as(cast.actor("chi")) as chi:
        asked = commands.ask_candidate(actor=chi, application=application, text="Since when?")
    candidate = Actor(guest=application)
    with acting_as(candidate):
        commands.answer_question(candidate=candidate, question=asked, answer="Since May.")
    assert "Chi" not in repr(read(cast, application, "thea"))
    (question,) = read(cast, application).questions
    assert (question.text, question.answer) == ("Since when?", "Since May.")
    with acting_as(begin(cast)) as other, pytest.raises(NotVisible):
        commands.answer_question(candidate=other, question=asked, answer="Not mine.")


@pytest.mark.parametrize("name", ["ada", "cem"])
def test_who_does_not_steer_makes_no_link_and_decides_nothing(cast: Cast, name: str) -> None:
    with acting_as(cast.actor(name)) as actor:
        with refused("not_steering"):
            commands.make_opening(actor=actor, circle=cast.north.pk, days=5)
        with refused("not_steering"):
            commands.change_policy(actor=actor, circle=cast.north.pk, terms=queries.policy_of(cast.north.pk).terms)
    application = apply(cast)
    put(cast, application)
    with acting_as(cast.actor(name)) as actor, refused("not_steering"):
        commands.refuse_application(actor=actor, application=application)


def test_what_was_turned_down_is_erased_after_a_while_and_a_draft_that_was_left(cast: Cast) -> None:
    refused_one, draft = apply(cast), begin(cast)
    with acting_as(cast.actor("chi")) as chi:
        asked = commands.ask_candidate(actor=chi, application=refused_one, text="Since when?")
        commands.refuse_application(actor=chi, application=refused_one, note="Not now.")
    assert read(cast, refused_one, "thea").conditions == "Not now."
    assert commands.erase_applications() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert commands.erase_applications() == 2
        assert commands.erase_applications() == 0
    assert readers(cast, refused_one) == readers(cast, draft.guest) == set()
    from kring.admission.models import Application, Question

    with acting_as(cast.actor("chi")):
        kept = Application.objects.get(pk=refused_one)
        assert (kept.organisation, kept.person, kept.email, kept.motive, kept.answers) == ("", "", "", "", {})
        assert not Question.objects.filter(pk=asked).exists()


def test_a_candidate_takes_it_back(cast: Cast) -> None:
    application = apply(cast)
    candidate = Actor(guest=application)
    with acting_as(candidate):
        commands.withdraw_application(candidate=candidate)
        with refused("no_such_step"):
            commands.withdraw_application(candidate=candidate)
    with refused("no_such_step"):
        put(cast, application)
    assert [fact.by for fact in facts_of(cast.chi, "ApplicationWithdrawn")] == [None]


def test_the_database_lets_no_candidate_admit_themselves(cast: Cast) -> None:
    from django.db import ProgrammingError, transaction

    from kring.admission.models import Application

    application = apply(cast)
    denied = pytest.raises(ProgrammingError, match="row-level security")
    with acting_as(Actor(guest=application)), denied, transaction.atomic():
        Application.objects.filter(pk=application).update(stage="admitted")
