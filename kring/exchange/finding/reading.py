"""The text of whatever somebody drops: mail, a document, a sheet, a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kring.files.disk import Danger, recognise
from kring.files.extraction import Limits, Outcome, extract
from kring.kernel.words import N_

MOST_OCTETS = 25 * 1024 * 1024
"""Bytes of a file whose text is read."""

LIMITS = Limits(seconds=15)
"""What the process that reads it may use: 15 s of processor time, 768 MB, a million characters of text."""

_TOO_LARGE = N_("“{name}” is larger than {megabytes} MB. Paste the part that matters.")
_EMPTY = N_("“{name}” is empty.")
_BOMB = N_("Unpacked, “{name}” grows beyond reason, so it was not opened.")
_REMARKS: dict[Outcome, str] = {
    Outcome.CUT: N_("“{name}” is very long: only its first {characters} characters were read."),
    Outcome.NO_TEXT: N_(
        "There is no text that can be read in “{name}”. Text, mail, PDF, Word, Excel, OpenDocument and web pages can be read."
    ),
    Outcome.LOCKED: N_("“{name}” opens with a password only. Take that off, or paste its text."),
    Outcome.BROKEN: N_("“{name}” is damaged, or not what it says it is: what came out of it may not be all."),
    Outcome.TOO_MUCH: N_("Reading “{name}” took too much time or memory, so it was stopped. Paste its text."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody should know about how reading went."""

    text: str
    """Marked for translation, with places for `values`."""
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Dropped:
    """The text of a file, as far as it could be read."""

    text: str
    media_type: str
    """What it is by its bytes; empty when it was not looked at."""
    remark: Remark | None
    """None when all of it was read."""


def text_of(octets: bytes, name: str, limits: Limits = LIMITS) -> Dropped:
    """The text of a file by its bytes; the name helps to tell plain texts apart and is never trusted further.

    A process of its own reads it, below limits and with nowhere to write. It always answers; what cannot be read has a
    remark that says what and why. It takes a tenth of a second and more: ask it in a job, or in a thread.
    """
    if not octets:
        return _unread(_EMPTY, name)
    if len(octets) > MOST_OCTETS:
        return _unread(_TOO_LARGE, name, megabytes=MOST_OCTETS // 1024**2)
    with TemporaryDirectory(prefix="kring-") as folder:
        path = Path(folder) / "dropped"
        path.write_bytes(octets)
        found = recognise(path, name)
        if found.danger is Danger.BOMB:
            return _unread(_BOMB, name)
        read = extract(path, found.media_type, limits)
    remark = _REMARKS.get(read.outcome)
    values: dict[str, str | int] = {"name": name, "characters": limits.characters}
    return Dropped(read.text, found.media_type, Remark(remark, values) if remark else None)


def _unread(text: str, name: str, **values: int) -> Dropped:
    return Dropped("", "", Remark(text, {"name": name, **values}))
