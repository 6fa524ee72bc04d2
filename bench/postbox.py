"""The sink that both sides of the mail benchmark deliver into, started and asked."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What reached the sink: how many mails and octets, and the first and the last moment (monotonic seconds)."""

    mails: int = 0
    octets: int = 0
    first: float = 0.0
    last: float = 0.0

    def __add__(self, later: "Arrival") -> "Arrival":
        return Arrival(
            self.mails + later.mails,
            self.octets + later.octets,
            self.first or later.first,
            later.last or self.last,
        )


class Sink:
    """A mail server that takes everything at full speed, in a process of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def counts(self) -> Arrival:
        """What came since the last question."""
        with socket.create_connection(("127.0.0.1", self.port + 1)) as connection:
            told = json.loads(connection.makefile().read())
        return Arrival(told["mails"], told["octets"], told["first"], told["last"])

    def wait_for(self, mails: int, seconds: float) -> Arrival:
        """Until so many mails are there. Raises TimeoutError when that takes longer."""
        until = time.monotonic() + seconds
        total = Arrival()
        while total.mails < mails:
            if time.monotonic() > until:
                raise TimeoutError(f"{total.mails} of {mails} mails came within {seconds:g} seconds")
            time.sleep(0.2)
            total += self.counts()
        return total


@contextmanager
def sink() -> Iterator[Sink]:
    """A sink for the length of a benchmark."""
    port = free_ports(2)
    command = [sys.executable, "-m", "bench.sink", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
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
                    tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    tried.bind(("127.0.0.1", each))
        except OSError:
            continue
        return port
    raise RuntimeError("there are no free ports")
