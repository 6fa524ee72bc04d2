"""Answering a poll: once an organisation, changed by any of its people, told as far as was said."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from kring.kernel import clock
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries, rules
from kring.sharing.models import PollAnswer
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.sharing.polls import answer, ask, said, seat_more, seen
from tests.sharing.stage import refused, share

SPRING = date(2027, 3, 1)


def seat_bo(cast: Cast) -> None:
    """A second seat for Alpha."""
    from kring.circles.models import Seat

    Seat.objects.create(membership=cast.memberships["ada"], person=cast.bo, role="deputy")


def test_an_organisation_answers_once_and_any_of_its_people_may_change_it(cast: Cast) -> None:
    seat_bo(cast)
    asked = ask(cast, share(cast, "cem"), "cem")
    answer(cast, asked, "ada", "planned", SPRING)
    answer(cast, asked, "bo", "yes")
    own = seen(cast, asked, "ada").own
    assert own is not None
    assert (own.answer, own.person, own.planned_for) == ("yes", "Bo", None)
    assert said(cast, asked, "cem") == {"Alpha": "yes", "Chora": None, "Gamma": None}
    assert seen(cast, asked, "cem").answered == 1


def test_it_can_be_taken_back(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    answer(cast, asked)
    with acting_as(cast.actor("chi")) as chi:
        commands.take_back_poll_answer(actor=chi, poll=asked)  # takes back nothing: that is not hers
    assert said(cast, asked)["Gamma"] == "yes"
    with acting_as(cast.actor("cem")) as cem:
        commands.take_back_poll_answer(actor=cem, poll=asked)
    assert said(cast, asked)["Gamma"] is None


def test_others_learn_how_many_and_from_five_on_what(cast: Cast) -> None:
    item = share(cast)
    asked = ask(cast, item)
    seat_more(cast, "dee", "eve", "bo")
    for name in ("ada", "chi", "dee", "eve"):
        answer(cast, asked, name, "yes")
    four = seen(cast, asked, "cem")
    assert (four.answered, four.counts, four.rows) == (4, None, ())
    answer(cast, asked, "cem", "no")
    five = seen(cast, asked, "cem")
    assert (five.answered, five.counts, five.rows) == (5, {"yes": 4, "no": 1}, ())
    assert five.answered == rules.FEWEST_TOLD
    with acting_as(cast.actor("cem")):
        assert PollAnswer.objects.count() == 1, "one's own"


@pytest.mark.parametrize("name", ["ada", "chi"])
def test_who_tends_it_sees_who_said_what_from_the_first_on(cast: Cast, name: str) -> None:
    asked = ask(cast, share(cast))
    answer(cast, asked, "cem", "planned", SPRING)
    view = seen(cast, asked, name)
    assert view.counts == {"planned": 1}
    assert next(row.planned_for for row in view.rows if row.organisation == "Gamma") == SPRING


def test_with_names_everybody_who_has_it_sees_who_answered(cast: Cast) -> None:
    asked = ask(cast, share(cast, label=Label.GREEN), named=True)
    answer(cast, asked, "chi", "no")
    assert said(cast, asked, "cem") == {"Chora": "no"}
    assert said(cast, asked, "fay") == {"Chora": "no"}


def test_a_closed_or_ended_poll_takes_no_more(cast: Cast) -> None:
    asked = ask(cast, share(cast), days=1)
    with clock.at(clock.now() + timedelta(days=2)), refused("poll_over"):
        answer(cast, asked)
    with acting_as(cast.actor("ada")) as ada:
        commands.close_poll(actor=ada, poll=asked)
    with refused("poll_over"):
        answer(cast, asked)


def test_only_what_was_asked_is_answered(cast: Cast) -> None:
    asked = ask(cast, share(cast), kind="affected")
    with refused("no_such_answer"):
        answer(cast, asked, "cem", "planned")
    with refused("no_day"):
        answer(cast, asked, "cem", "yes", SPRING)


@pytest.mark.parametrize("name", ["bo", "fay", "gus"])
def test_who_reads_without_a_seat_in_the_circle_does_not_answer(cast: Cast, name: str) -> None:
    asked = ask(cast, share(cast, label=Label.GREEN))
    assert not seen(cast, asked, name).may_answer
    with refused("not_seated"):
        answer(cast, asked, name)


def test_who_does_not_have_it_does_not_answer(cast: Cast) -> None:
    asked = ask(cast, share(cast, chosen=["cem"]))
    with pytest.raises(NotVisible):
        answer(cast, asked, "chi")


def test_nobody_answers_for_another_organisation(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    with acting_as(cast.actor("cem")), pytest.raises(DatabaseError), transaction.atomic():
        PollAnswer.objects.create(poll_id=asked, membership=cast.memberships["chi"], person=cast.cem, kind="no")


def test_at_home_it_waits_until_ones_organisation_has_answered(cast: Cast) -> None:
    asked = ask(cast, share(cast))
    for name, waiting in [("cem", [asked]), ("chi", [asked]), ("bo", []), ("dee", [])]:
        with acting_as(cast.actor(name)) as actor:
            assert [view.id for view in queries.polls_asked(actor)] == waiting, name
    answer(cast, asked, "cem")
    with acting_as(cast.actor("cem")) as cem:
        assert queries.polls_asked(cem) == []


def test_what_an_organisation_answered_is_no_line_in_the_trail_of_others(cast: Cast) -> None:
    item = share(cast)
    asked = ask(cast, item)
    answer(cast, asked)
    for name, told in [("ada", False), ("chi", False), ("cem", True)]:
        with acting_as(cast.actor(name)) as actor:
            kinds = {line.kind for line in queries.trail_of_item(actor, item)}
        assert ("PollAnswered" in kinds) is told, name
