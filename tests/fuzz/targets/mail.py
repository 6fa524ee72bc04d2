"""Mail that comes in."""

from kring.mailroom.reading import (
    Unreadable,
    bounce_of,
    is_forged,
    nature_of,
    own_words,
    read_letter,
    without_signature,
)
from tests.fuzz.target import Target
from tests.mailroom import corpus


def letter(octets: bytes) -> None:
    found = read_letter(octets)
    files = [text for one in found.attachments for text in (one.name, one.kind)]
    for text in (found.text, found.subject, found.sender, found.sender_name, found.message_id, *files):
        assert "\0" not in text
        text.encode()
    nature_of(found, found.sender)
    bounce_of(found)
    is_forged(found, "mx.kring.example")
    answer(found.text.encode())


def answer(octets: bytes) -> None:
    text = octets.decode()
    own_words(text)
    without_signature(text)


TARGETS = (
    Target(name="mail", read=letter, answers=(Unreadable,), seeds=[corpus.octets(name) for name in corpus.names()]),
    Target(name="answer", read=answer, answers=(UnicodeDecodeError,), seeds=[corpus.letter(name).text.encode() for name in corpus.names()]),
)  # fmt: skip
