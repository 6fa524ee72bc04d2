"""Reads a mail: its headers, its text, its attachments. Everything has a limit, and nothing in a mail is trusted.

The parser of the standard library is used in its plain mode: its newer one parses headers as well, slowly
where a header is long, and with errors where one is odd. What that would give is done here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from kring.mailroom.reading.flowed import unflow
from kring.mailroom.reading.html import text_of_html

__all__ = ["Attachment", "Letter", "Unreadable", "header", "headers", "read_letter", "walk"]

LARGEST = 30_000_000
"""Octets of a whole mail. Attachments grow by a third on their way, so this is 22 MB of them."""
LONGEST_TEXT = 200_000
"""Characters of text that are read; a thread of mail is a tenth of it."""
_MOST_HEADER_OCTETS = 256_000
_MOST_LINES = 800_000
_MOST_PARTS = 100
_DEEPEST = 12
_LONGEST_HEADER = 2_000

# Each of these opens a level or a part. They are counted before parsing: the parser compares every line
# with every open boundary, so a mail of nothing but boundaries would keep it busy for hours.
_OPENERS = re.compile(rb"(?i)\bboundary\s*\*?=|content-type:\s*message/")
_AUTHOR = re.compile(
    r"(?P<name>[^<>]*?)\s?<(?P<bracketed>[^<>()\[\],;:\s@\"]+@[^<>()\[\],;:\s@\"]+)>"
    r"|(?P<bare>[^<>()\[\],;:\s@\"]+@[^<>()\[\],;:\s@\"]+)(?:\s\((?P<comment>[^()]*)\))?"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_LINE_ENDS = re.compile(r"\r\n?")


class Unreadable(Exception):
    """This mail is not read. The text says what is wrong with it, for the one who sent it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail. `name` and `kind` are claims of the sender."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, read. `text` is all of it, quotes and signature included."""

    sender: str
    sender_name: str
    subject: str
    message_id: str
    text: str
    attachments: tuple[Attachment, ...]
    encrypted: bool
    parsed: Message


def read_letter(octets: bytes) -> Letter:
    """Read a mail. Raises `Unreadable` with a reason when it is too large or too tangled."""
    parsed = _parsed(octets)
    texts, attachments = _contents(parsed)
    name, email = _author(parsed)
    return Letter(
        sender=email,
        sender_name=name,
        subject=header(parsed, "Subject"),
        message_id=header(parsed, "Message-ID").strip("<> "),
        text="\n\n".join(text for text in texts if text)[:LONGEST_TEXT],
        attachments=tuple(attachments),
        encrypted=parsed.get_content_type() == "multipart/encrypted",
        parsed=parsed,
    )


def header(part: Message, name: str) -> str:
    """The first header of this name, decoded, on one line; empty when there is none."""
    return next(headers(part, name), "")


def headers(part: Message, name: str) -> Iterator[str]:
    """Every header of this name, decoded, on one line each, from the top."""
    for key, value in part.raw_items():
        if key.lower() == name.lower():
            yield " ".join(_decoded(str(value)[:_LONGEST_HEADER]).split())


def walk(part: Message, depth: int = 0) -> Iterator[Message]:
    """Every part that is not itself made of parts. Raises `Unreadable` when they are nested too deep."""
    if depth > _DEEPEST:
        raise Unreadable("its parts are nested too deep")
    payload = part.get_payload()
    # A mail inside a mail is an attachment, not more of this one.
    if part.get_content_maintype() == "multipart" and isinstance(payload, list):
        for inner in payload:
            if isinstance(inner, Message):
                yield from walk(inner, depth + 1)
    else:
        yield part


def _author(parsed: Message) -> tuple[str, str]:
    """Name and address of the one who wrote it; both empty when the header names nobody, or several.

    The address is read before anything in the header is decoded: a name that decodes to an address stays a name.
    """
    lines = [str(value)[:_LONGEST_HEADER] for key, value in parsed.raw_items() if key.lower() == "from"]
    found = _AUTHOR.fullmatch(" ".join(lines[0].split())) if len(lines) == 1 else None
    if found is None:
        return "", ""
    name = " ".join(_decoded(found["name"] or found["comment"] or "").split()).strip('"')
    octets = (found["bracketed"] or found["bare"]).encode("utf-8", "surrogateescape")
    address = _in_characters(octets, "utf-8")
    return ("", "") if _CONTROL.search(address) else (name, address)


def _parsed(octets: bytes) -> Message:
    if len(octets) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST // 1_000_000} MB")
    if octets.count(b"\n") > _MOST_LINES:
        raise Unreadable("it has too many lines")
    if sum(1 for _ in _OPENERS.finditer(octets)) > _MOST_PARTS:
        raise Unreadable("it has too many parts")
    head = re.search(rb"\r?\n\r?\n", octets)
    if (head.start() if head else len(octets)) > _MOST_HEADER_OCTETS:
        raise Unreadable("its header is too long")
    try:
        return message_from_bytes(octets)
    except (RecursionError, ValueError) as error:
        raise Unreadable("its structure cannot be read") from error


def _contents(parsed: Message) -> tuple[list[str], list[Attachment]]:
    """The texts to read, one of each set of alternatives, and the files."""
    texts: list[str] = []
    files: list[Attachment] = []
    chosen = _worst_alternatives(parsed)
    for number, part in enumerate(walk(parsed)):
        if number > _MOST_PARTS:
            raise Unreadable("it has too many parts")
        if id(part) in chosen:
            continue
        if _is_text(part):
            texts.append(_text(part))
        else:
            files.append(_file(part, number))
    return texts, files


def _worst_alternatives(parsed: Message) -> set[int]:
    """The parts that say again what another part says better: HTML beside plain text that is not empty."""
    skipped: set[int] = set()
    for part in parsed.walk():
        payload = part.get_payload()
        if part.get_content_type() != "multipart/alternative" or not isinstance(payload, list):
            continue
        leaves = [leaf for inner in payload if isinstance(inner, Message) for leaf in walk(inner)]
        plain = [leaf for leaf in leaves if leaf.get_content_type() == "text/plain" and _text(leaf).strip()]
        for leaf in leaves:
            kind = leaf.get_content_type()
            if (kind == "text/html" and plain) or (kind == "text/plain" and not plain) or kind == "text/x-amp-html":
                skipped.add(id(leaf))
    return skipped


def _is_text(part: Message) -> bool:
    if part.get_content_type() not in ("text/plain", "text/html"):
        return False
    # Apple Mail writes the words between pictures as parts of their own, "inline" and without a name.
    return part.get_content_disposition() != "attachment" and not part.get_filename()


def _octets(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return inner[0].as_bytes()
    return b""


def _text(part: Message) -> str:
    octets = _octets(part)[: 4 * LONGEST_TEXT]
    text = _LINE_ENDS.sub("\n", _in_characters(octets, part.get_content_charset() or "utf-8"))
    text = _CONTROL.sub("", text)
    if part.get_content_type() == "text/html":
        return text_of_html(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflow(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _in_characters(octets: bytes, charset: str) -> str:
    """The text, whatever the mail claims about its charset: programs claim wrongly in known ways."""
    # What calls itself Latin-1 or ASCII is Windows-1252 in practice (WHATWG Encoding, section 4.2).
    if charset.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"):
        charset = "utf-8" if _is_utf8(octets) else "cp1252"
    for attempt in (charset, "utf-8"):
        try:
            return octets.decode(attempt)
        except (LookupError, UnicodeError, ValueError):
            continue
    return octets.decode("cp1252", "replace")


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _file(part: Message, number: int) -> Attachment:
    name = " ".join(_decoded(part.get_filename() or "").split())
    kind = _CONTROL.sub("", part.get_content_type())
    if not name:
        name = f"{number}.eml" if kind == "message/rfc822" else f"{number}.bin"
    return Attachment(name[:200], kind, _octets(part))


def _decoded(value: str) -> str:
    """A header value in characters: encoded words read (RFC 2047), raw octets taken for UTF-8."""
    try:
        pieces = decode_header(_LINE_ENDS.sub("\n", value).replace("\n", ""))
    except (HeaderParseError, ValueError):
        pieces = [(value, None)]
    words = []
    for piece, charset in pieces:
        octets = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        words.append(_in_characters(octets, charset or "utf-8"))
    return _CONTROL.sub(" ", "".join(words))
