"""Tables for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

Row = Sequence[object]
MARK = b"\xef\xbb\xbf"
"""Tells spreadsheets that what follows is UTF-8."""


def as_csv(rows: Iterable[Row]) -> bytes:
    """Rows as CSV in UTF-8, marked so that spreadsheets know it, and with nothing in it that they take for a formula."""
    return b"".join(csv_in_parts([rows]))


def csv_in_parts(parts: Iterable[Iterable[Row]]) -> Iterator[bytes]:
    """The same of many rows, which come part by part and go out so."""
    yield MARK
    for rows in parts:
        lines = io.StringIO()
        csv.writer(lines).writerows([_harmless(one) for one in row] for row in rows)
        yield lines.getvalue().encode()


def _harmless(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value
