"""Guests get the meeting in mail and calendar, answer from there, and tick in by their link."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from pytest_django import Settings

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.mailroom.commands import take_in
from kring.meetings import commands, queries
from kring.meetings.commands import MeetingAsked, minutes, room
from kring.meetings.models import Attendee, Invitee, Meeting
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.feeds.working import work
from tests.meetings.stage import make_item, make_meeting
from tests.meetings.test_invitations import APPLE, event, only
from tests.notices.office import Post, octets, words
from tests.sharing.stage import refused


@pytest.fixture
def mail(mail: Post, settings: Settings) -> Post:
    """Letters to guests go the same way as all mail."""
    settings.EMAIL_BACKEND = "kring.notices.commands.backend.KeptConnection"
    return mail


SOON = now() + timedelta(days=3)


def meeting_of(cast: Cast, label: Label = Label.GREEN) -> Meeting:
    """In three days, with a point under each label."""
    given = {"starts_at": SOON, "ends_at": SOON + timedelta(hours=2), "place": "Quay 1", "topic": "Pumps"}
    meeting = make_meeting(cast, label=label, **given)
    for place, each in enumerate((Label.GREEN, Label.AMBER), start=1):
        make_item(meeting, cast, label=each, title=f"A {each.short} point", position=place)
    return meeting


def guest_at(cast: Cast, meeting: Meeting, ceiling: Label = Label.AMBER, language: str = "en") -> Invitee:
    with acting_as(cast.actor("chi")) as actor:
        return commands.invite_guest(
            actor=actor, meeting=meeting.pk, name="Pia", email="pia@pia.example", ceiling=ceiling, language=language
        )


def said(cast: Cast, guest: Invitee) -> Invitee:
    with acting_as(cast.actor("chi")):
        return Invitee.objects.get(pk=guest.pk)


def link_of(guest: Invitee) -> str:
    return f"/meetings/guest/{queries.guest_link(guest.pk)}/"


@pytest.mark.requirement("R70")
def test_a_guest_is_asked_told_of_a_move_and_of_the_end(cast: Cast, mail: Post) -> None:
    meeting = meeting_of(cast)
    guest = guest_at(cast, meeting, language="nl")
    work("mail")
    asked = only(event(mail, "pia"))
    assert (str(asked["UID"]), str(asked["LOCATION"])) == (f"{guest.pk}@kring.example", "Quay 1")
    assert str(asked["ATTENDEE"]) == "mailto:pia@pia.example"
    text = words(mail.to("pia"))
    assert "Hallo Pia" in text
    assert "A GREEN point" in text
    assert link_of(guest) in text
    assert link_of(guest) in str(asked["URL"])
    later = SOON + timedelta(days=1)
    with acting_as(cast.actor("chi")) as actor:
        commands.change_meeting(
            actor=actor, meeting=meeting.pk, asked=MeetingAsked("North meets", later, later + timedelta(hours=1))
        )
    work("mail")
    moved = only(event(mail, "pia"))
    assert (moved["UID"], int(str(moved["SEQUENCE"]))) == (asked["UID"], 1)
    assert moved["DTSTART"].to_ical() == f"{later:%Y%m%dT%H%M%SZ}".encode()
    with acting_as(cast.actor("chi")) as actor:
        commands.cancel_meeting(actor=actor, meeting=meeting.pk)
    work("mail")
    gone = event(mail, "pia")
    assert (str(gone["METHOD"]), only(gone)["UID"]) == ("CANCEL", asked["UID"])
    assert len(mail.all_to("pia")) == 3


@pytest.mark.parametrize(("label", "summary"), [(Label.GREEN, "North meets"), (Label.AMBER, "Meeting of North")])
def test_what_travels_in_the_open_is_what_a_guest_gets(cast: Cast, mail: Post, label: Label, summary: str) -> None:
    guest_at(cast, meeting_of(cast, label))
    work("mail")
    assert str(only(event(mail, "pia"))["SUMMARY"]) == summary
    whole = b"".join(octets(part) for part in mail.to("pia").walk() if not part.is_multipart())
    secrets = (b"Pumps", b"Quay 1", b"A GREEN point", b"A AMBER point")
    assert [secret in whole for secret in secrets] == [label == Label.GREEN] * 3 + [False]


@pytest.mark.requirement("R69")
def test_whose_invitation_is_taken_back_hears_it_and_finds_nothing(cast: Cast, mail: Post) -> None:
    meeting = meeting_of(cast)
    guest = guest_at(cast, meeting)
    work("mail")
    before = only(event(mail, "pia"))
    with acting_as(cast.actor("chi")) as actor:
        commands.remove_guest(actor=actor, invitee=guest.pk)
        assert not queries.meeting_view(actor, meeting.pk).invitees
    work("mail")
    cancel = event(mail, "pia")
    gone = only(cancel)
    assert (str(cancel["METHOD"]), gone["UID"], str(gone["SUMMARY"])) == ("CANCEL", before["UID"], "Meeting")
    assert int(str(gone["SEQUENCE"])) > int(str(before["SEQUENCE"]))
    assert Client().get(link_of(guest)).status_code == Client().post(link_of(guest)).status_code == 404
    with refused("not_taken"):
        answer_from(before, "ACCEPTED")


def test_when_the_meeting_becomes_too_narrow_for_a_guest_it_leaves_their_calendar(cast: Cast, mail: Post) -> None:
    meeting = meeting_of(cast)
    guest_at(cast, meeting, Label.GREEN)
    asked = MeetingAsked("North meets", SOON, SOON + timedelta(hours=1), label=Label.AMBER)
    with acting_as(cast.actor("chi")) as actor:
        commands.change_meeting(actor=actor, meeting=meeting.pk, asked=asked)
    work("mail")
    assert [str(event(mail, "pia")["METHOD"]), len(mail.all_to("pia"))] == ["CANCEL", 1]


@pytest.mark.requirement("R70")
def test_a_guests_calendar_answers(cast: Cast, mail: Post) -> None:
    guest = guest_at(cast, meeting_of(cast))
    work("mail")
    answer_from(only(event(mail, "pia")), "ACCEPTED")
    assert said(cast, guest).reply == "accepted"
    with refused("mail_other_sender"):
        answer_from(only(event(mail, "pia")), "DECLINED", sender="eve@eve.example")
    assert said(cast, guest).reply == "accepted"


def answer_from(found: icalendar.Event, answer: str, sender: str = "pia@pia.example") -> None:
    to = str(found["ORGANIZER"]).removeprefix("mailto:")
    letter = APPLE.format(to=to, uid=found["UID"], said=answer, sequence=found["SEQUENCE"])
    letter = letter.replace("ada@ada.example", sender)
    take_in(sender=sender, recipient=to, octets=letter.encode())


@pytest.mark.requirement("R71")
def test_a_guest_answers_and_ticks_in_by_the_link_and_stands_in_the_minutes(cast: Cast) -> None:
    meeting = meeting_of(cast)
    guest = guest_at(cast, meeting)
    link, page = link_of(guest), Client()
    assert page.post(link, {"reply": "tentative"}).status_code == 302
    assert said(cast, guest).reply == "tentative"
    assert page.post(link, {"here": "room"}).status_code == 409  # it does not go on yet
    with acting_as(cast.actor("chi")) as actor:
        room.open_room(actor=actor, meeting=meeting.pk)
    assert b"I am in the call" in page.get(link).content
    assert said(cast, guest).attendance == "none"  # opening the link says nothing
    page.post(link, {"here": "online"})
    assert b"You are ticked in" in page.get(link).content
    with acting_as(cast.actor("chi")) as actor:
        shared = minutes.share_minutes(actor=actor, meeting=meeting.pk)
        minutes.approve_minutes(actor=actor, minutes=shared.pk)
        assert [(one.name, one.attendance) for one in Attendee.objects.all()] == [("Pia", "online")]


def test_a_guest_answers_for_nobody_else_and_sees_nobody_else(cast: Cast) -> None:
    meeting = meeting_of(cast)
    guest, other = guest_at(cast, meeting), guest_at(cast, meeting)
    with acting_as(queries.guest_in(queries.guest_link(guest.pk)).actor):
        assert [row.pk for row in Invitee.objects.all()] == [guest.pk]
        assert Invitee.objects.filter(pk=other.pk).update(reply="declined") == 0
