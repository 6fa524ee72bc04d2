"""Events to STIX 2.1 by MISP's own converter, in a process of its own that has little time, little memory and no network.

The converter costs two thirds of a second and 67 MB before it does anything, and nobody knows what an event can make it do.
In a process of its own it hurts nobody, and is gone when the events are done.
"""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from signal import SIGPROF
from time import monotonic
from typing import IO, Self

import orjson

from kring.exchange.misp.limits import LIMITS, Limits
from kring.exchange.stix import Problem

MOST_ANSWERED = 16
"""Times the size of an event (and a megabyte): what is longer is no answer. Ten times is ordinary."""

PATIENCE = 4
"""Seconds on the clock for each second of processor time, on a machine that has other things to do."""

_STARTING = 30
"""Seconds on the clock for the process to be there."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What the converter made of one event."""

    objects: tuple[bytes, ...] = ()
    """In its order: the maker, the report, what is in it."""
    remarks: tuple[str, ...] = ()
    """What it skipped or could not make anything of, in its own words."""
    failure: Problem | None = None
    """Why there are no objects. Codes: not_convertible, too_slow, too_much."""
    seconds: float = 0.0
    """Of processor time; when it did not answer, all it was given."""


class Converter:
    """The process that converts. It starts with the first event; one that fails takes nothing down but itself.

    Keep one for as many events as there are at the moment, in one thread, and close it: `with Converter() as converter:`.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process, if there is one. The next event would start another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it was sent and never read
                    pipe.close()

    def convert(self, event: bytes, seconds: float) -> Converted:
        """The objects of one event (JSON, tidied), which may take so many seconds of processor time. Raises nothing."""
        try:
            return self._answer(event, seconds)
        except TimeoutError:
            self.close()
            return _failed("too_slow", "Converting the event to STIX took too much time.", seconds)
        except (OSError, EOFError, ValueError):
            # Killed by its own limits: the processor's time ends with a signal, memory ends anyhow.
            process = self._process
            with suppress(subprocess.TimeoutExpired):
                if process is not None:
                    process.wait(timeout=1)
            slow = process is not None and process.returncode == -SIGPROF
            self.close()
            if slow:
                return _failed("too_slow", "Converting the event to STIX took too much time.", seconds)
            return _failed("too_much", "Converting the event to STIX took too much memory, or made too much.", seconds)

    def _answer(self, event: bytes, seconds: float) -> Converted:
        if self._process is None:
            self._process = _started(self._limits.memory)
        pipes = self._process.stdin, self._process.stdout
        to, back = (pipe for pipe in pipes if pipe is not None)
        to.write(b"%d %f\n" % (len(event), seconds))
        to.write(event)
        to.flush()
        received = _Received(back, monotonic() + _STARTING + PATIENCE * seconds)
        head = orjson.loads(received.line())
        if head["octets"] > MOST_ANSWERED * (len(event) + 1024 * 1024):
            raise ValueError("the answer is longer than any answer")
        body = received.octets(head["octets"])
        failure = head["failure"]
        return Converted(
            objects=tuple(body.split(b"\n")) if body else (),
            remarks=tuple(head["remarks"]),
            failure=Problem("not_convertible", "", f"MISP's converter failed: {failure}.") if failure else None,
            seconds=head["seconds"],
        )


def _failed(code: str, text: str, seconds: float) -> Converted:
    return Converted(failure=Problem(code, "", text), seconds=seconds)


def _started(memory: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-s", "-X", "utf8", "-W", "ignore", "-m", __name__, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        # The order of sets is the order of some lists it makes: the same event is to give the same objects every time.
        env={"PYTHONPATH": str(Path(__file__).parents[4]), "PYTHONHASHSEED": "0", "TZ": "UTC"},
    )


class _Received:
    """What comes through a pipe, until a moment on the clock of this machine."""

    def __init__(self, pipe: IO[bytes], until: float) -> None:
        self._pieces = self._read(pipe.fileno(), until)
        self._waiting = b""

    @staticmethod
    def _read(file: int, until: float) -> Iterator[bytes]:
        poll = select.poll()
        poll.register(file, select.POLLIN)
        while True:
            if not poll.poll(max(0.0, until - monotonic()) * 1000):
                raise TimeoutError
            if not (piece := os.read(file, 1024 * 1024)):
                raise EOFError
            yield piece

    def line(self) -> bytes:
        """All before the next end of a line."""
        while b"\n" not in self._waiting:
            self._waiting += next(self._pieces)
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line

    def octets(self, number: int) -> bytes:
        """So many that come next."""
        pieces, have = [self._waiting], len(self._waiting)
        while have < number:
            pieces.append(next(self._pieces))
            have += len(pieces[-1])
        joined = b"".join(pieces)
        self._waiting = joined[number:]
        return joined[:number]
