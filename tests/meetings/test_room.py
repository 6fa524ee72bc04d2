"""The room: who is there, whose turn it is, how long it takes, and whom a RED point names."""

from datetime import UTC, datetime, timedelta

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.clock import at
from kring.kernel.errors import NotVisible, Refused
from kring.meetings.commands import note_attendance, room
from kring.meetings.models import AgendaItem, Invitee, Room
from kring.meetings.queries import room as queries
from kring.meetings.queries.room import RoomView
from kring.meetings.rules.room import clock
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.trail import facts_of


@pytest.fixture
def going(cast: Cast) -> Going:
    return open_meeting(cast)


def seen(going: Going, name: str) -> RoomView:
    with acting_as(going.actor(name)) as actor:
        return queries.room(actor, going.meeting.pk)


def test_the_code_on_the_screen_ticks_in_who_is_invited(going: Going) -> None:
    with acting_as(going.actor("chi")):
        code = Room.objects.get().code
    with acting_as(going.actor("cem")) as actor:
        room.check_in_by_code(actor=actor, code=f"{code[:3]} {code[3:]}")
    for name in ("dee", "bo"):
        with acting_as(going.actor(name)) as actor, pytest.raises(NotVisible):
            room.check_in_by_code(actor=actor, code=code)
    assert [row.name for row in seen(going, "gus").here] == ["Cem"]


def test_a_deputy_ticks_in_for_who_sent_them(going: Going) -> None:
    with acting_as(going.actor("chi")):
        Invitee.objects.filter(pk=going.invited["ada"].pk).update(deputy=going.cast.bo)
    with acting_as(going.actor("bo")) as actor:
        room.check_in(actor=actor, meeting=going.meeting.pk)
    (row,) = seen(going, "chi").here
    assert (row.name, row.for_whom, row.attendance) == ("Bo", "Ada", "deputy")


@pytest.mark.requirement("R60")
def test_after_the_round_everybody_has_spoken(going: Going) -> None:
    going.check_in("ada", "cem", "gus")
    with acting_as(going.actor("chi")) as actor:
        assert room.start_round(actor=actor, meeting=going.meeting.pk) == 3
    now = seen(going, "chi")
    assert now.speaking
    assert now.speaking.name == "Ada"
    assert [turn.name for turn in now.not_yet_spoken] == ["Cem", "Gus"]
    with acting_as(going.actor("chi")) as actor:
        room.spoke(actor=actor, turn=now.not_yet_spoken[1].id)  # out of turn
        room.next_speaker(actor=actor, meeting=going.meeting.pk)
    now = seen(going, "ada")
    assert now.speaking
    assert now.speaking.name == "Cem"
    assert now.not_yet_spoken == []
    with acting_as(going.actor("chi")) as actor:
        room.next_speaker(actor=actor, meeting=going.meeting.pk)
    assert (seen(going, "chi").speaking, seen(going, "chi").not_yet_spoken) == (None, [])


def test_only_who_steers_runs_it(going: Going) -> None:
    with acting_as(going.actor("ada")) as actor:
        for act in (
            lambda: room.begin_point(actor=actor, item=going.amber.pk),
            lambda: room.start_round(actor=actor, meeting=going.meeting.pk),
            lambda: room.close_room(actor=actor, meeting=going.meeting.pk),
            lambda: room.hand_pen(actor=actor, meeting=going.meeting.pk, person=going.cast.ada.pk),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.code == "not_steering"
        with pytest.raises(NotVisible):
            note_attendance(actor=actor, invitee=going.invited["cem"].pk, attendance="absent")


def test_a_red_point_is_shared_with_those_who_are_there(going: Going) -> None:
    going.check_in("cem")
    with acting_as(going.actor("chi")) as actor:
        room.begin_point(actor=actor, item=going.red.pk)
    assert [len(seen(going, name).points) for name in ("chi", "cem", "ada", "gus")] == [3, 3, 2, 1]
    (opened,) = facts_of(going.cast.chi, "RedPointOpened")
    assert opened.details["people"] == 2


def test_who_leaves_before_is_not_named_for_the_next(going: Going) -> None:
    going.check_in("cem", "ada")
    with acting_as(going.actor("cem")) as actor:
        room.leave(actor=actor, meeting=going.meeting.pk)
    with acting_as(going.actor("chi")) as actor:
        room.begin_point(actor=actor, item=going.red.pk)
    assert len(seen(going, "ada").points) == 3
    assert len(seen(going, "cem").points) == 2
    assert next(row for row in seen(going, "cem").people if row.name == "Cem").attendance == "present"


def test_a_point_that_is_put_apart_stands_behind_its_own_and_for_fewer(going: Going) -> None:
    with acting_as(going.actor("chi")) as actor:
        made = room.put_apart(actor=actor, item=going.amber.pk, label=Label.RED, title="Who it was")
        with pytest.raises(Refused) as refused:
            room.put_apart(actor=actor, item=going.amber.pk, label=Label.GREEN, title="Wider")
    assert refused.value.code == "label_wider"
    assert [point.title for point in seen(going, "chi").points][2] == "Who it was"
    with acting_as(going.actor("cem")):
        assert not AgendaItem.objects.filter(pk=made.pk).exists()


def test_closing_notes_who_did_not_come(going: Going) -> None:
    going.check_in("cem")
    with acting_as(going.actor("ada")):
        Invitee.objects.filter(pk=going.invited["ada"].pk).update(reply="declined")
    with acting_as(going.actor("chi")) as actor:
        room.close_room(actor=actor, meeting=going.meeting.pk)
    came = {row.name: row.attendance for row in seen(going, "chi").people}
    assert came == {"Ada": "excused", "Cem": "present", "Chi": "absent", "Gus": "absent"}


@pytest.mark.requirement("R71")
def test_everybody_sees_how_often_they_came_themselves(going: Going) -> None:
    going.check_in("cem")
    with acting_as(going.actor("chi")) as actor:
        room.close_room(actor=actor, meeting=going.meeting.pk)
    assert [seen(going, name).rate.percent for name in ("cem", "ada")] == [100, 0]


def test_the_clock_adds_up_and_stops_the_one_before(going: Going) -> None:
    begin = datetime(2031, 3, 11, 12, 30, tzinfo=UTC)
    for minutes, item in ((0, going.green), (7, going.amber), (12, going.green)):
        with at(begin + timedelta(minutes=minutes)), acting_as(going.actor("chi")) as actor:
            room.begin_point(actor=actor, item=item.pk)
    with at(begin + timedelta(minutes=16)):
        green, amber = seen(going, "cem").points
    assert (green.clock.text, green.clock.is_over, amber.clock.text) == ("11:00", True, "5:00")
    assert (green.clock.running_since, amber.clock.running_since) == (begin + timedelta(minutes=12), None)


def test_a_clock_that_never_ran_stands_still() -> None:
    assert clock(10, [], datetime(2031, 3, 11, tzinfo=UTC)).text == "0:00"
