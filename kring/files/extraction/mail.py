"""Text out of mail as it was saved: its headers, what it says, and what is attached to it, mail in mail included."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from typing import BinaryIO

from kring.files.extraction.markup import Suspicious

DEEPEST = 5
"""Mail in mail in mail: forwarding on forwarding seldom goes deeper."""

MOST_PARTS = 200

MAIL = "message/rfc822"
OUTLOOK = "application/vnd.ms-outlook"


@dataclass(frozen=True, slots=True)
class Part:
    """A body or an attachment."""

    octets: bytes
    media_type: str
    name: str = ""
    """As attached; empty for what the mail itself says."""


ReadPart = Callable[[Part], Iterator[str]]
"""Reads a part by what it is: the same readers as for a file on its own. Raises `Suspicious` where it cannot."""


def text_of_mail(source: BinaryIO, read: ReadPart) -> Iterator[str]:
    """A message of RFC 5322: each header on a line of its own, decoded; then its parts in order."""
    message = BytesParser(policy=policy.default).parse(source)
    yield from (f"{name}: {_plain(value)}\n" for name, value in message.raw_items())
    yield "\n"
    yield from _texts_of(_parts(message), read)


def _plain(value: object) -> str:
    """A header in the letters it was written in. One that is not well formed is shown as it came."""
    raw = " ".join(str(value).split())
    try:
        return str(make_header(decode_header(raw)))
    except (ValueError, LookupError):
        return raw


def _parts(message: EmailMessage) -> Iterator[Part]:
    if message.is_multipart() and message.get_content_type() != MAIL:
        for part in message.iter_parts():
            yield from _parts(part)
        return
    name = message.get_filename("")
    if message.get_content_type() == MAIL:
        inner = message.get_payload()
        octets = inner[0].as_bytes() if isinstance(inner, list) and inner else b""
        yield Part(octets, MAIL, name or "mail")
        return
    octets = message.get_payload(decode=True)
    if isinstance(octets, bytes):
        attached = name or ("" if message.get_content_maintype() == "text" else "attachment")
        yield Part(_in_unicode(octets, message), message.get_content_type(), attached)


def _in_unicode(octets: bytes, message: EmailMessage) -> bytes:
    """Text in another set of characters, as UTF-8."""
    charset = message.get_content_charset("utf-8")
    if message.get_content_maintype() != "text" or charset in {"utf-8", "us-ascii"}:
        return octets
    try:
        return octets.decode(charset, "replace").encode()
    except LookupError:
        return octets


def text_of_outlook(source: BinaryIO, read: ReadPart) -> Iterator[str]:
    """A message as Outlook saves it ([MS-OXMSG])."""
    from oxmsg import Message  # noqa: PLC0415  # 0.1 s that other files need not wait for

    message = Message.load(source)
    headers = message.message_headers
    if not headers:
        headers = {"Subject": message.subject, "From": message.sender or ""}
        headers["To"] = ", ".join(f"{one.name} <{one.email_address}>" for one in message.recipients)
    yield from (f"{name}: {_plain(value)}\n" for name, value in headers.items())
    yield "\n"
    bodies = [Part((message.body or "").encode(), "text/plain"), Part((message.html_body or "").encode(), "text/html")]
    attached = [
        Part(one.file_bytes or b"", one.mime_type or "", one.file_name or "attachment") for one in message.attachments
    ]
    yield from _texts_of((*bodies, *attached), read)


def _texts_of(parts: Iterable[Part], read: ReadPart) -> Iterator[str]:
    """Each part's name and hashes, so that what was attached can be looked for, and its text. A part that cannot be read
    hinders no other; that there was one is said at the end."""
    broken = False
    for number, part in enumerate(parts):
        if number >= MOST_PARTS:
            raise Suspicious
        if part.name:
            yield f"\n{part.name}\n" + "".join(f"{digest(part.octets).hexdigest()}\n" for digest in _DIGESTS)
        try:
            yield from read(part)
        except Suspicious:
            broken = True
        yield "\n"
    if broken:
        raise Suspicious


_DIGESTS = (hashlib.md5, hashlib.sha1, hashlib.sha256)
