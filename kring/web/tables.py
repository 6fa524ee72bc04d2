"""Tables for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV in UTF-8, marked so that spreadsheets know it, and with nothing in it that they take for a formula."""
    lines = io.StringIO()
    csv.writer(lines).writerows([_harmless(one) for one in row] for row in rows)
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def _harmless(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value
