"""The time, in one place, so that a test, or a demo that plays its past, can say what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_said: ContextVar[datetime | None] = ContextVar("said", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _said.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is this moment. What the database dates by itself is not told."""
    token = _said.set(moment)
    try:
        yield
    finally:
        _said.reset(token)
