"""Three questions after a meeting, by mail: one tap there and one on its page, once, for who was there alone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from kring.circles import commands as circles
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.meetings import jobs
from kring.meetings.commands import room
from kring.meetings.models import Invitee, Meeting
from kring.meetings.queries import verdicts
from kring.notices import commands as notices
from kring.people.models import Person
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.going_on import Going, open_meeting
from tests.notices.office import Post, words


def held(cast: Cast, **given: object) -> Going:
    """A meeting that ada and cem were at, cem by her deputy bo; gus and chi did not come."""
    going = open_meeting(cast, **given)
    with acting_as(going.actor("chi")):
        Invitee.objects.filter(pk=going.invited["cem"].pk).update(deputy=cast.bo)
    going.check_in("ada", *(["bo"] if going.meeting.label <= Label.GREEN else []))
    with acting_as(going.actor("chi")) as actor:
        room.close_room(actor=actor, meeting=going.meeting.pk)
    return going


def ask(going: Going) -> None:
    jobs.mail_verdict(meeting=str(going.meeting.pk), circle=str(going.cast.north.pk))


def tap(mail: Post, name: str = "ada", answer: str = "Yes") -> str:
    """The path behind a button in the mail."""
    line = next(line for line in words(mail.to(name)).splitlines() if line.startswith(f"{answer}: "))
    return line.split(": ", 1)[1].removeprefix("https://kring.example")


def given(going: Going) -> int:
    with acting_as(going.actor("chi")):
        return verdicts.verdict(going.meeting.pk).answered


@pytest.mark.requirement("R136")
def test_one_tap_in_the_mail_and_one_on_its_page_answer_all(cast: Cast, mail: Post) -> None:
    going = held(cast)
    ask(going)
    assert mail.recipients == {"ada", "bo"}
    assert mail.to("ada")["Subject"] == "TLP:GREEN How was it? North meets"
    scanner = Client()
    shown = scanner.get(tap(mail)).content.decode()
    assert re.search(r'<input [^>]*name="useful" value="yes"[^>]* checked', shown)
    assert given(going) == 0  # opening the link says nothing
    address = tap(mail).partition("?")[0]
    assert b"Thank you" in Client().post(address, {"useful": "yes", "heard": "no"}).content
    assert given(going) == 1
    assert Client().post(address, {"useful": "no", "heard": "no"}).status_code == 409
    assert b"Thank you" in Client().get(address).content
    assert given(going) == 1


def test_it_is_asked_once_and_not_of_who_answered_or_wants_no_mail(cast: Cast, mail: Post) -> None:
    going = held(cast)
    with acting_as(going.actor("bo")) as actor:
        notices.leave_list(actor=actor, circle=cast.north.pk)
    ask(going)
    ask(going)
    assert [letter["Subject"] for letter in mail.all_to("ada")] == ["TLP:GREEN How was it? North meets"]
    assert mail.recipients == {"ada"}


def test_a_meeting_that_goes_on_again_is_asked_about_when_it_is_over(cast: Cast, mail: Post) -> None:
    going = held(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at > now() FROM procrastinate_jobs WHERE task_name LIKE '%%mail_verdict'")
        assert cursor.fetchall() == [(True,)]
    with acting_as(going.actor("chi")) as actor:
        room.open_room(actor=actor, meeting=going.meeting.pk)
    ask(going)
    assert mail.recipients == set()
    with acting_as(going.actor("chi")) as actor:
        room.close_room(actor=actor, meeting=going.meeting.pk)
    ask(going)
    assert mail.recipients == {"ada", "bo"}


def test_under_amber_the_mail_says_no_title_and_its_page_neither(cast: Cast, mail: Post) -> None:
    ask(held(cast, label=Label.AMBER))
    assert mail.to("ada")["Subject"] == "TLP:GREEN North: how was the meeting?"
    assert b"North meets" not in mail.octets() + Client().get(tap(mail)).content


@pytest.mark.requirement("R50")
@pytest.mark.parametrize("how", ["account", "circle", "long ago", "forged"])
def test_the_link_ends_with_who_is_shut_out_and_in_time(cast: Cast, mail: Post, how: str) -> None:
    going = held(cast)
    ask(going)
    path = tap(mail)
    if how == "account":
        Person.objects.filter(pk=cast.ada.pk).update(suspended_at=now())
    elif how == "circle":
        with acting_as(going.actor("chi")) as actor:
            circles.suspend_person(actor=actor, circle=cast.north.pk, person=cast.ada.pk, why="breach")
    elif how == "long ago":
        with acting_as(going.actor("chi")):
            month = now() - timedelta(days=31)
            Meeting.objects.filter(pk=going.meeting.pk).update(starts_at=month - timedelta(hours=2), ends_at=month)
    else:
        path = path.replace("how/", "how/0")
    assert Client().get(path).status_code == 404
    assert Client().post(path.partition("?")[0], {"useful": "yes", "heard": "yes"}).status_code == 404
    assert given(going) == 0
