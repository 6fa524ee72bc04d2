"""What is late, and how the last meeting was, stand on the next agenda by themselves."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.utils import timezone

from kring.kernel.binding import acting_as
from kring.meetings import commands, queries
from kring.meetings.commands import MeetingAsked, PointAsked
from kring.meetings.commands import outcomes as registers
from kring.meetings.models import AgendaItem, Outcome
from kring.meetings.queries.progress import preparations
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.going_on import open_meeting
from tests.meetings.stage import START
from tests.sharing.pages.visit import look, visitor

if TYPE_CHECKING:
    from kring.meetings.models import Meeting

LATER = START + timedelta(days=60)


def plan(cast: Cast, kind: str = "regular") -> "Meeting":
    asked = MeetingAsked("North meets again", LATER, LATER + timedelta(hours=2), kind=kind)
    with acting_as(cast.actor("chi")) as actor:
        return commands.plan_meeting(actor=actor, circle=cast.north.pk, asked=asked)


def points(cast: Cast, meeting: UUID, by: str = "chi") -> list[tuple[str, str, int, Label]]:
    with acting_as(cast.actor(by)) as actor:
        agenda = queries.meeting_view(actor, meeting).agenda
        return [(point.title, point.presenter_name, point.minutes, point.label) for point in agenda]


BACK = ("Minutes and actions of the last meeting", "Chi", 10, Label.AMBER)


@pytest.mark.requirement("R75")
def test_a_late_action_is_on_the_next_agenda_by_itself_for_who_may_see_it(cast: Cast) -> None:
    going = open_meeting(cast)
    going.write("chi", going.amber, "@ada 1 jan the list")
    going.write("chi", going.red, "@ada 1 jan the secret list")
    going.share_minutes()
    with acting_as(cast.actor("chi")):
        Outcome.objects.update(due=timezone.localdate() - timedelta(days=1))
    meeting = plan(cast)
    assert points(cast, meeting.pk) == points(cast, meeting.pk, "cem") == [BACK]
    assert points(cast, meeting.pk, "gus") == []  # an observer sees no AMBER
    address = f"/meetings/{meeting.pk}/"
    pages = {name: look(visitor(cast, name), address) for name in ("ada", "cem", "gus")}
    assert ["the list" in pages[name] for name in pages] == [True, True, False]
    assert ["the secret list" in pages[name] for name in pages] == [True, False, False]
    with acting_as(cast.actor("ada")) as actor:
        for done in Outcome.objects.values_list("pk", flat=True):
            registers.say_standing(actor=actor, outcome=done, standing="done")
    assert "the list" not in look(visitor(cast, "ada"), address)  # worked out when it is shown


def test_the_usual_points_come_around_it(cast: Cast) -> None:
    meeting = plan(cast)
    with acting_as(cast.actor("chi")) as actor:
        assert commands.fill_agenda(actor=actor, meeting=meeting.pk) == 7
    titles = [title for title, *_ in points(cast, meeting.pk)]
    assert (len(titles), titles.index(BACK[0])) == (8, 1)


def test_a_template_may_leave_it_out_and_drinks_have_none(cast: Cast) -> None:
    assert points(cast, plan(cast, kind="social").pk) == []
    meeting = plan(cast)
    with acting_as(cast.actor("chi")) as actor:
        commands.fill_agenda(actor=actor, meeting=meeting.pk)
        commands.keep_template(actor=actor, meeting=meeting.pk)
        assert points(cast, plan(cast).pk) == [BACK]
        commands.remove_point(actor=actor, item=AgendaItem.objects.get(meeting=meeting, looks_back=True).pk)
        commands.keep_template(actor=actor, meeting=meeting.pk)
    assert points(cast, plan(cast).pk) == []


def test_it_is_no_agenda_of_which_somebody_thought_and_is_not_carried_over(cast: Cast) -> None:
    meeting = plan(cast)
    with acting_as(cast.actor("chi")) as actor:
        commands.invite(actor=actor, meeting=meeting.pk)
        [before] = preparations(actor, [cast.north.pk], back=timedelta(0), ahead=timedelta(days=5000))
        commands.add_point(actor=actor, meeting=meeting.pk, asked=PointAsked("Pumps"))
        [after] = preparations(actor, [cast.north.pk], back=timedelta(0), ahead=timedelta(days=5000))
        assert (before.agenda_on, after.agenda_on) == (None, timezone.localdate())
        held = timezone.now() - timedelta(days=3)
        type(meeting).objects.filter(pk=meeting.pk).update(starts_at=held, ends_at=held + timedelta(hours=1))
        assert commands.carry_over(actor=actor, meeting=plan(cast).pk) == 1
