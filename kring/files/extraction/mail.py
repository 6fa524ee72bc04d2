"""Text out of mail as it was saved: its headers, what it says, and what is attached to it, mail in mail included."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message, MIMEPart
from email.parser import BytesParser, HeaderParser
from typing import BinaryIO

from olefile import OleFileIO
from oxmsg.attachment import Attachment
from oxmsg.domain import constants as pid
from oxmsg.properties import Properties
from oxmsg.recipient import Recipient
from oxmsg.storage import Storage

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
    except (MessageError, ValueError, LookupError):
        return raw


def _parts(message: MIMEPart) -> Iterator[Part]:
    if message.is_multipart() and message.get_content_type() != MAIL:
        for part in message.iter_parts():
            yield from _parts(part)
        return
    name = message.get_filename("")
    if message.get_content_type() == MAIL:
        inner = message.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            yield Part(inner[0].as_bytes(), MAIL, name or "mail")
        return
    octets = message.get_payload(decode=True)
    if isinstance(octets, bytes):
        attached = name or ("" if message.get_content_maintype() == "text" else "attachment")
        yield Part(_in_unicode(octets, message), message.get_content_type(), attached)


def _in_unicode(octets: bytes, message: MIMEPart) -> bytes:
    """Text in another set of characters, as UTF-8."""
    charset = message.get_content_charset("utf-8")
    if message.get_content_maintype() != "text" or charset in {"utf-8", "us-ascii"}:
        return octets
    try:
        return octets.decode(charset, "replace").encode()
    except LookupError:
        return octets


def text_of_outlook(source: BinaryIO, read: ReadPart) -> Iterator[str]:
    """A message as Outlook saves it ([MS-OXMSG]), and the messages in it."""
    with OleFileIO(source) as file:
        storage = Storage.from_ole(file)
    yield from _saved(storage, _OUTERMOST, read)


_OUTERMOST, _EMBEDDED = 32, 24
"""Bytes before the properties of a message: [MS-OXMSG] 2.4.1."""


def _saved(storage: Storage, offset: int, read: ReadPart, depth: int = 1) -> Iterator[str]:
    if depth > DEEPEST:
        raise Suspicious
    message = Properties(storage, properties_header_offset=offset)
    yield from (f"{name}: {_plain(value)}\n" for name, value in _saved_headers(message, storage))
    yield "\n"
    attached = list(storage.iter_attachment_storages())
    yield from _texts_of((*_bodies(message), *(_attachment(one) for one in attached)), read)
    for one in attached:
        for inner in one.storages:
            if inner.name == "__substg1.0_3701000D":
                yield "\n"
                yield from _saved(inner, _EMBEDDED, read, depth + 1)


def _saved_headers(message: Properties, storage: Storage) -> Iterator[tuple[str, str]]:
    """As they came; of a message that never travelled, what Outlook knows."""
    if raw := message.str_prop_value(pid.PID_TRANSPORT_MESSAGE_HEADERS):
        yield from HeaderParser().parsestr(raw).items()
        return
    yield "Subject", message.str_prop_value(pid.PID_SUBJECT) or ""
    name = message.str_prop_value(pid.PID_SENDER_NAME) or ""
    address = message.str_prop_value(pid.PID_SENDER_SMTP_ADDRESS)
    yield "From", f"{name} <{address or message.str_prop_value(pid.PID_SENDER_EMAIL_ADDRESS) or ''}>"
    for one in map(Recipient, storage.iter_recipient_storages()):
        yield "To", f"{one.name} <{one.email_address}>"


def _bodies(message: Properties) -> Iterator[Part]:
    if plain := message.str_prop_value(pid.PID_BODY):
        yield Part(plain.encode("utf-8", "replace"), "text/plain")
    if octets := message.binary_prop_value(pid.PID_HTML):
        yield Part(octets.decode(message.body_encoding, "replace").encode(), "text/html")
    elif markup := message.str_prop_value(pid.PID_BODY_HTML):
        yield Part(markup.encode("utf-8", "replace"), "text/html")


def _attachment(storage: Storage) -> Part:
    one = Attachment(storage)
    name = one.file_name or one.properties.str_prop_value(pid.PID_DISPLAY_NAME) or "attachment"
    return Part(one.file_bytes or b"", one.mime_type or "", name)


def _texts_of(parts: Iterable[Part], read: ReadPart) -> Iterator[str]:
    """Each part's name and hashes, so that what was attached can be looked for, and its text.

    A part that cannot be read hinders no other; that there was one is said at the end.
    """
    broken = False
    for number, part in enumerate(parts):
        if number >= MOST_PARTS:
            raise Suspicious
        if part.name:
            yield f"\n{part.name}\n"
        if part.name and part.octets and part.media_type != MAIL:
            yield "".join(f"{digest(part.octets).hexdigest()}\n" for digest in _DIGESTS)
        try:
            yield from read(part)
        except Suspicious:
            broken = True
        yield "\n"
    if broken:
        raise Suspicious


_DIGESTS = (hashlib.md5, hashlib.sha1, hashlib.sha256)
