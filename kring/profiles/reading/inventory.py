"""What comes out of a file, and how large a file may be."""

from dataclasses import dataclass, field

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.products.named import Named

TOO_LARGE = Refusal("too_large", N_("The file is larger than {most} MB."))
EMPTY_FILE = Refusal("empty_file", N_("The file is empty."))
TOO_MANY = Refusal("too_many", N_("More than {most} were named; these and what follows are left out."))

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read at all."""

    octets: int = 20 * MEGABYTE
    entries: int = 20_000
    lines: int = 100_000
    """Of a table."""
    depth: int = 40
    """How far the parts of a bill of materials may be nested."""
    problems: int = 100
    """Who has mended a hundred will see the rest."""

    def check_size(self, octets: bytes) -> None:
        """Refused: too_large, empty_file."""
        if len(octets) > self.octets:
            raise Refused(Refusal(TOO_LARGE.code, TOO_LARGE.text, {"most": self.octets // MEGABYTE}))
        if not octets.strip():
            raise Refused(EMPTY_FILE)


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is used, and who supplies it, by name (empty: not said)."""

    named: Named
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood. `where` is the line of a table, or the place in a document (a JSON pointer)."""

    where: str
    refusal: Refusal


@dataclass(slots=True)
class Inventory:
    """All that a file says is used."""

    kind: str
    """In words: "CSV", "CycloneDX 1.5"."""
    limits: Limits = LIMITS
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0
    """How many were not understood, those beside `problems` too."""
    is_cut: bool = False
    """There was more than is read."""

    def add(self, entry: Entry, where: str) -> None:
        """One more; what is too many is a problem, once."""
        if len(self.entries) < self.limits.entries:
            self.entries.append(entry)
        elif not self.is_cut:
            self.is_cut = True
            self.note(where, Refusal(TOO_MANY.code, TOO_MANY.text, {"most": self.limits.entries}))

    def note(self, where: str, refusal: Refusal) -> None:
        """Something that was not understood. As many as there may be entries end the reading."""
        self.wrong += 1
        self.is_cut = self.is_cut or self.wrong > self.limits.entries
        if len(self.problems) < self.limits.problems:
            self.problems.append(Problem(where, refusal))
