"""What is fuzzed: a reader of what others send, with what counts as an answer and how long it may take."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass


class TooSlow(AssertionError):
    """It took more of the processor's time than what came in is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader of what others send."""

    name: str
    read: Callable[[bytes], object]
    """Raises AssertionError where what it gives is not right."""
    answers: tuple[type[Exception], ...] = ()
    """By these it says that it reads nothing in what came. Anything else that is raised is a crash."""
    seeds: Sequence[bytes]
    """What is changed, to find what breaks it."""
    prepare: Callable[[], object] = tuple
    """What the first reader of a process has to wait for."""
    longest: int = 64 * 1024
    """Bytes that are tried."""
    seconds: float = 2.0
    """Of the processor's time that any input may take: many times what it should, and much less than what blows up."""

    def judge(self, octets: bytes, patience: float = 1.0) -> None:
        """Reads it. Raises TooSlow, or whatever is no answer; more patience is for readers that are being watched."""
        self.prepare()
        begin = time.process_time()
        with suppress(*self.answers):
            self.read(octets)
        took = time.process_time() - begin
        if took > self.seconds * patience:
            raise TooSlow(f"{self.name}: {took:.1f} s for {len(octets)} bytes")
