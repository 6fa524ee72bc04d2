"""A round by mail: to those who are silent, with one tap."""

import email
import email.policy
import re
from uuid import UUID

import pytest
from django.test import Client
from pysequoia import decrypt

from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.notices.rules import RepliesWish, Wish
from kring.sharing import jobs
from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, octets, words
from tests.sharing.mail.sending import give_key, send_item
from tests.sharing.rounds import answer, said, start
from tests.sharing.stage import share


def send_round(cast: Cast, asked: UUID, again: str = "") -> None:
    jobs.mail_round(round=str(asked), circle=str(cast.north.pk), author=str(cast.chi.pk), again=again)


@pytest.mark.requirement("R81")
def test_every_member_is_asked_save_who_asks(cast: Cast, mail: Post) -> None:
    send_round(cast, start(cast))
    assert mail.recipients == {"ada", "cem"}
    letter = mail.to("cem")
    assert letter["Subject"] == "North: is there anything to report?"
    assert "North asks all members: is there anything to report?" in words(letter)


@pytest.mark.requirement("R81")
def test_a_reminder_goes_to_those_who_are_silent(cast: Cast, mail: Post) -> None:
    asked = start(cast)
    answer(cast, asked, "cem")
    send_round(cast, asked, again="1")
    assert mail.recipients == {"ada"}
    assert "asks once more" in words(mail.to("ada"))


def test_nobody_is_asked_twice_by_a_job_that_runs_twice(cast: Cast, mail: Post) -> None:
    asked = start(cast)
    send_round(cast, asked)
    send_round(cast, asked)
    assert len(mail.all_to("cem")) == 1


def test_who_wants_no_mail_of_the_circle_gets_none(cast: Cast, mail: Post) -> None:
    with acting_as(cast.actor("cem")) as cem:
        notices.wish(
            actor=cem, circle=cast.north.pk, items=Wish.OFF, replies=RepliesWish.OFF, urgent=False, digest=False
        )
    asked = start(cast)
    send_round(cast, asked)
    send_round(cast, asked, again="1")
    assert mail.recipients == {"ada"}


def test_the_question_travels_sealed_or_not_at_all(cast: Cast, mail: Post) -> None:
    secret = give_key(cast, "cem")
    asked = start(cast, question="Anything about the quay cranes?")
    send_round(cast, asked)
    assert b"quay cranes" not in mail.octets()
    _, sealed = mail.to("cem").iter_parts()
    opened = decrypt(octets(sealed), decryptor=secret.decryptor()).bytes
    assert opened
    assert "quay cranes" in words(email.message_from_bytes(opened, policy=email.policy.default))


@pytest.mark.requirement("R81")
def test_one_tap_answers(cast: Cast, mail: Post) -> None:
    asked = start(cast, question="Anything about the quay cranes?")
    send_round(cast, asked)
    found = re.search(r"https://kring\.example(/mail/nothing/[^/\s]+/)", words(mail.to("cem")))
    assert found
    browser = Client()
    page = browser.get(found[1]).content.decode()
    assert "Nothing to report" in page
    assert "quay cranes" not in page
    assert said(cast, asked)["Gamma"] is None  # programs that check mail open links
    browser.post(found[1])
    assert said(cast, asked)["Gamma"] == "nothing"


def test_a_tap_of_another_mail_answers_no_round(cast: Cast, mail: Post) -> None:
    start(cast)
    send_item(cast, share(cast, label=Label.GREEN))
    found = re.search(r"https://kring\.example/mail/useful/([^/\s]+)/", words(mail.to("cem")))
    assert found
    assert Client().get(f"/mail/nothing/{found[1]}/").status_code == 404
