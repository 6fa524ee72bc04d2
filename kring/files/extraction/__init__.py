"""The text of a file, read by a process of its own that has little time, little memory and nowhere to write.

Parsers of foreign input can be made to run for ever, or to eat all memory. Here that hurts nobody.
"""

import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile

MOST_CHARACTERS = 1_000_000


class Outcome(StrEnum):
    """How reading went."""

    READ = "read"
    CUT = "cut"
    NO_TEXT = "no_text"
    LOCKED = "locked"
    BROKEN = "broken"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text, as far as it was read, and how that went."""

    text: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading process may use."""

    seconds: int = 20
    """Of processor time; half as much again on the clock."""
    memory: int = 768 * 1024 * 1024
    """Bytes of address space, the interpreter included."""
    characters: int = MOST_CHARACTERS


def extract(path: Path, media_type: str, limits: Limits = Limits()) -> Extracted:  # frozen
    """The text of a file of this type. It always answers: what cannot be read has an outcome that says so."""
    arguments = [media_type, limits.seconds, limits.memory, limits.characters]
    command = [sys.executable, "-s", "-B", "-X", "utf8", "-m", __name__, *map(str, arguments)]
    with path.open("rb") as source, TemporaryFile() as answer:
        try:
            finished = subprocess.run(
                command,
                stdin=source,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PYTHONPATH": str(Path(__file__).parents[3])},
                timeout=limits.seconds * 1.5 + 5,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Extracted("", Outcome.TOO_MUCH)
        answer.seek(0)
        first, _, text = answer.read().decode("utf-8", "replace").partition("\n")
    if finished.returncode != 0 or first not in set(Outcome):
        return Extracted("", Outcome.TOO_MUCH)
    return Extracted(text, Outcome(first))
