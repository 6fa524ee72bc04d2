"""Tables as spreadsheets write them: CSV with commas, semicolons or tabs, its first line naming the columns."""

import csv
import io
from collections.abc import Iterator
from typing import Protocol

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


class _Lines(Protocol):
    """A reader of CSV: records, and how far it is."""

    line_num: int

    def __next__(self) -> list[str]: ...


def read(octets: bytes, limits: Limits) -> Inventory:
    """What a table says is used.

    Refused: not_text, no_columns.
    """
    text = _text(octets)
    first, _, _ = text.partition("\n")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    columns = _columns(next(lines, []), first)
    inventory = Inventory("CSV", limits)
    for where, cells in _records(lines, inventory):
        said = {part: cells[at] for at, part in columns.items() if at < len(cells)}
        if not any(cell.strip() for cell in said.values()):
            continue
        supplier = " ".join(said.pop("supplier", "").split())[:200]
        try:
            inventory.add(Entry(named(**said), supplier), where)
        except Refused as refused:
            inventory.note(where, refused.refusal)
        if inventory.is_cut:
            break
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


def _records(lines: _Lines, inventory: Inventory) -> Iterator[tuple[str, list[str]]]:
    """Each record with the line it begins on. One that is no CSV is noted, and the next one is read."""
    while True:
        where = str(lines.line_num + 1)
        try:
            yield where, next(lines)
        except StopIteration:
            return
        except csv.Error as wrong:
            inventory.note(where, Refusal(UNREADABLE_LINE.code, UNREADABLE_LINE.text, {"why": str(wrong)}))
