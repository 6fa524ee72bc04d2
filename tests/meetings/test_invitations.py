"""Invitations in mail and calendar, and the answers that come back: as programs read and write them."""

import icalendar
import pytest
from django.test import Client

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.mailroom.commands import take_in
from kring.meetings import commands, jobs, queries
from kring.meetings.commands import MeetingAsked
from kring.meetings.models import Meeting
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.meetings.stage import START, make_item, make_meeting
from tests.notices.office import Post, octets, words
from tests.sharing.stage import refused
from tests.trail import facts_of

DOMAIN = "kring.example"


def send(cast: Cast, meeting: Meeting) -> None:
    with acting_as(cast.actor("chi")):
        sequence = Meeting.objects.get(pk=meeting.pk).sequence
    jobs.mail_meeting(meeting=str(meeting.pk), circle=str(cast.north.pk), sequence=sequence)


def invited(cast: Cast, label: Label = Label.GREEN, **given: object) -> Meeting:
    meeting = make_meeting(cast, label=label, place="The pump house", topic="Pumps", **given)
    with acting_as(cast.actor("chi")) as actor:
        commands.invite(actor=actor, meeting=meeting.pk)
    send(cast, meeting)
    return meeting


def event(mail: Post, name: str) -> icalendar.Calendar:
    [part] = [part for part in mail.to(name).walk() if part.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(octets(part))
    assert part.get_param("method") == str(calendar["METHOD"])
    return calendar


def only(calendar: icalendar.Calendar) -> icalendar.Event:
    [found] = calendar.walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def own(cast: Cast, meeting: Meeting, name: str) -> queries.OwnAnswer:
    with acting_as(cast.actor(name)) as actor:
        answer = queries.meeting_view(actor, meeting.pk).row.own
    assert answer is not None
    return answer


def test_everybody_who_sits_is_invited_once_and_a_deputy_where_nobody_else_sits_for_the_organisation(
    cast: Cast,
) -> None:
    def wanted() -> list[tuple[str, str]]:
        with acting_as(cast.actor("chi")) as actor:
            found = queries.to_invite(actor, cast.north.pk)
        assert {who.membership for who in found} <= {membership.pk for membership in cast.memberships.values()}
        return [(names[who.person], who.role) for who in found]

    names = {cast.person(name).pk: name for name in ("ada", "bo", "cem", "chi", "gus")}
    everybody = [("ada", "member"), ("chi", "member"), ("cem", "member"), ("gus", "observer")]
    assert wanted() == everybody, "by organisation, without machines"
    cast.memberships["ada"].seats.create(person=cast.bo, role="deputy")
    cast.memberships["cem"].seats.create(person=cast.ada, role="representative")
    assert wanted() == everybody
    cast.seats["ada"].delete()
    assert wanted() == [("bo", "member"), ("chi", "member"), ("ada", "member"), *everybody[2:]]


@pytest.mark.requirement("R70")
def test_each_is_asked_alone_and_the_answer_comes_to_us(cast: Cast, mail: Post) -> None:
    meeting = invited(cast)
    assert mail.recipients == {"ada", "cem", "chi", "gus"}
    letter = mail.to("ada")
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    calendar, found = event(mail, "ada"), only(event(mail, "ada"))
    assert (str(calendar["METHOD"]), str(found["UID"]), int(str(found["SEQUENCE"]))) == (
        "REQUEST",
        f"{meeting.pk}@{DOMAIN}",
        0,
    )
    assert found["DTSTART"].to_ical() == b"20310311T123000Z"
    assert (str(found["SUMMARY"]), str(found["LOCATION"])) == ("North meets", "The pump house")
    assert str(found["ATTENDEE"]) == "mailto:ada@ada.example"
    assert found["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert str(found["ORGANIZER"]).startswith("mailto:meet+")
    assert only(event(mail, "cem"))["ORGANIZER"] != found["ORGANIZER"]


@pytest.mark.requirement("R70")
def test_a_move_raises_the_sequence_and_keeps_the_uid_and_asks_anew(cast: Cast, mail: Post) -> None:
    meeting = invited(cast)
    before = only(event(mail, "ada"))
    with acting_as(cast.actor("ada")) as actor:
        commands.answer_invitation(actor=actor, meeting=meeting.pk, reply="accepted")
    later = MeetingAsked("North meets", START.replace(hour=14), START.replace(hour=16))
    with acting_as(cast.actor("chi")) as actor:
        commands.change_meeting(actor=actor, meeting=meeting.pk, asked=later)
    send(cast, meeting)
    after = only(event(mail, "ada"))
    assert (after["UID"], after["ORGANIZER"]) == (before["UID"], before["ORGANIZER"])
    assert (int(str(after["SEQUENCE"])), after["DTSTART"].to_ical()) == (1, b"20310311T143000Z")
    assert after["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    with acting_as(cast.actor("chi")) as actor:
        commands.cancel_meeting(actor=actor, meeting=meeting.pk)
    send(cast, meeting)
    cancel = event(mail, "ada")
    gone = only(cancel)
    assert (str(cancel["METHOD"]), str(gone["STATUS"]), int(str(gone["SEQUENCE"]))) == ("CANCEL", "CANCELLED", 2)
    assert gone["UID"] == before["UID"]
    assert [fact.details["sequence"] for fact in facts_of(cast.chi, "MeetingCancelled")] == [2]
    assert mail.to("ada")["In-Reply-To"] == mail.all_to("ada")[0]["Message-ID"]


@pytest.mark.parametrize(
    ("label", "summary"),
    [(Label.AMBER, "Meeting of North"), (Label.AMBER_STRICT, "Meeting of North"), (Label.RED, "Meeting")],
)
def test_under_a_narrow_label_the_calendar_says_only_that_there_is_a_meeting(
    cast: Cast, mail: Post, label: Label, summary: str
) -> None:
    named = [cast.ada.pk, cast.chi.pk]
    meeting = make_meeting(cast, label=label, topic="Pumps", place="The pump house")
    if label == Label.RED:
        with acting_as(cast.actor("chi")):
            Meeting.objects.filter(pk=meeting.pk).update(audience=named)
    with acting_as(cast.actor("chi")) as actor:
        commands.invite(actor=actor, meeting=meeting.pk)
    send(cast, meeting)
    found = only(event(mail, "ada"))
    assert str(found["SUMMARY"]) == summary
    assert "LOCATION" not in found
    whole = mail.octets() + b"".join(octets(part) for part in mail.to("ada").walk() if not part.is_multipart())
    for secret in (b"Pumps", b"pump house", b"North meets", *([b"North"] if label == Label.RED else [])):
        assert secret not in whole
    assert mail.recipients == ({"ada", "chi"} if label == Label.RED else {"ada", "cem", "chi"})


def test_only_points_that_may_travel_are_in_the_mail(cast: Cast, mail: Post) -> None:
    meeting = make_meeting(cast)
    for place, label in enumerate((Label.GREEN, Label.AMBER, Label.RED)):
        make_item(meeting, cast, label=label, title=f"A {label.short} point", position=place)
    with acting_as(cast.actor("chi")) as actor:
        commands.invite(actor=actor, meeting=meeting.pk)
    send(cast, meeting)
    assert "A GREEN point" in words(mail.to("ada"))
    assert "AMBER point" not in words(mail.to("ada"))
    assert "RED point" not in words(mail.to("ada"))


OUTLOOK = (
    "From: Ada <ada@ada.example>\r\nTo: North <{to}>\r\nSubject: Accepted: North meets\r\n"
    "Message-ID: <1@ada.example>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="_000_x"\r\n\r\n'
    '--_000_x\r\nContent-Type: text/plain; charset="us-ascii"\r\n\r\n\r\n'
    '--_000_x\r\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\r\n\r\n'
    "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
    "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nATTENDEE;PARTSTAT={said};CN=Ada:mailto:ada@ada.example\r\nCOMMENT;LANGUAGE=en-US:Wi\r\n th pleasure\\n\r\n"
    "UID:{uid}\r\nSUMMARY;LANGUAGE=en-US:Accepted: North meets\r\n"
    "DTSTART;TZID=W. Europe Standard Time:20310311T133000\r\nDTEND;TZID=W. Europe Standard Time:20310311T163000\r\n"
    "CLASS:PUBLIC\r\nPRIORITY:5\r\nDTSTAMP:20310101T101500Z\r\nTRANSP:OPAQUE\r\nSTATUS:CONFIRMED\r\nSEQUENCE:{sequence}\r\n"
    "X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    "--_000_x--\r\n"
)
"""Exchange: no ORGANIZER, time zones of its own, a folded comment."""

GOOGLE = (
    "From: Ada <ada@ada.example>\r\nSender: Calendar <calendar-notification@calendar.example>\r\nTo: {to}\r\n"
    "Subject: Accepted: North meets\r\nAuto-Submitted: auto-generated\r\nMessage-ID: <calendar-1@calendar.example>\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="a"\r\n\r\n'
    '--a\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n'
    '--b\r\nContent-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes\r\n\r\nAda has accepted this invitation.\r\n'
    '--b\r\nContent-Type: text/calendar; charset="UTF-8"; method=REPLY\r\nContent-Transfer-Encoding: 7bit\r\n\r\n{ics}--b--\r\n'
    '--a\r\nContent-Type: application/ics; name="invite.ics"\r\nContent-Disposition: attachment; filename="invite.ics"\r\n\r\n'
    "{ics}--a--\r\n"
)
GOOGLE_ICS = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
    "METHOD:REPLY\r\nBEGIN:VEVENT\r\nDTSTART:20310311T123000Z\r\nDTEND:20310311T153000Z\r\nDTSTAMP:20310101T101500Z\r\n"
    "ORGANIZER;CN=North:mailto:{to}\r\nUID:{uid}\r\n"
    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN=Ada;X-NUM\r\n -GUESTS=0:mailto:ada@ada.example\r\n"
    "CREATED:20310101T101400Z\r\nDESCRIPTION:\r\nLAST-MODIFIED:20310101T101500Z\r\nSEQUENCE:{sequence}\r\nSTATUS:CONFIRMED\r\n"
    "SUMMARY:North meets\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
"""Google: sent by the calendar itself, the answer twice, one line folded in the middle of a parameter."""

APPLE = (
    "From: ada@ada.example\r\nTo: {to}\r\nSubject: Ada accepted\r\nMessage-ID: <2@ada.example>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: text/calendar; charset=utf-8; method=REPLY; name="iCal.ics"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nPRODID:-//Apple Inc.//iPhone OS 18.1//EN\r\nMETHOD:REPLY\r\n"
    'BEGIN:VEVENT\r\nTRANSP:OPAQUE\r\nDTEND:20310311T153000Z\r\nORGANIZER;CN=3D"North":MAILTO:{to}\r\nUID:{uid}\r\n'
    "DTSTAMP:20310101T101500Z\r\nSEQUENCE:{sequence}\r\nSUMMARY:North meets\r\nDTSTART:20310311T123000Z\r\n"
    'ATTENDEE;CN=3D"Ada";CUTYPE=3DINDIVIDUAL;PARTSTAT=3D{said};ROLE=3DREQ-PARTICIPANT:=\r\nMAILTO:ada@ada.example\r\n'
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
"""Apple: nothing but the calendar, MAILTO in capitals, quoted-printable."""


def answer(program: str, mail: Post, said: str, sequence: int = 0, uid: str = "") -> tuple[str, bytes]:
    found = only(event(mail, "ada"))
    to = str(found["ORGANIZER"]).removeprefix("mailto:")
    values = {"to": to, "uid": uid or str(found["UID"]), "said": said, "sequence": str(sequence)}
    if program is GOOGLE:
        values["ics"] = GOOGLE_ICS.format(**values)
    return to, program.format(**values).encode()


@pytest.mark.requirement("R70")
@pytest.mark.parametrize("program", [OUTLOOK, GOOGLE, APPLE], ids=["outlook", "google", "apple"])
def test_what_calendars_answer_is_taken(cast: Cast, mail: Post, program: str) -> None:
    meeting = invited(cast)
    for said, reply in (("TENTATIVE", "tentative"), ("DECLINED", "declined"), ("ACCEPTED", "accepted")):
        to, letter = answer(program, mail, said)
        take_in(sender="ada@ada.example", recipient=to, octets=letter)
        assert own(cast, meeting, "ada").reply == reply
    assert own(cast, meeting, "ada").note == ("With pleasure" if program is OUTLOOK else "")
    assert own(cast, meeting, "cem").reply == "none"


def test_an_answer_to_the_moment_before_does_not_count(cast: Cast, mail: Post) -> None:
    meeting = invited(cast)
    old = answer(OUTLOOK, mail, "ACCEPTED")
    later = MeetingAsked("North meets", START.replace(hour=14), START.replace(hour=16))
    with acting_as(cast.actor("chi")) as actor:
        commands.change_meeting(actor=actor, meeting=meeting.pk, asked=later)
    with refused("stale_answer"):
        take_in(sender="ada@ada.example", recipient=old[0], octets=old[1])
    assert own(cast, meeting, "ada").reply == "none"
    to, letter = answer(OUTLOOK, mail, "ACCEPTED", sequence=1)
    take_in(sender="ada@ada.example", recipient=to, octets=letter)
    assert own(cast, meeting, "ada").reply == "accepted"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b"ada@ada.example", b"eve@eve.example"), "mail_other_sender"),
        ((b"METHOD:REPLY", b"METHOD:COUNTER"), "mail_unreadable"),
        ((b"UID:", b"UID:0"), "not_taken"),
        ((b"PARTSTAT=ACCEPTED", b"PARTSTAT=DELEGATED"), "mail_unreadable"),
        ((b"text/calendar", b"text/nonsense"), "no_calendar"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_a_reason(
    cast: Cast, mail: Post, change: tuple[bytes, bytes], code: str
) -> None:
    meeting = invited(cast)
    to, letter = answer(OUTLOOK, mail, "ACCEPTED")
    with refused(code):
        take_in(sender="ada@ada.example", recipient=to, octets=letter.replace(*change))
    assert own(cast, meeting, "ada").reply == "none"


def test_an_address_that_we_did_not_write_takes_nothing(cast: Cast, mail: Post) -> None:
    invited(cast)
    to, letter = answer(OUTLOOK, mail, "ACCEPTED")
    local, _, domain = to.partition("@")
    for wrong in (f"meet+{'0' * 52}@{domain}", f"{local.replace('meet', 'reply')}@{domain}"):
        with refused("no_such_address"):
            take_in(sender="ada@ada.example", recipient=wrong, octets=letter)


def test_a_button_in_the_mail_shows_and_its_button_says_it(cast: Cast, mail: Post) -> None:
    meeting = invited(cast)
    link = next(line for line in words(mail.to("ada")).splitlines() if "/meetings/answer/" in line).split(": ")[1]
    path = link.removeprefix("http://testserver")
    shown = Client().get(path)
    assert (shown.status_code, own(cast, meeting, "ada").reply) == (200, "none")
    assert Client().post(path.partition("?")[0], {"reply": "accepted"}).status_code == 200
    assert own(cast, meeting, "ada").reply == "accepted"
    assert Client().get(path.replace("answer/", "answer/0")).status_code == 404


@pytest.mark.requirement("R70")
def test_a_colleague_goes_instead_and_gets_it_too(cast: Cast, mail: Post) -> None:
    meeting = invited(cast)
    with acting_as(cast.actor("ada")) as actor:
        commands.answer_invitation(actor=actor, meeting=meeting.pk, reply="declined", deputy=cast.bo.pk)
        with refused("cannot_deputise"):
            commands.answer_invitation(actor=actor, meeting=meeting.pk, reply="declined", deputy=cast.cem.pk)
    send(cast, meeting)
    found = only(event(mail, "bo"))
    assert found["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    with acting_as(cast.actor("bo")) as actor:
        assert "Ada" in {who.name for who in queries.meeting_view(actor, meeting.pk).invitees}


def test_nothing_is_answered_once_it_is_over(cast: Cast, mail: Post) -> None:
    meeting = invited(cast)
    with acting_as(cast.actor("chi")):
        Meeting.objects.filter(pk=meeting.pk).update(ends_at=now(), starts_at=now().replace(year=2020))
    with acting_as(cast.actor("ada")) as actor, refused("meeting_over"):
        commands.answer_invitation(actor=actor, meeting=meeting.pk, reply="accepted")
