"""The table of ratios that `bin/bench` prints: every figure beside its yardstick, run in the same minute."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was measured, ours, the yardstick, how they compare, and what the aim is.

    `ratio` is ours against the yardstick, however the aim puts it: "times faster", "times slower", "of".
    """

    what: str
    ours: str
    yardstick: str
    ratio: str
    aim: str
    reached: bool


def median(values: Sequence[float]) -> float:
    """The middle of several runs."""
    return statistics.median(values)


def printed(rows: Sequence[Row]) -> str:
    """The rows as a table in plain text."""
    lines = [("what", "ours", "yardstick", "ratio", "aim", "")]
    lines += [
        (row.what, row.ours, row.yardstick, row.ratio, row.aim, "ok" if row.reached else "MISSED") for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
