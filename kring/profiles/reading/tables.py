"""Tables as spreadsheets write them: CSV with commas, semicolons or tabs, its first line naming the columns."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.products.named import named
from kring.profiles.reading.inventory import Entry, Inventory, Limits

NOT_TEXT = Refusal(
    "not_text", N_("This is no table, and no bill of materials. Save it as CSV, or as CycloneDX in JSON or XML.")
)
NO_COLUMNS = Refusal(
    "no_columns",
    N_("The first line names no column that we know: vendor, product, version, cpe, purl, supplier. It says “{line}”."),
)
UNREADABLE_LINE = Refusal("unreadable_line", N_("This line is no CSV: {why}."))
TOO_MANY_LINES = Refusal("too_many_lines", N_("No more than {most} lines are read; what follows is left out."))

COLUMNS = {
    "vendor": ("vendor", "manufacturer", "publisher", "maker", "fabrikant", "merk", "producent"),
    "product": ("product", "name", "product name", "software", "naam", "productnaam", "applicatie", "application"),
    "version": ("version", "versie", "release"),
    "cpe": ("cpe", "cpe23", "cpe name", "cpe 2.3", "cpe-naam"),
    "purl": ("purl", "package url", "package-url", "pakket-url"),
    "supplier": ("supplier", "leverancier", "reseller", "dienstverlener"),
}
"""What a column may be called, in English and in Dutch."""

_PART_OF = {name: part for part, names in COLUMNS.items() for name in names}
_SHOWN = 80
_MOST_LINES = 50
"""Of one record: a cell can have a few. A quote that nobody closes would take in the rest of the file."""
_OPEN = "unexpected end of data"
"""What the reader says of a quote that is not closed."""


def read(octets: bytes, limits: Limits) -> Inventory:
    """What a table says is used.

    Refused: not_text, no_columns.
    """
    text = _text(octets)
    first, _, _ = text.partition("\n")
    inventory = Inventory("CSV", limits)
    records = _records(text, max(",;\t", key=first.count), inventory)
    columns = _columns(next(records, ("", []))[1], first)
    for where, cells in records:
        said = {part: cells[at] for at, part in columns.items() if at < len(cells)}
        if not any(cell.strip() for cell in said.values()):
            continue
        supplier = " ".join(said.pop("supplier", "").split())[:200]
        try:
            inventory.add(Entry(named(**said), supplier), where)
        except Refused as refused:
            inventory.note(where, refused.refusal)
    return inventory


def _text(octets: bytes) -> str:
    """As whoever saved it meant it: UTF-8, UTF-16 with its mark, or the Windows code page of Western Europe."""
    has_mark = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if has_mark else ["utf-8-sig", "cp1252"]:
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.lstrip("\r\n \ufeff")
    raise Refused(NOT_TEXT)


def _columns(cells: list[str], first: str) -> dict[int, str]:
    """Which column holds what; the first of a name counts."""
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        part = _PART_OF.get(" ".join(cell.replace("_", " ").split()).casefold())
        if part and part not in found.values():
            found[at] = part
    if not {"product", "cpe", "purl"} & set(found.values()):
        raise Refused(Refusal(NO_COLUMNS.code, NO_COLUMNS.text, {"line": first.strip()[:_SHOWN]}))
    return found


def _records(text: str, delimiter: str, inventory: Inventory) -> Iterator[tuple[str, list[str]]]:
    """Each record with the line it begins on. One that is no CSV is noted, and what follows its first line is read."""
    lines = list(islice(io.StringIO(text, newline=""), inventory.limits.lines))
    at = 0
    while at < len(lines) and not inventory.is_cut:
        where, span = str(at + 1), 1
        try:
            cells, span = _record(lines, at, delimiter)
        except csv.Error as wrong:
            inventory.note(where, Refusal(UNREADABLE_LINE.code, UNREADABLE_LINE.text, {"why": str(wrong)}))
        else:
            yield where, cells
        at += span
    if at >= inventory.limits.lines:
        inventory.is_cut = True
        inventory.note(str(at + 1), Refusal(TOO_MANY_LINES.code, TOO_MANY_LINES.text, {"most": at}))


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    """What begins on this line, and how many lines it has. Raises `csv.Error`."""
    span = 1
    while True:
        try:
            found = next(csv.reader(["".join(lines[at : at + span])], delimiter=delimiter, strict=True), [])
        except csv.Error as wrong:
            if str(wrong) != _OPEN or span == _MOST_LINES or at + span >= len(lines):
                raise
            span += 1
        else:
            return found, span
