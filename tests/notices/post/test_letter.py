"""Letters are read back with the standard library's parser, which had no part in writing them."""

import email
import email.header
import email.policy
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest

from kring.notices.post.headers import Address
from kring.notices.post.letter import Message, Personal, Plate
from kring.notices.post.printable import slot

MESSAGE = Message(
    sender=Address("Haven ISAC via Kring", "kring@kring.example"),
    subject="Citrix — patch vandaag",
    text=f"Beste lezer,\n\n.Punt vooraan, 100% café.\nNuttig: {slot('useful')}\n\n{'lang ' * 60}\n",
    html=f'<p>100% café</p><p><a href="{slot("useful")}">Nuttig</a> voor {slot("name")}</p>',
    list_id="haven.kring.example",
    list_name="Haven, ISAC",
)
PERSONAL = Personal(
    to=Address("Ada de Vries", "ada@alpha.example"),
    message_id="4f.1@kring.example",
    sent=datetime(2026, 3, 3, 10, 12, tzinfo=timezone(timedelta(hours=1))),
    reply_to="reply+abc@kring.example",
    unsubscribe="https://kring.example/mail/off/abc",
    parent="4f.0@kring.example",
    thread="4e.9@kring.example",
    slots={"useful": "https://kring.example/f/abc-_1", "name": "Ada"},
)


def parsed(octets: bytes) -> EmailMessage:
    return email.message_from_bytes(octets, policy=email.policy.default)


def decoded(value: str) -> str:
    return str(email.header.make_header(email.header.decode_header(value)))


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_reader_finds_what_was_written() -> None:
    letter = parsed(Plate(MESSAGE).letter(PERSONAL))

    assert letter["From"] == "Haven ISAC via Kring <kring@kring.example>"
    assert letter["To"] == "Ada de Vries <ada@alpha.example>"
    assert letter["Subject"] == "Citrix — patch vandaag"
    assert letter["Date"] == "Tue, 03 Mar 2026 09:12:00 +0000"
    assert text_of(letter, "plain") == MESSAGE.text.replace(slot("useful"), "https://kring.example/f/abc-_1")
    assert 'href="https://kring.example/f/abc-_1">Nuttig</a> voor Ada' in text_of(letter, "html")
    assert not any(part.defects for part in letter.walk())


def test_programs_find_list_thread_and_the_way_out() -> None:
    letter = parsed(Plate(MESSAGE).letter(PERSONAL))

    assert letter["List-Id"] == '"Haven, ISAC" <haven.kring.example>'
    assert letter["List-Unsubscribe"] == "<https://kring.example/mail/off/abc>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Message-ID"] == "<4f.1@kring.example>"
    assert letter["In-Reply-To"] == "<4f.0@kring.example>"
    assert letter["References"] == "<4e.9@kring.example> <4f.0@kring.example>"
    assert letter["Reply-To"] == "reply+abc@kring.example"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_plain_text_stands_before_html() -> None:
    kinds = [part.get_content_type() for part in parsed(Plate(MESSAGE).letter(PERSONAL)).walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_an_invitation_stands_beside_the_text() -> None:
    message = replace(MESSAGE, calendar="BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR", method="REQUEST")
    *_, last = parsed(Plate(message).letter(PERSONAL)).walk()

    assert last.get_content_type() == "text/calendar"
    assert last.get_param("method") == "REQUEST"
    assert b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" in last.get_payload(decode=True)


def test_text_alone_makes_one_part() -> None:
    letter = parsed(Plate(replace(MESSAGE, html="")).letter(PERSONAL))
    assert letter.get_content_type() == "text/plain"


def test_it_is_seven_bits_with_short_lines_and_proper_line_ends() -> None:
    octets = Plate(MESSAGE).letter(PERSONAL)

    assert octets.isascii()
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert max(len(line) for line in octets.split(b"\r\n")) <= 78


NAMES = [
    "Ada", "O'Brien, Jan", 'Jan "de Kist" Jansen', "Zoë Ünal", "Пётр Петрович Удивительно-Длиннофамильный, Очень",
    "山田 太郎", "محمد بن سلمان", "👩‍🚒 " * 20, "=?utf-8?q?fake?=", "a@b.example", "(Comment) <x@y.example>",
    "Back\\slash", "x" * 200, " ", "", "tab\there",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_comes_back_as_it_was(name: str) -> None:
    octets = Plate(MESSAGE).letter(replace(PERSONAL, to=Address(name, "ada@alpha.example")))
    value = email.message_from_bytes(octets)["To"].replace("\r\n", "")
    shown, _, address = value.rpartition(" ")

    assert address.strip("<>") == "ada@alpha.example"
    plain = shown[1:-1].replace('\\"', '"').replace("\\\\", "\\") if shown.startswith('"') else decoded(shown)
    assert plain == " ".join(name.split())
    head = octets.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"=?" in line)


@pytest.mark.parametrize("title", ["Citrix", "Überwachung " * 12, "警告" * 40, "=?utf-8?b?aGFoYQ==?=", "word " * 60])
def test_a_subject_of_any_length_and_script_comes_back_as_it_was(title: str) -> None:
    octets = Plate(replace(MESSAGE, subject=title)).letter(PERSONAL)
    assert decoded(email.message_from_bytes(octets)["Subject"].replace("\r\n", "")) == title.strip()


EVIL = "x\r\nBcc: eve@example.net\r\n\r\nBody"


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00"])
def test_nothing_that_is_put_into_a_header_becomes_a_header(line_end: str) -> None:
    evil = EVIL.replace("\r\n", line_end)
    message = replace(MESSAGE, subject=evil, sender=Address(evil, "kring@kring.example"), list_name=evil)
    octets = Plate(message).letter(replace(PERSONAL, to=Address(evil, f"ada@alpha.example{evil}")))

    assert "Bcc" not in email.message_from_bytes(octets)
    assert [part.get_content_type() for part in parsed(octets).walk()][1:] == ["text/plain", "text/html"]


def test_what_a_member_writes_never_becomes_a_slot() -> None:
    message = replace(MESSAGE, text="\ue000guess:useful\ue001 %s %(x)s {useful}", html="")
    assert text_of(parsed(Plate(message).letter(PERSONAL)), "plain").strip() == message.text


@pytest.mark.parametrize("value", ["a&b<c>\"d'", "x" * 300, "ends with space ", ".", "=", "é", "two\r\nlines", "100%"])
def test_what_fills_a_slot_disturbs_nothing_around_it(value: str) -> None:
    message = replace(
        MESSAGE, text=f"before {slot('v')} after\n{slot('v')}\n{slot('v')}{slot('v')}", html=f"<b>{slot('v')}</b>"
    )
    letter = parsed(Plate(message).letter(replace(PERSONAL, slots={"v": value})))
    shown = " ".join(value.split()) if "\n" in value else value.strip()

    assert text_of(letter, "plain").rstrip("\n") == f"before {shown} after\n{shown}\n{shown}{shown}"
    escaped = (
        shown.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )
    assert text_of(letter, "html").strip() == f"<b>{escaped}</b>"


def test_a_slot_without_a_value_is_an_error_not_an_empty_place() -> None:
    with pytest.raises(KeyError):
        Plate(MESSAGE).letter(replace(PERSONAL, slots={}))


def test_ten_thousand_letters_take_less_than_a_second() -> None:
    plate = Plate(MESSAGE)
    start = time.process_time()
    for _ in range(10_000):
        plate.letter(PERSONAL)
    assert time.process_time() - start < 1
