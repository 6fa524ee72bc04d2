"""Which list it is, and what is on it."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from kring.exchange.finding import Found
from kring.exchange.lists import indicators, kev

MOST_OCTETS = 25 * 1024 * 1024
MOST_LINES = 50_000

Draft = dict[str, Any]
"""An object without `created` and `modified`, unless the list says when it was made."""


class Unreadable(Exception):
    """It is no list. `code`: too_large, too_many, no_list."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on it."""

    draft: Draft
    value: Found | None = None
    """What one looks for, where that can be harmless: see `finding.warn`."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What is on it, each thing once."""

    format: str
    """KEV or CSV; nothing for one on a line."""
    entries: Sequence[Entry]
    remarks: Sequence[tuple[int, str]] = ()
    """Lines that were not understood: the number of each, from 1, and what stands there."""


def read(octets: bytes, source: str) -> Listed:
    """A list that somebody has. `source` makes identifiers its own: the same value of another source is another object.

    Raises Unreadable when it is none: too_large, too_many, no_list.
    """
    if len(octets) > MOST_OCTETS:
        raise Unreadable("too_large", f"The list is {len(octets)} bytes; at most {MOST_OCTETS} are read.")
    if entries := _entries_of_kev(octets):
        return _known(entries)
    if octets.lstrip()[:1] in {b"{", b"[", b"<"}:
        raise Unreadable("no_list", "It is JSON or XML of a kind that is not known here.")
    lines = _text(octets).splitlines()
    if len(lines) > MOST_LINES:
        raise Unreadable("too_many", f"The list has more than {MOST_LINES} lines.")
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and line.lstrip()[0] not in "#;"]
    if rows and (columns := kev.columns(indicators.cells(rows[0][1], ","))):
        return _known(_table(rows[1:], columns))
    lot = indicators.read(rows, source)
    if not lot.entries or len(lot.remarks) > len(lot.entries):
        raise Unreadable("no_list", "Most of its lines have no indicator.")
    return Listed("CSV" if lot.is_table else "", [Entry(*entry) for entry in lot.entries.values()], lot.remarks)


def _known(entries: Sequence[kev.Entry]) -> Listed:
    drafts = {draft["id"]: Entry(draft) for draft in map(kev.draft, entries)}
    return Listed("KEV", list(drafts.values()))


def _entries_of_kev(octets: bytes) -> list[kev.Entry]:
    try:
        document = orjson.loads(octets)
    except orjson.JSONDecodeError:
        return []
    found = document.get("vulnerabilities") if isinstance(document, dict) else None
    entries = [one for one in found if kev.is_entry(one)] if isinstance(found, list) else []
    if len(entries) > MOST_LINES:
        raise Unreadable("too_many", f"The list has more than {MOST_LINES} entries.")
    return entries


def _table(rows: Sequence[tuple[int, str]], columns: Sequence[str]) -> list[kev.Entry]:
    table = csv.DictReader((line for _, line in rows), fieldnames=columns)
    try:
        return [row for row in table if kev.is_entry(row)]
    except csv.Error as error:
        raise Unreadable("no_list", f"It is no table: {error}.") from error


def _text(octets: bytes) -> str:
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("no_list", "It is no text in UTF-8.") from error
