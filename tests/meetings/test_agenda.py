"""Agendas: filled in one click, in order, carried over, and silent about what a reader may not see."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.utils.translation import override

from kring.kernel.binding import acting_as
from kring.meetings import commands, queries
from kring.meetings.commands import PointAsked
from kring.meetings.models import AgendaItem
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.stage import START, make_item, make_meeting
from tests.sharing.stage import refused


def seen(cast: Cast, meeting: UUID, by: str = "chi") -> list[str]:
    with acting_as(cast.actor(by)) as actor:
        return [f"{p.begins_at:%H:%M} {p.title}" for p in queries.meeting_view(actor, meeting).agenda]


@pytest.mark.requirement("R68")
def test_eight_points_in_one_go_and_the_circles_own_from_then_on(cast: Cast) -> None:
    meeting, other = make_meeting(cast), make_meeting(cast, starts_at=START, ends_at=START + timedelta(hours=1))
    with acting_as(cast.actor("chi")) as actor:
        assert commands.fill_agenda(actor=actor, meeting=meeting.pk) == 8
        first = queries.meeting_view(actor, meeting.pk).agenda[0]
        commands.change_point(actor=actor, item=first.id, asked=PointAsked("Coffee", label=Label.GREEN, minutes=7))
        commands.add_point(actor=actor, meeting=meeting.pk, asked=PointAsked("Between us", label=Label.RED))
        assert commands.keep_template(actor=actor, meeting=meeting.pk) == 8  # nothing of RED is kept
        assert commands.fill_agenda(actor=actor, meeting=other.pk) == 8
    assert seen(cast, other.pk)[0] == "12:30 Coffee"


def test_no_gap_in_the_times_tells_of_a_point_that_one_may_not_see(cast: Cast) -> None:
    meeting = make_meeting(cast)
    make_item(meeting, cast, label=Label.GREEN, title="Opening", position=1, minutes=10)
    make_item(meeting, cast, label=Label.RED, title="Who clicked", position=2, minutes=45)
    make_item(meeting, cast, label=Label.AMBER, title="Round", position=3, minutes=10)
    make_item(meeting, cast, label=Label.GREEN, title="Close", position=4, minutes=5)
    assert seen(cast, meeting.pk, "ada") == ["12:30 Opening", "12:40 Who clicked", "13:25 Round", "13:35 Close"]
    assert seen(cast, meeting.pk, "cem") == ["12:30 Opening", "12:40 Round", "12:50 Close"]
    assert seen(cast, meeting.pk, "bo") == ["12:30 Opening", "12:40 Close"]


def test_under_red_who_presents_and_who_is_named_see_it_beside_those_who_steer(cast: Cast) -> None:
    meeting = make_meeting(cast)
    with acting_as(cast.actor("chi")) as actor:
        point = PointAsked("Who clicked", label=Label.RED, presenter=cast.ada.pk)
        commands.add_point(actor=actor, meeting=meeting.pk, asked=point)
    assert [bool(seen(cast, meeting.pk, name)) for name in ("ada", "cem", "chi")] == [True, False, True]


def test_points_move_up_and_down_among_those_one_sees(cast: Cast) -> None:
    meeting = make_meeting(cast)
    items = [make_item(meeting, cast, title=title, position=n) for n, title in enumerate("abc", start=1)]
    with acting_as(cast.actor("chi")) as actor:
        commands.move_point(actor=actor, item=items[2].pk, to=0)
    assert [line[-1] for line in seen(cast, meeting.pk)] == ["c", "a", "b"]
    with acting_as(cast.actor("ada")) as actor, refused("not_steering"):
        commands.move_point(actor=actor, item=items[2].pk, to=0)


@pytest.mark.requirement("R68")
def test_what_was_left_open_comes_back_once_with_its_label_and_its_people(cast: Cast) -> None:
    past = datetime(2026, 1, 6, 12, 30, tzinfo=UTC)
    before = make_meeting(cast, starts_at=past, ends_at=past + timedelta(hours=2))
    make_item(before, cast, title="Done", outcome=AgendaItem.Outcome.DONE)
    make_item(before, cast, title="Open", position=2)
    make_item(before, cast, title="Between us", label=Label.RED, position=3)
    meeting = make_meeting(cast)
    with acting_as(cast.actor("chi")) as actor:
        assert commands.carry_over(actor=actor, meeting=meeting.pk) == 2
        with refused("nothing_left"):
            commands.carry_over(actor=actor, meeting=meeting.pk)
    assert [line[6:] for line in seen(cast, meeting.pk, "cem")] == ["Open"]
    assert [line[6:] for line in seen(cast, meeting.pk, "ada")] == ["Open", "Between us"]


def test_what_is_carried_over_stands_before_the_closing_round(cast: Cast) -> None:
    past = datetime(2026, 1, 6, 12, 30, tzinfo=UTC)
    before = make_meeting(cast, starts_at=past, ends_at=past + timedelta(hours=2))
    make_item(before, cast, title="Open")
    meeting = make_meeting(cast)
    with acting_as(cast.actor("chi")) as actor:
        with override("nl"):
            commands.fill_agenda(actor=actor, meeting=meeting.pk)
        with override("en"):
            commands.carry_over(actor=actor, meeting=meeting.pk)
    assert [line[6:] for line in seen(cast, meeting.pk, "cem")][-2:] == ["Open", "Rondvraag en de volgende bijeenkomst"]
