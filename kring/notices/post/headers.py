"""Header lines as the standards want them (RFC 5322, 2047, 5890), and nothing smuggled into them.

Whatever is put into a header here, a member's name or a title, ends as one logical line: control
characters, line ends above all, become spaces before anything else happens.
"""

import base64
import re
from dataclasses import dataclass

__all__ = ["Address", "NotAnAddress", "field", "one_line", "phrase", "routable", "unstructured"]

_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ue000\ue001]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/?^_`{|}~ -]+")
_DOT_ATOM = re.compile(r"[\w!#$%&'*+/?^`{|}~-]+(?:\.[\w!#$%&'*+/?^`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)

# A line with encoded words may be 76 characters long (RFC 2047 section 2): "Subject: " are 9, the frame of a
# word 12, and 52 of base64 are 39 octets.
_OCTETS = 39
_LINE = 76


class NotAnAddress(ValueError):
    """This is not a mail address that a server could deliver to."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: the name that people see and the address that servers use."""

    name: str
    email: str

    def __str__(self) -> str:
        """As it stands in a header, encoded (RFC 5322 section 3.4)."""
        email = one_line(self.email).replace(" ", "")
        return f"{phrase(self.name)} <{email}>" if self.name.strip() else email


def one_line(text: str) -> str:
    """The text without line ends and other control characters, runs of white space made one space."""
    return _CONTROL.sub(" ", text).strip()


def field(name: str, value: str) -> str:
    """One header field with its line end; `value` is encoded already. Folded at spaces near 76 characters.

    A line without spaces stays long: breaking an address or a message identifier would change it.
    """
    lines = [f"{name}:"]
    for word in value.split(" "):
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1].strip() != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def unstructured(text: str) -> str:
    """Free text (a subject) as header value: as it is when it is ASCII, else in encoded words."""
    line = one_line(text)
    # What looks like an encoded word would be decoded by the reader's program: encode it to keep it as it is.
    return line if line.isascii() and "=?" not in line else _encoded_words(line)


def phrase(text: str) -> str:
    """A display name as header value: bare, quoted, or in encoded words."""
    line = one_line(text)
    if not line.isascii() or "=?" in line:
        return _encoded_words(line)
    if _ATOMS.fullmatch(line):
        return line
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def routable(email: str) -> str:
    """The address as a server takes it: the domain in A-labels (RFC 5890), the local part as it is.

    Raises `NotAnAddress`. An address whose local part is not ASCII needs a server with SMTPUTF8.
    """
    local, at, domain = email.rpartition("@")
    if not at or len(local.encode()) > 64 or not _DOT_ATOM.fullmatch(local):
        raise NotAnAddress(email)
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise NotAnAddress(email) from None
    if len(ascii_domain) > 253 or not _DOMAIN.fullmatch(ascii_domain):
        raise NotAnAddress(email)
    return f"{local}@{ascii_domain}"


def _encoded_words(line: str) -> str:
    """RFC 2047 encoded words in base64, cut between characters, never inside one."""
    chunks, chunk = [], b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(chunk) + len(octets) > _OCTETS:
            chunks.append(chunk)
            chunk = b""
        chunk += octets
    chunks.append(chunk)
    return " ".join(f"=?utf-8?b?{base64.b64encode(each).decode('ascii')}?=" for each in chunks)
