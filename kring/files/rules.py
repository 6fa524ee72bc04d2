"""What a file may be called, and how it is handed out."""

import re
import unicodedata
from dataclasses import dataclass

from kring.files.disk.recognition import Danger
from kring.files.extraction import Outcome
from kring.kernel.errors import Refusal
from kring.kernel.words import N_

EMPTY = Refusal("file_empty", N_("This file is empty."))


def too_large(limit: int) -> Refusal:
    """Why more than so many bytes are not taken in."""
    text = N_("This file is larger than {megabytes} MB. Send a smaller one, or a link.")
    return Refusal("file_too_large", text, {"megabytes": limit // 1024**2})


DANGERS: dict[Danger, str] = {
    Danger.PROGRAM: N_("It is a program."),
    Danger.SCRIPT: N_("It is a script that can run."),
    Danger.MACROS: N_("It has macros in it."),
    Danger.HOLDS_PROGRAMS: N_("There are programs in this archive."),
    Danger.BOMB: N_("Unpacked, this archive grows beyond reason."),
    Danger.SAMPLE: N_("It was marked as a sample."),
}
"""Why it is kept as an archive with a password."""

OUTCOMES: dict[Outcome, str] = {
    Outcome.READ: N_("The text of this file was checked and can be searched."),
    Outcome.CUT: N_("Only the first part of this file was checked: it is very long."),
    Outcome.NO_TEXT: N_("There is no text in this kind of file that could be checked."),
    Outcome.LOCKED: N_("This file opens with a password only, so its text was not checked."),
    Outcome.BROKEN: N_("This file could not be read to the end, so its text was not checked completely."),
    Outcome.TOO_MUCH: N_("Reading this file took too long, so its text was not checked."),
}
"""What a sender should know about the check on an attachment."""

SAFE_INLINE = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"))
"""What a browser may show by itself; anything else is only ever saved."""

LONGEST_NAME = 120
"""Characters in the name of a file."""

_UNSAFE = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def clean_name(name: str) -> str:
    """A name that is safe in every file system and hides nothing: no folders, no controls, no turned writing.

    The ending stays in sight, all of it: "factuur.pdf.exe" is shown so, and spaces do not push ".exe" away.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    plain = " ".join(_UNSAFE.sub("_", visible).split()).strip(". ")
    if not plain:
        return "file"
    return _shortened(f"_{plain}" if _RESERVED.match(plain) else plain)


def _shortened(name: str) -> str:
    """Cut in the middle: what a file is called begins at the front, what it is stands at the end."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 31]}\u2026{name[-30:]}"


@dataclass(frozen=True, slots=True)
class Handing:
    """How a file goes to a browser."""

    content_type: str
    inline: bool


def how_to_hand_out(media_type: str, *, inline: bool) -> Handing:
    """Shown in the page only when asked for and known safe; saved, as bytes that mean nothing, in any other case."""
    if inline and media_type in SAFE_INLINE:
        charset = "; charset=utf-8" if media_type == "text/plain" else ""
        return Handing(f"{media_type}{charset}", inline=True)
    return Handing("application/octet-stream", inline=False)
