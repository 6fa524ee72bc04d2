"""A few days before a meeting, who has not answered is asked again by itself, and the cycle says so."""

from datetime import timedelta

import pytest

from kring.kernel.binding import acting_as
from kring.kernel.clock import at, now
from kring.leadership import jobs
from kring.meetings import commands
from kring.meetings import jobs as meetings_jobs
from kring.meetings.models import Meeting
from kring.meetings.rules import is_time_to_ask_again
from tests.cast import Cast
from tests.leadership.test_cycle_page import PLACE, meeting_in
from tests.notices.office import Post, words
from tests.sharing.pages.visit import look, visitor
from tests.trail import facts_of


def invited_in(cast: Cast, days: int) -> Meeting:
    """A meeting to which cem alone said anything."""
    meeting = meeting_in(cast, days, topic="Pumps", place="Quay 1")
    with acting_as(cast.actor("chi")) as actor:
        commands.invite(actor=actor, meeting=meeting.pk)
    with acting_as(cast.actor("cem")) as actor:
        commands.answer_invitation(actor=actor, meeting=meeting.pk, reply="declined")
    return meeting


@pytest.mark.requirement("R62")
def test_who_did_not_answer_is_asked_once_and_the_cycle_says_how_many(cast: Cast, mail: Post) -> None:
    meeting = invited_in(cast, 3)
    for _ in range(2):
        jobs.ask_again(timestamp=0)
        meetings_jobs.mail_again(meeting=str(meeting.pk), circle=str(cast.north.pk), sequence=0)
    assert mail.recipients == {"ada", "chi", "gus"}
    [letter] = mail.all_to("ada")
    assert letter["Subject"].startswith("TLP:GREEN Do you come? North meets, ")
    assert "/meetings/answer/" in words(letter)
    assert [fact.details["people"] for fact in facts_of(cast.chi, "AskedAgain")] == [3]
    assert "By itself: 3 people who had not answered were asked again on" in look(visitor(cast, "chi"), PLACE)


def test_who_answers_meanwhile_is_not_asked(cast: Cast, mail: Post) -> None:
    meeting = invited_in(cast, 3)
    jobs.ask_again(timestamp=0)
    with acting_as(cast.actor("ada")) as actor:
        commands.answer_invitation(actor=actor, meeting=meeting.pk, reply="accepted")
    meetings_jobs.mail_again(meeting=str(meeting.pk), circle=str(cast.north.pk), sequence=0)
    assert mail.recipients == {"chi", "gus"}


def test_at_another_moment_they_are_asked_for_that_one_too(cast: Cast) -> None:
    meeting = invited_in(cast, 3)
    jobs.ask_again(timestamp=0)
    later = now() + timedelta(days=10)
    asked = commands.MeetingAsked("North meets", later, later + timedelta(hours=1))
    with acting_as(cast.actor("chi")) as actor:
        commands.change_meeting(actor=actor, meeting=meeting.pk, asked=asked)
    jobs.ask_again(timestamp=0)
    with at(later - timedelta(days=2)), acting_as(cast.actor("chi")) as actor:
        assert commands.ask_again(actor=actor, meeting=meeting.pk) == 4


@pytest.mark.parametrize(
    ("days", "invited", "asked", "is_time"),
    [
        (4, True, False, False),
        (3, True, False, True),
        (1, True, False, True),
        (0, True, False, False),
        (3, False, False, False),
        (3, True, True, False),
    ],
)
def test_from_three_days_before_and_not_on_the_day_itself(days: int, invited: bool, asked: bool, is_time: bool) -> None:
    today = now().date()
    on = today + timedelta(days=days)
    assert is_time_to_ask_again(on, today, invited=invited, asked=asked) is is_time
