"""What is looked up together: a page with many short lists makes one trip to the database for all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

from kring.kernel.actor import Actor
from kring.kernel.binding import kept_answers
from kring.kernel.clock import now

Row = tuple[Any, ...]

LIST = "ARRAY(SELECT found FROM ({}) found)"


def _nothing(_actor: Actor) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Lookup:
    """A list that somebody may want to see. Looked up alone or together with others, the rows are the same."""

    sql: str
    """One SELECT. In it, `%(me)s` is who asks and `%(now)s` this moment."""
    values: Callable[[Actor], Mapping[str, object]] = _nothing
    """What else stands in it. A name means the same in all that is looked up together."""
    given: str = ""
    """A table that it looks in, `name AS MATERIALIZED (SELECT …)`: worked out once for all of a trip that are given it."""


def look_up(actor: Actor, lookup: Lookup) -> list[Row]:
    """The rows: of the trip that brought them together with others, or brought now."""
    together = _together(actor)
    return list(together[lookup] if lookup in together else _bring(actor, [lookup])[lookup])


def look_up_together(actor: Actor, lookups: Iterable[Lookup]) -> None:
    """Makes one trip for all of these: `look_up` has them at hand until something is recorded, in this transaction.

    For a page that shows. Who changes something, and looks whether it did, looks up one by one.
    """
    with _one_plan():
        _together(actor).update(_bring(actor, lookups))


def look_up_about(actor: Actor, *lookups: Lookup, **about: object) -> Iterator[list[Row]]:
    """The rows of each of these, of one trip, about the same things."""
    return iter(_trip(_sql(lookups), {"me": actor.person, "now": now(), **about}))


def look_up_for_anybody(*lookups: Lookup, **about: object) -> Iterator[list[Row]]:
    """The same, where it makes no difference who asks, with one plan whatever it is about."""
    with _one_plan():
        return iter(_trip(_sql(lookups), {"now": now(), **about}))


def fetched(sql: str, **values: object) -> list[Row]:
    """The rows of one SELECT that nobody looks up together with others. Each is for itself, so octets may be long."""
    with _asked(sql, values) as cursor:
        return list(cursor.fetchall())


def _together(actor: Actor) -> dict[Lookup, list[Row]]:
    kept = kept_answers(actor)
    return {} if kept is None else kept.setdefault((look_up_together,), {})


def _bring(actor: Actor, lookups: Iterable[Lookup]) -> Mapping[Lookup, list[Row]]:
    asked = tuple(dict.fromkeys(lookups))
    values: dict[str, object] = {"me": actor.person, "now": now()}
    for lookup in asked:
        values |= lookup.values(actor)
    return dict(zip(asked, _trip(_sql(asked), values), strict=True))


@contextmanager
def _one_plan() -> Iterator[None]:
    """The plan of so many lists is made once a connection, whoever asks: it takes longer than all of them."""
    connection.ensure_connection()
    connection.connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    yield
    connection.connection.execute("SET LOCAL plan_cache_mode = auto")


@lru_cache
def _sql(lookups: tuple[Lookup, ...]) -> str:
    """One row, with a list of rows for each lookup."""
    given = ", ".join(dict.fromkeys(lookup.given for lookup in lookups if lookup.given))
    return (f"WITH {given} " if given else "") + "SELECT " + ", ".join(LIST.format(lookup.sql) for lookup in lookups)


class _Cursor(psycopg.Cursor[Row]):
    """Rows within a row have their types in binary alone. Planned once a connection: that takes longer than to look."""

    def execute(self, query: Any, params: Any = None, **_given: Any) -> "_Cursor":
        return super().execute(query, params, prepare=True, binary=True)


def _trip(sql: str, values: Mapping[str, object]) -> Row:
    with _asked(sql, values) as cursor:
        row: Row = cursor.fetchone()
    return row


@contextmanager
def _asked(sql: str, values: Mapping[str, object]) -> Iterator[CursorWrapper]:
    connection.ensure_connection()
    if connection.queries_logged:  # of a cursor that the server binds Django cannot tell what it was asked
        connection.queries_log.append({"sql": sql, "time": "0"})
    with connection.make_cursor(_Cursor(connection.connection)) as cursor:  # type: ignore[arg-type]  # what Django wraps is of the driver
        cursor.execute(sql, values)  # type: ignore[arg-type]  # the driver takes dates and lists too
        yield cursor
