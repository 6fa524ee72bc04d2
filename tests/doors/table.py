"""Reads the table: what each of the cast meets at every address."""

from dataclasses import dataclass
from pathlib import Path

from tests.doors.addresses import CAST

SERVER = ("/healthz", "/live", "/metrics", "/readyz", "/static/")
"""What is answered before Django is asked."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    method: str
    address: str
    met: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"

    @property
    def part(self) -> str:
        """So that several cores share the work."""
        if self.address in SERVER:
            return "server"
        if self.address.startswith("/taxii2"):
            return "taxii2"
        first = self.address.split("/")[1]
        return first if first in {"api", "items", "account", "you"} else "rest"


def read_table() -> list[Line]:
    lines = [line.split() for line in Path(__file__).with_suffix(".txt").read_text().splitlines()]
    return [
        Line(line[0], line[1], tuple(line[2:])) for line in lines if len(line) == 2 + len(CAST) and line[1][0] == "/"
    ]


TABLE = read_table()
