"""Three questions after a meeting: counted without names, told from five answers on."""

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible, Refused
from kring.meetings.commands import room
from kring.meetings.commands import verdicts as commands
from kring.meetings.models import Verdicts
from kring.meetings.queries import verdicts as queries
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.meetings.stage import START, invite, make_meeting

if TYPE_CHECKING:
    from kring.meetings.queries.verdicts import Verdict


@pytest.fixture
def held(cast: Cast) -> Going:
    going = open_meeting(cast)
    going.invited |= invite(going.meeting, cast, "bo", "fay")
    going.check_in("ada", "cem", "gus", "chi", "bo")
    with acting_as(going.actor("chi")) as actor:
        room.close_room(actor=actor, meeting=going.meeting.pk)
    return going


def give(going: Going, name: str, better: str = "") -> None:
    with acting_as(going.actor(name)) as actor:
        commands.give_verdict(actor=actor, meeting=going.meeting.pk, useful=True, heard=name != "gus", better=better)


def said(going: Going, name: str) -> "Verdict":
    with acting_as(going.actor(name)):
        return queries.verdict(going.meeting.pk)


@pytest.mark.requirement("R136")
def test_the_counts_are_told_from_five_answers_on_and_stand_on_the_next_agenda(held: Going) -> None:
    later = make_meeting(held.cast, starts_at=START.replace(month=5), ends_at=START.replace(month=5, hour=16))
    for name in ("ada", "cem", "gus", "chi"):
        give(held, name)
    assert (said(held, "ada").answered, said(held, "ada").own, said(held, "ada").useful) == (4, True, None)
    with acting_as(held.actor("chi")):
        assert queries.last_verdict(held.cast.north.pk, later.pk) is None
    give(held, "bo", better="Begin in time")
    assert said(held, "cem").heard == 4
    with acting_as(held.actor("chi")):
        last = queries.last_verdict(held.cast.north.pk, later.pk)
    assert last is not None
    assert (last[1].useful, last[1].better) == (5, ["Begin in time"])


@pytest.mark.parametrize("name", ["fay", "dee"])
def test_only_who_was_there_is_asked(held: Going, name: str) -> None:
    with pytest.raises((Refused, NotVisible)):
        give(held, name)


def test_nobody_answers_twice(held: Going) -> None:
    give(held, "ada")
    with pytest.raises(Refused):
        give(held, "ada")
    assert said(held, "chi").answered == 1


def test_nobody_reads_the_table_itself(held: Going) -> None:
    give(held, "ada", better="Begin in time")
    with acting_as(held.actor("chi")):
        assert not Verdicts.objects.exists()


def test_nothing_ties_an_answer_to_who_gave_it(held: Going) -> None:
    for name in ("gus", "ada", "cem"):
        give(held, name, better=f"Says {name}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'meetings_verdicts'::regclass AND attnum > 0"
        )
        assert cursor.fetchone() == (
            5,
        )  # one row a meeting: who answered, three counts' worth, in an order of their own
