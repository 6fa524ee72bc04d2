"""Indicators in a table or one on a line: defanged or not, behind a comment, or as files of hosts have them."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid5

from kring.exchange.finding import Found, find
from kring.exchange.stix import NAMESPACE, microseconds, pattern_of, timestamp

VALUES = frozenset({"value", "indicator", "ioc", "observable", "ip", "domain", "url", "hash", "md5", "sha1", "sha256"})
MOMENTS = frozenset({"first_seen", "first seen", "firstseen", "valid_from", "date", "timestamp"})
WORDS = frozenset({"comment", "description", "note", "notes", "threat", "malware"})
"""What columns are called; any other is not read."""

_NOWHERE = re.compile(r"(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+")
"""Before a name in a file of hosts."""
LONGEST_REMARK = 120


@dataclass
class Lot:
    """What was found, value for value."""

    is_table: bool = False
    entries: dict[str, tuple[dict[str, Any], Found]] = field(default_factory=dict)
    """By identifier."""
    remarks: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    value: str
    moment: str = ""
    words: str = ""


def read(lines: Sequence[tuple[int, str]], source: str) -> Lot:
    """Each value once. A line in which nothing can be looked for is a remark."""
    lot = Lot()
    for row in _rows(lines, lot):
        drafts = [(found, made) for found in find(row.value).values if (made := _draft(found, row, source))]
        if not drafts:
            lot.remarks.append((row.number, row.value.strip()[:LONGEST_REMARK]))
        for found, made in drafts:
            lot.entries.setdefault(made["id"], (made, found))
    return lot


def _rows(lines: Sequence[tuple[int, str]], lot: Lot) -> Iterator[_Row]:
    for delimiter in ",;\t":
        head = [cell.strip().lower() for cell in cells(lines[0][1], delimiter)] if lines else []
        if VALUES & set(head):
            lot.is_table = True
            yield from (_of_table(number, cells(line, delimiter), head) for number, line in lines[1:])
            return
    for number, line in lines:
        yield _Row(number, _NOWHERE.sub("", re.sub(r"\s#.*", "", line), count=1))


def _of_table(number: int, row: Sequence[str], head: Sequence[str]) -> _Row:
    def of(names: frozenset[str], between: str) -> str:
        return between.join(cell.strip() for name, cell in zip(head, row, strict=False) if name in names and cell)

    return _Row(number, of(VALUES, " "), of(MOMENTS, " "), of(WORDS, ". "))


def _draft(found: Found, row: _Row, source: str) -> dict[str, Any] | None:
    name = f"list {source} {found.kind} {found.value}"
    said: dict[str, Any] = {"spec_version": "2.1", "name": found.value}
    if row.words:
        said["description"] = row.words[:2_000]
    if found.kind == "cve":
        references = [{"source_name": "cve", "external_id": found.value}]
        return said | {
            "type": "vulnerability",
            "id": f"vulnerability--{uuid5(NAMESPACE, name)}",
            "external_references": references,
        }
    pattern = pattern_of(found.kind, found.value)
    if pattern is None:
        return None
    said |= {"type": "indicator", "id": f"indicator--{uuid5(NAMESPACE, name)}", "pattern": pattern}
    said |= {"pattern_type": "stix", "indicator_types": ["malicious-activity"]}
    return said | ({"valid_from": moment} if (moment := _moment(row.moment)) else {})


def _moment(text: str) -> str:
    """A day or a moment as STIX has it; nothing when it is written in any other way."""
    day = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?Z?)?", text.strip())
    if day is None:
        return ""
    hour = day[2] or "00:00:00"
    try:
        return timestamp(microseconds(f"{day[1]}T{hour if len(hour) == 8 else hour + ':00'}Z"))
    except ValueError:
        return ""


def cells(line: str, delimiter: str) -> list[str]:
    """A line of a table; nothing when it is none: a cell has 131,072 characters at most."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
