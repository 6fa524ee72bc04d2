"""The secretary sees what there is to do around meetings, and hears of what was missed."""

from datetime import timedelta
from typing import Any

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.leadership import jobs, queries
from kring.leadership.mails import MissedTelling
from kring.leadership.rules import Step
from kring.meetings.models import Meeting
from tests.cast import Cast
from tests.meetings.stage import make_item, make_meeting
from tests.notices.office import Post, words
from tests.sharing.pages.visit import look, visitor

PLACE = "/c/north/cycle/"


def meeting_in(cast: Cast, days: int, **given: Any) -> Meeting:
    """A meeting of North so many days from now, thought of long before; nothing of it is prepared."""
    starts_at = now() + timedelta(days=days)
    given |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    return make_meeting(cast, planned_at=starts_at - timedelta(days=90), **given)


def test_who_steers_sees_the_steps_and_what_is_late(cast: Cast) -> None:
    meeting_in(cast, 6, topic="Pumps")
    page = look(visitor(cast, "chi"), PLACE)
    assert "2 steps late" in page
    assert page.index("There is a topic") < page.index("There is a host") < page.index("The agenda is out")
    assert "Late, for North meets" in look(visitor(cast, "chi"), "/")


@pytest.mark.parametrize(("name", "status"), [("ada", 404), ("bo", 404), ("dee", 404), ("chi", 200)])
def test_nobody_else_has_this_page(cast: Cast, name: str, status: int) -> None:
    meeting_in(cast, 6)
    somebody = visitor(cast, name)
    assert somebody.get(PLACE).status_code == status
    assert ("Late, for" in look(somebody, "/")) is (status == 200)


def test_a_step_is_done_when_it_shows(cast: Cast) -> None:
    meeting = meeting_in(cast, 6, topic="Pumps", place="Quay 1", stage="invited")
    assert "The agenda is out" in _missed(cast)
    make_item(meeting, cast)
    assert _missed(cast) == []


@pytest.mark.requirement("R62")
def test_a_missed_agenda_is_told_to_the_secretary_once(cast: Cast, mail: Post) -> None:
    cast.seats["cem"].role = "secretary"
    cast.seats["cem"].save()
    meeting = meeting_in(cast, 6, topic="Pumps", place="Quay 1")
    for _ in range(2):
        jobs.mail_missed_steps(timestamp=0)
        jobs.mail_missed(str(meeting.pk), str(cast.north.pk), Step.AGENDA)
    assert mail.recipients == {"cem"}
    (letter,) = mail.all_to("cem")
    assert letter["Subject"] == "TLP:GREEN North: not done yet: The agenda is out"
    assert "by now, for North meets:\n\nThe agenda is out" in words(letter)


def test_what_was_done_meanwhile_is_not_told(cast: Cast) -> None:
    meeting = meeting_in(cast, 6, topic="Pumps")
    telling = MissedTelling(meeting.pk, cast.north.pk, Step.HOST)
    with acting_as(cast.actor("chi")):
        assert telling.story(cast.chi.pk)
        Meeting.objects.filter(pk=meeting.pk).update(place="Quay 1")
        assert telling.story(cast.chi.pk) is None


def _missed(cast: Cast) -> list[str]:
    with acting_as(cast.actor("chi")) as actor:
        return [one.due.called for one in queries.missed(actor)]
