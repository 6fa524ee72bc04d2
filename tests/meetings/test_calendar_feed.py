"""A calendar of one's own meetings under a secret address."""

import icalendar
import pytest
from django.test import Client

from kring.feeds import commands as feeds
from kring.kernel.binding import acting_as
from kring.meetings import commands
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.stage import make_meeting


def calendar(cast: Cast, name: str, ceiling: Label = Label.AMBER_STRICT) -> dict[str, str]:
    """By UID, what it is called."""
    with acting_as(cast.actor(name)) as actor:
        secret = feeds.make_feed(actor=actor, name="Mine", ceiling=ceiling).secret
    answer = Client().get(f"/feeds/calendar/{secret}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content)
    return {str(event["UID"]).partition("@")[0]: str(event["SUMMARY"]) for event in found.walk("VEVENT")}


@pytest.mark.requirement("R70")
def test_it_has_what_one_is_invited_to_and_says_what_the_labels_let_it(cast: Cast) -> None:
    green, amber = make_meeting(cast), make_meeting(cast, label=Label.AMBER, title="About Delta")
    for meeting in (green, amber):
        with acting_as(cast.actor("chi")) as actor:
            commands.invite(actor=actor, meeting=meeting.pk)
    make_meeting(cast, title="Nobody is invited")
    both = {str(green.pk): "North meets", str(amber.pk): "Meeting of North"}
    assert calendar(cast, "ada") == both
    assert calendar(cast, "ada", Label.GREEN) == {str(green.pk): "North meets"}
    assert calendar(cast, "bo") == calendar(cast, "dee") == {}
    with acting_as(cast.actor("chi")) as actor:
        commands.cancel_meeting(actor=actor, meeting=green.pk)
    assert calendar(cast, "ada") == both  # still there, and cancelled, so that it goes from calendars


def test_an_address_that_nobody_gave_out_is_not_there(cast: Cast) -> None:
    assert Client().get("/feeds/calendar/nothing.ics").status_code == 404
