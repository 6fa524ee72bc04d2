"""One warning to 2,000 people, each their own mail: Kring beside Mailman 3, into the same sink."""

import json
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.table import Row, median

PEOPLE = 2_000
RUNS = 3
TEXT = "Since last night two pumps stop. They call update.pumps-cdn.top every ten minutes. " * 12

ROOT = Path(__file__).parents[1]
CACHE = Path(os.environ.get("KRING_HOME") or ROOT / ".kring").absolute() / "bench"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What reached the sink: how many mails, to how many different people; the first and the last (monotonic)."""

    mails: int
    recipients: int
    first: float
    last: float
    octets: int


class Sink:
    """A mail server that takes everything at full speed, in a process of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def counts(self) -> Arrival:
        """What came since the last question."""
        with socket.create_connection(("127.0.0.1", self.port + 1)) as connection:
            told = json.loads(connection.makefile().read())
        return Arrival(**{name: told[name] for name in ("mails", "recipients", "first", "last", "octets")})

    def wait_for(self, mails: int, seconds: float) -> Arrival:
        """Until so many mails are there, or for so long; looks in now and then, and adds up."""
        until = time.monotonic() + seconds
        total = Arrival(0, 0, 0.0, 0.0, 0)
        while total.mails < mails and time.monotonic() < until:
            time.sleep(0.25)
            new = self.counts()
            total = Arrival(
                total.mails + new.mails,
                total.recipients + new.recipients,
                total.first or new.first,
                new.last or total.last,
                total.octets + new.octets,
            )
        return total


@contextmanager
def sink(*options: str) -> Iterator[Sink]:
    """A sink for the length of a benchmark."""
    port = free_ports(2)
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.sink", str(port), *options], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout
    process.stdout.readline()
    try:
        yield Sink(port)
    finally:
        process.terminate()
        process.wait()


def free_ports(count: int) -> int:
    """The first of so many ports in a row that nobody listens on."""
    for port in range(21_000, 30_000, 10):
        try:
            for each in range(port, port + count):
                with socket.socket() as tried:
                    tried.bind(("127.0.0.1", each))
        except OSError:
            continue
        return port
    raise RuntimeError("no free ports")
