"""Text encoded for mail once (quoted-printable, RFC 2045 section 6.7), with slots that are filled per reader.

The encoding depends on where lines break, so a slot stands on an encoded line of its own, between soft
line breaks: whatever fills it cannot disturb what stands around it.
"""

import binascii
import html
import re
import secrets
from collections.abc import Mapping

from kring.notices.post.headers import one_line

__all__ = ["Sheet", "slot"]

# A slot is marked with characters for private use and a word that nobody can guess: what a member writes
# can never become a slot.
_WORD = secrets.token_hex(6)
_SLOT = re.compile(f"\ue000{_WORD}:([a-z_]+)\ue001")

# Values that need no encoding and fit on a line, which is nearly all: links and plain names.
_PLAIN = re.compile(r"[A-Za-z0-9,:;/?@&%+_~()'-](?:[A-Za-z0-9 .,:;/?@&%+_~()'-]{0,70}[A-Za-z0-9,:;/?@&%+_~()'-])?")


def slot(name: str) -> str:
    """The mark to put into a text where each reader gets a value of their own."""
    return f"\ue000{_WORD}:{name}\ue001"


class Sheet:
    """Encoded octets with slots. Sheets can be added up; `fill` gives the octets for one reader."""

    def __init__(self, layout: bytes = b"", slots: tuple[tuple[str, bool], ...] = ()) -> None:
        self._layout = layout
        self._slots = slots
        self._distinct = frozenset(slots)

    @classmethod
    def of_text(cls, text: str, *, markup: bool = False) -> "Sheet":
        """A text, encoded. In `markup` the values are escaped as HTML before they are put in."""
        lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        layout = b"\r\n".join(_encoded_line(line) for line in lines) + b"\r\n"
        return cls(layout, tuple((name, markup) for name in _SLOT.findall(text)))

    @classmethod
    def of_octets(cls, octets: bytes) -> "Sheet":
        """Octets that are put in as they are."""
        return cls(octets.replace(b"%", b"%%"))

    def __add__(self, other: "Sheet") -> "Sheet":
        return Sheet(self._layout + other._layout, self._slots + other._slots)

    def fill(self, values: Mapping[str, str]) -> bytes:
        """The octets for one reader. Raises `KeyError` for a slot that got no value."""
        encoded = {slot: _encoded_value(values[slot[0]], markup=slot[1]) for slot in self._distinct}
        return self._layout % tuple(encoded[slot] for slot in self._slots)


def _encoded_line(line: str) -> bytes:
    """One line of text. Odd pieces are slots; a soft line break stands between a slot and its neighbours."""
    pieces = _SLOT.split(line)
    encoded = [b"%s" if odd % 2 else _quoted(piece).replace(b"%", b"%%") for odd, piece in enumerate(pieces)]
    return b"=\r\n".join(piece for piece in encoded if piece)


def _encoded_value(value: str, *, markup: bool) -> bytes:
    if _PLAIN.fullmatch(value) and not (markup and ("&" in value or "'" in value)):
        return value.encode("ascii")
    line = one_line(value)
    return _quoted(html.escape(line) if markup else line)


def _quoted(text: str) -> bytes:
    return binascii.b2a_qp(text.encode("utf-8", "replace"), istext=False).replace(b"\n", b"\r\n")
