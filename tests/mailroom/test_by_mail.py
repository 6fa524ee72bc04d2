"""The whole way by mail, with every process there is: shared, sent, answered, and killed in the middle."""

import email
import email.policy
import os
import signal
import smtplib
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.meetings import commands as meetings
from kring.meetings import queries as planned
from kring.notices.commands.sending import WINDOW
from kring.tlp.labels import Label
from tests.cast import Cast, make_cast
from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, free_port, kring, own_database, until
from tests.notices.post.servers import Behaviour, Mailserver, mailserver
from tests.sharing import stage

PEOPLE = 400


@pytest.fixture
def committed(copy_database: DatabaseCopies, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    """A database of the test's own, in which everything is committed."""
    with own_database(copy_database, django_db_blocker, "by_mail") as database:
        yield database


@pytest.fixture
def cast(committed: OwnDatabase) -> Cast:
    return make_cast()


@pytest.fixture
def server() -> Iterator[Mailserver]:
    with mailserver(Behaviour()) as server:
        yield server


@pytest.fixture
def settings(committed: OwnDatabase, server: Mailserver, tmp_path: Path) -> dict[str, str]:
    return {
        "KRING_HOME": str(tmp_path),
        "KRING_DATABASE_URL": committed.owner,
        "KRING_APP_DATABASE_URL": committed.application,
        "KRING_SMTP_URL": server.url,
        "KRING_MAIL_FROM": "kring@kring.example",
        "KRING_BASE_URL": "https://kring.example",
        "KRING_MAIL_LISTEN": str(free_port()),
    }


def listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def to(server: Mailserver, name: str) -> list[EmailMessage]:
    return [
        email.message_from_bytes(mail.letter, policy=email.policy.default)
        for mail in list(server.mails)
        if mail.recipient.startswith(f"{name}@")
    ]


def invite(cast: Cast) -> UUID:
    """chi plans a meeting of North and invites."""
    with acting_as(cast.actor("chi")) as actor:
        begins = now() + timedelta(days=9)
        asked = meetings.MeetingAsked("North meets", begins, begins + timedelta(hours=2))
        meeting = meetings.plan_meeting(actor=actor, circle=cast.north.pk, asked=asked).pk
        meetings.invite(actor=actor, meeting=meeting)
    return meeting


def in_calendar(letter: EmailMessage) -> str:
    """The calendar entry in a mail."""
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return str(part.get_content())


def reply_of(cast: Cast, meeting: UUID, name: str) -> str:
    """What somebody is known to have answered."""
    with acting_as(cast.actor(name)) as actor:
        own = planned.meeting_view(actor, meeting).row.own
    assert own
    return own.reply


def accept(port: int, asked: EmailMessage) -> None:
    """Somebody's calendar accepts, over LMTP, as the site's mail system hands it over."""
    said = in_calendar(asked).replace("METHOD:REQUEST", "METHOD:REPLY").replace("NEEDS-ACTION", "ACCEPTED")
    where = said.replace("\r\n ", "").replace("\n ", "").partition("ORGANIZER")[2].partition("mailto:")[2].split()[0]
    answer = EmailMessage()
    answer["From"], answer["Message-ID"], answer["Subject"] = asked["To"], "<2@cem.example>", "Accepted: North meets"
    answer.set_content("")
    answer.add_alternative(said, subtype="calendar", params={"method": "REPLY"})
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.send_message(answer, "cem@cem.example", [where])


@pytest.mark.requirement("R80", "R70")
def test_an_item_and_an_invitation_go_out_and_the_answers_come_back(
    cast: Cast, server: Mailserver, settings: dict[str, str], tmp_path: Path
) -> None:
    port = int(settings["KRING_MAIL_LISTEN"])
    with kring("worker", settings, tmp_path / "worker.log"), kring("mail", settings, tmp_path / "mail.log") as door:
        until(lambda: listens(port), door)
        item = stage.share(cast, label=Label.GREEN)
        until(lambda: len(to(server, "cem")) == 1)

        answer = EmailMessage()
        answer["From"], answer["Message-ID"], answer["Subject"] = (
            "Cem <cem@cem.example>",
            "<1@cem.example>",
            "Re: Pumps",
        )
        answer.set_content("So do we.")
        with smtplib.LMTP("127.0.0.1", port) as client:
            where = str(to(server, "cem")[0]["Reply-To"])
            for _ in range(2):  # the site's mail system was not sure that we took it
                client.send_message(answer, "cem@cem.example", [where])
            answer.replace_header("From", "eve@eve.example")
            with pytest.raises(smtplib.SMTPDataError, match="another address"):
                client.send_message(answer, "eve@eve.example", [where])
        until(lambda: len(to(server, "ada")) == 1)
        [heard] = to(server, "ada")

        meeting = invite(cast)
        until(lambda: len(to(server, "cem")) == 2)
        accept(port, to(server, "cem")[-1])
        assert reply_of(cast, meeting, "cem") == "accepted"

    part = heard.get_body(("plain",))
    assert part is not None
    assert "So do we." in part.get_content()
    assert f"/items/{item}/" in part.get_content()


def many(cast: Cast) -> None:
    """Hundreds of people sit in North."""
    from kring.circles.models import Membership, Organisation, Seat
    from kring.people.models import Person

    people = Person.objects.bulk_create(
        Person(name=f"Person {n}", email=f"p{n}@many.example", language="en", password="!") for n in range(PEOPLE)
    )
    house = Organisation.objects.create(name="Many")
    membership = Membership.objects.create(circle=cast.north, organisation=house, state="member")
    Seat.objects.bulk_create(Seat(membership=membership, person=person) for person in people)


def states(committed: OwnDatabase) -> Counter[str]:
    with psycopg.connect(committed.application) as connection:
        connection.execute("SELECT set_config('kring.postman', 'yes', true)")
        return Counter(state for (state,) in connection.execute("SELECT state FROM notices_delivery"))


def test_killed_again_and_again_nothing_is_lost_and_only_mails_in_flight_repeat(
    cast: Cast, committed: OwnDatabase, server: Mailserver, settings: dict[str, str], tmp_path: Path
) -> None:
    many(cast)
    server.behaviour.pause = 0.004
    kills = 0
    item = stage.share(cast, label=Label.GREEN)
    for target in (60, 250, 500):
        with kring("worker", settings, tmp_path / "worker.log") as worker:
            until(lambda target=target: len(server.mails) >= target, worker)  # type: ignore[misc]
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
            kills += 1
        time.sleep(0.3)  # what the server had in its hands when the line went dead
    with kring("worker", settings, tmp_path / "worker.log") as worker:
        until(lambda: states(committed)["sent"] >= PEOPLE + len(stage.readers(cast, item)) - 4, worker, within=60)
        until(lambda: states(committed)["pending"] == 0, worker)

    arrived = Counter(mail.recipient for mail in server.mails)
    assert {f"p{n}@many.example" for n in range(PEOPLE)} <= arrived.keys()
    assert sum(arrived.values()) - len(arrived) <= kills * WINDOW
    assert max(arrived.values()) <= 1 + kills
    identifiers = {
        recipient: {
            email.message_from_bytes(mail.letter)["Message-ID"] for mail in server.mails if mail.recipient == recipient
        }
        for recipient, times in arrived.items()
        if times > 1
    }
    assert all(len(different) == 1 for different in identifiers.values())
    assert states(committed)["sent"] == len(arrived)
