"""Asking all who have an item how they stand."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from kring.circles.models import Seat
from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.models import Item, Poll, PollAnswer
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.polls import answer, ask, said, seen
from tests.sharing.stage import refused, relabel, share, withdraw


def test_the_source_asks_and_sees_every_organisation_that_has_it(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    assert said(cast, asked) == {"Alpha": None, "Chora": None, "Gamma": None}
    view = seen(cast, asked, "cem")
    assert (view.kind, view.by, view.asks, view.rows) == ("patched", "Ada", True, ())


def test_who_steers_the_circle_asks_too(cast: Cast) -> None:
    asked = ask(cast, share(cast), "chi", kind="affected")
    assert seen(cast, asked, "chi").tends
    assert seen(cast, asked, "ada").tends


@pytest.mark.parametrize("name", ["cem", "bo", "fay", "gus"])
def test_other_readers_do_not(cast: Cast, name: str) -> None:
    item = share(cast, label=Label.GREEN)
    with refused("not_yours_to_ask"):
        ask(cast, item, name)


@pytest.mark.parametrize("name", ["dee", "eve", "visitor"])
def test_for_who_does_not_have_it_there_is_nothing(cast: Cast, name: str) -> None:
    item = share(cast)
    asked = ask(cast, item)
    with pytest.raises(NotVisible):
        ask(cast, item, name)
    with pytest.raises(NotVisible):
        seen(cast, asked, name)
    with acting_as(cast.actor(name)):
        assert not Poll.objects.exists()


def test_one_question_at_a_time_and_the_closed_ones_stay(cast: Cast) -> None:
    item = share(cast)
    first = ask(cast, item)
    with refused("poll_open"):
        ask(cast, item)
    answer(cast, first)
    with acting_as(cast.actor("ada")) as ada:
        commands.close_poll(actor=ada, poll=first)
    second = ask(cast, item, kind="free", question="Who can help on site?")
    with acting_as(cast.actor("cem")) as cem:
        assert [view.id for view in queries.polls_of(cem, item)] == [second, first]
    assert said(cast, first)["Gamma"] == "yes"


def test_what_ended_by_itself_makes_room(cast: Cast) -> None:
    item = share(cast)
    ask(cast, item, days=1)
    with clock.at(clock.now() + timedelta(days=2)):
        ask(cast, item)


def test_a_free_question_has_words(cast: Cast) -> None:
    item = share(cast)
    with refused("no_question"):
        ask(cast, item, kind="free", question=" ")
    with refused("too_long"):
        ask(cast, item, question="x" * 501)


def test_nothing_is_asked_about_a_tombstone(cast: Cast) -> None:
    item = share(cast)
    withdraw(cast, item)
    with refused("withdrawn"):
        ask(cast, item)


def test_the_tombstone_takes_questions_and_answers_with_it(cast: Cast) -> None:
    item = share(cast)
    asked = ask(cast, item)
    answer(cast, asked)
    withdraw(cast, item)
    for name in Cast.NAMES:
        with acting_as(cast.actor(name)):
            assert not Poll.objects.exists()
            assert not PollAnswer.objects.exists()


def test_red_asks_only_those_who_are_named(cast: Cast) -> None:
    asked = ask(cast, share(cast, label=Label.RED, named=["cem"]))
    assert said(cast, asked) == {"Alpha": None, "Gamma": None}
    with pytest.raises(NotVisible):
        seen(cast, asked, "chi")


def test_narrowed_it_is_gone_for_who_no_longer_reads(cast: Cast) -> None:
    item = share(cast)
    asked = ask(cast, item)
    answer(cast, asked, "chi")
    relabel(cast, item, Label.RED, named=["cem"])
    with pytest.raises(NotVisible):
        seen(cast, asked, "chi")
    with acting_as(cast.actor("chi")):
        assert not PollAnswer.objects.exists(), "nor is one's own answer told any more"


def test_via_the_secretariat_nobody_learns_who_asks(cast: Cast) -> None:
    item = share(cast, via_secretariat=True)
    asked = ask(cast, item)
    assert seen(cast, asked, "cem").by == ""
    assert seen(cast, asked, "ada").tends
    with acting_as(cast.actor("cem")):
        assert Poll.objects.get().person is None


def test_nobody_asks_past_the_command(cast: Cast) -> None:
    item = share(cast)
    with acting_as(cast.actor("cem")), pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.create(item_id=item, person=cast.cem, until=clock.now())
    with acting_as(cast.actor("chi")), pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.create(item_id=item, person=cast.ada, until=clock.now())


def test_what_was_promised_before_anybody_answered_stays(cast: Cast) -> None:
    ask(cast, share(cast))
    with acting_as(cast.actor("ada")), pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.update(named=True)


@pytest.mark.parametrize("name", ["cem", "bo"])
def test_nobody_else_reminds_or_closes(cast: Cast, name: str) -> None:
    asked = ask(cast, share(cast, label=Label.GREEN))
    with acting_as(cast.actor(name)) as actor, refused("not_yours_to_ask"):
        commands.close_poll(actor=actor, poll=asked)
    with acting_as(cast.actor(name)) as actor, refused("not_yours_to_ask"):
        commands.remind_poll(actor=actor, poll=asked)


def test_a_reminder_counts_who_is_silent(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    answer(cast, asked)
    with acting_as(cast.actor("ada")) as ada:
        assert commands.remind_poll(actor=ada, poll=asked) == 2
        commands.close_poll(actor=ada, poll=asked)
    with acting_as(cast.actor("ada")) as ada, refused("poll_over"):
        commands.remind_poll(actor=ada, poll=asked)


def test_who_has_it_by_another_circle_alone_is_asked_too(cast: Cast) -> None:
    Seat.objects.create(membership=cast.memberships["chi"], person=cast.dee, role="deputy")
    item = share(cast, chosen=["cem"])
    asked = ask(cast, item)
    assert set(said(cast, asked)) == {"Alpha", "Gamma"}
    with acting_as(cast.actor("ada")):
        Item.objects.filter(pk=item).update(passed_to=[cast.south.pk])  # where dee sits too, and chi does not
    assert set(said(cast, asked)) == {"Alpha", "Gamma", "Chora"}
    with acting_as(cast.actor("chi")), pytest.raises(NotVisible):
        queries.detail(cast.actor("chi"), item)
