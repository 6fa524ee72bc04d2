"""Locks on files. They go with the process that holds them, however it ends; numbers of processes do not."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else holds the lock, and hold it."""
    file = _opened(path)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def together(path: Path) -> int:
    """Hold the lock beside others; it is let go when the number is closed."""
    file = _opened(path)
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def if_free(path: Path) -> int | None:
    """Hold the lock, if nobody does; it is let go when the number is closed, here and in every child that has it."""
    file = _opened(path)
    if is_last(file):
        return file
    os.close(file)
    return None


def is_last(file: int) -> bool:
    """Whether nobody else holds the lock; then nobody else can from now on."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
