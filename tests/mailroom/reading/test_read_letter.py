import time

import pytest

from kring.mailroom.reading import Unreadable, own_words, read_letter
from tests.mailroom import corpus


def test_it_keeps_attachments_with_their_names() -> None:
    logbook, passwd, forwarded = corpus.letter("attachments").attachments

    assert (logbook.name, logbook.kind) == ("logboek maart 2026 €.csv", "text/csv")
    assert logbook.content == b"src,dst\n198.51.100.7,192.0.2.4\n"
    assert passwd.name == "../../etc/passwd"  # a claim; whoever stores it trusts no name
    assert forwarded.kind == "message/rfc822"
    assert b"Klik hier." in forwarded.content


def test_a_picture_between_words_is_a_file_and_the_words_stay_in_order() -> None:
    letter = corpus.letter("apple-mail-nl-picture")

    assert [file.kind for file in letter.attachments] == ["image/png"]
    assert letter.text.index("dashboard") < letter.text.index("Piek")


def test_it_reads_what_a_lying_charset_hides() -> None:
    letter = corpus.letter("lying-charset")

    assert letter.subject == "Getroffen: café-netwerk"
    assert letter.sender == "fay@phi.example"
    assert letter.sender_name == "Fay de Wit"
    assert "\x00" not in letter.text


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        ("Ada <ada@alpha.example>", "ada@alpha.example"),
        ("ada@alpha.example (Ada)", "ada@alpha.example"),
        ('"ada@alpha.example" <evil@example.net>', "evil@example.net"),
        ("=?utf-8?q?=3Cada@alpha.example=3E?= <evil@example.net>", "evil@example.net"),
        ("ada@alpha.example, evil@example.net", ""),
        ("Ada <ada@alpha.example> <evil@example.net>", ""),
        ("alice@alpha.example)bo@alpha.example", ""),
        ("(" * 100_000, ""),
        ("x\nFrom: ada@alpha.example", ""),
        ("", ""),
    ],
)
def test_the_sender_is_one_address_or_nobody(line: str, sender: str) -> None:
    assert read_letter(f"From: {line}\nSubject: x\n\ny".encode()).sender == sender


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"Subject: x\n\n" + b"a" * 30_000_001, "larger"),
        (b"Subject: x\n\n" + b"\n" * 800_001, "lines"),
        (b"X: " + b"y" * 300_000 + b"\n\nz", "header"),
        (b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(101)), "parts"),
        (b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(20)), "deep"),
    ],
)
def test_a_mail_beyond_reason_is_refused_with_a_reason(octets: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_letter(octets)


@pytest.mark.parametrize(
    "octets",
    [
        b"Subject: x\n\n" + b"> a\nb\n" * 100_000,
        b"Subject: x\n\n" + b"On a b c d e\n" * 20_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 15_000 + b"\n\nx",
        b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
        b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
        b"Content-Type: text/html\n\n" + b"<![CDATA[" * 80_000,
        b"Content-Type: text/html\n\n" + b"<a x='" * 100_000,
        b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 70_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(12))
        + b"x\n" * 700_000,
    ],
    ids=["quotes", "announcements", "words", "nesting", "comments", "cdata", "attributes", "flowed", "boundaries"],
)
def test_a_mail_made_to_take_long_does_not(octets: bytes) -> None:
    start = time.process_time()
    own_words(read_letter(octets).text)
    assert time.process_time() - start < 5
