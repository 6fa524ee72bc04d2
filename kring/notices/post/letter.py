"""Letters: a message is engraved once per language on a plate, and printed from it for each reader.

The standard library composes a few hundred mails a second. A warning goes to thousands of people and
differs per person in six header lines and a few links, so all the rest is encoded once and a letter is one
substitution. A letter is 7-bit clean, so no server on its way has a reason to change it.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from kring.notices.post import headers
from kring.notices.post.headers import Address
from kring.notices.post.printable import Sheet

__all__ = ["Message", "Personal", "Plate"]

_FIELD_START = re.compile(rb"(?m)^(?=\S)")
_HIDDEN_SUBJECT = b"Subject: [...]\r\n"  # as RFC 9788 section 3.2.1 has it


@dataclass(frozen=True, slots=True)
class Message:
    """What a mail says to everybody who reads this language. `text` and `html` may hold slots.

    `list_id` is the identifier of the list without brackets (RFC 2919), `list_name` what people see beside it.
    `calendar` is an iTIP object and `method` its METHOD (RFC 6047).
    """

    sender: Address
    subject: str
    text: str
    html: str = ""
    list_id: str = ""
    list_name: str = ""
    calendar: str = ""
    method: str = "REQUEST"


@dataclass(frozen=True, slots=True)
class Personal:
    """What differs per reader. Message identifiers stand without angle brackets.

    `parent` is the letter this one follows, `thread` the first of them all. `unsubscribe` is an address that
    takes the one-click POST of RFC 8058. `slots` fills what the texts left open.
    """

    to: Address
    message_id: str
    sent: datetime
    reply_to: str = ""
    unsubscribe: str = ""
    parent: str = ""
    thread: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)


class Plate:
    """A message in one language, encoded. `letter` prints it in the open, `payload` and `cover` for a sealed one."""

    def __init__(self, message: Message) -> None:
        self._from = headers.field("From", str(message.sender)).encode()
        self._subject = headers.field("Subject", headers.unstructured(message.subject)).encode()
        self._common = _common_fields(message)
        self._kind, self._rest, self._body = _entity(message)

    def letter(self, personal: Personal) -> bytes:
        """The whole mail for one reader, ready to be sent, lines ended by CR LF."""
        return b"".join(
            (
                self._from,
                _personal_fields(personal),
                self._subject,
                self._common,
                b"Content-Type: ",
                self._kind,
                b"\r\n",
                self._rest,
                b"\r\n",
                self._body.fill(personal.slots),
            )
        )

    def payload(self, personal: Personal) -> bytes:
        """What is to be sealed for one reader: the content with its header (RFC 9788, header protection).

        `protected-headers` says the same to mail programs that are older than the standard.
        """
        shown = self._from + _personal_fields(personal)
        return b"".join(
            (
                shown,
                self._subject,
                _FIELD_START.sub(b"HP-Outer: ", shown + _HIDDEN_SUBJECT),
                b"Content-Type: ",
                self._kind,
                b';\r\n protected-headers="v1"; hp="cipher"\r\n',
                self._rest,
                b"\r\n",
                self._body.fill(personal.slots),
            )
        )

    def cover(self, personal: Personal, sealed: bytes) -> bytes:
        """The mail around a sealed payload (PGP/MIME, RFC 3156 section 4): who writes to whom, and no more."""
        boundary = secrets.token_hex(16).encode()
        return b"".join(
            (
                self._from,
                _personal_fields(personal),
                _HIDDEN_SUBJECT,
                self._common,
                b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n boundary="',
                boundary,
                b'"\r\n\r\n--',
                boundary,
                b"\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--",
                boundary,
                b'\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\n',
                b'Content-Disposition: inline; filename="encrypted.asc"\r\n\r\n',
                sealed.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
                b"\r\n--",
                boundary,
                b"--\r\n",
            )
        )


def _common_fields(message: Message) -> bytes:
    """Header fields that every reader gets alike. Auto-replies are asked to stay away (RFC 3834)."""
    fields = ["Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"]
    if message.list_id:
        name = f"{headers.phrase(message.list_name)} " if message.list_name else ""
        fields.append(headers.field("List-Id", f"{name}<{message.list_id}>"))
    return "".join(fields).encode()


def _personal_fields(personal: Personal) -> bytes:
    fields = [
        headers.field("To", str(personal.to)),
        f"Date: {_date(personal.sent)}\r\nMessage-ID: <{personal.message_id}>\r\n",
    ]
    if personal.parent:
        thread = f"<{personal.thread}> " if personal.thread not in ("", personal.parent) else ""
        fields.append(f"In-Reply-To: <{personal.parent}>\r\n")
        fields.append(headers.field("References", f"{thread}<{personal.parent}>"))
    if personal.reply_to:
        fields.append(f"Reply-To: {personal.reply_to}\r\n")
    if personal.unsubscribe:
        fields.append(f"List-Unsubscribe: <{personal.unsubscribe}>\r\n")
        fields.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
    return "".join(fields).encode()


@lru_cache(maxsize=64)
def _date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))


def _entity(message: Message) -> tuple[bytes, bytes, Sheet]:
    """The content type, the other fields of the content, and the content."""
    parts = [_part("text/plain; charset=utf-8", Sheet.of_text(message.text))]
    if message.html:
        parts.append(_part("text/html; charset=utf-8", Sheet.of_text(message.html, markup=True)))
    if message.calendar:
        kind = f"text/calendar; charset=utf-8; method={message.method}"
        parts.append(_part(kind, Sheet.of_text(message.calendar)))
    if len(parts) == 1:
        return parts[0]
    # "=_" never stands in quoted-printable text, so this boundary cannot stand in a part.
    boundary = f"=_{secrets.token_hex(12)}".encode()
    body = Sheet()
    for part, rest, sheet in parts:
        opening = b"--" + boundary + b"\r\nContent-Type: " + part + b"\r\n" + rest + b"\r\n"
        body = body + Sheet.of_octets(opening) + sheet + Sheet.of_octets(b"\r\n")
    body = body + Sheet.of_octets(b"--" + boundary + b"--\r\n")
    return b'multipart/alternative;\r\n boundary="' + boundary + b'"', b"", body


def _part(kind: str, sheet: Sheet) -> tuple[bytes, bytes, Sheet]:
    return kind.encode(), b"Content-Transfer-Encoding: quoted-printable\r\n", sheet
