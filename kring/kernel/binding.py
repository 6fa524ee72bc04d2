"""Binds an actor to a transaction. Without it, tables that hold what members share show no rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from kring.kernel.actor import Actor
from kring.kernel.errors import KringError, NotVisible, Refused

_bound: ContextVar[Actor | None] = ContextVar("bound", default=None)
_answers: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("answers", default=None)

Answer = TypeVar("Answer")
About = ParamSpec("About")


def bound_actor() -> Actor | None:
    """The actor of the transaction we are in, or None."""
    return _bound.get()


def known_person(actor: Actor) -> UUID:
    """Who acts, where somebody with an open account must: visitors and guests only look.

    Raises `NotVisible`, also for who was suspended since their request came in: the database binds them as nobody.
    """
    if actor.person is None or not is_known(actor):
        raise NotVisible
    return actor.person


def is_known(actor: Actor) -> bool:
    """Does somebody with an account act, and one that is open?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (kring.actor()).person")
        bound: tuple[UUID | None] | None = cursor.fetchone()
    return actor.person is not None and bound == (actor.person,)


def _bind(actor: Actor | None) -> None:
    with connection.cursor() as cursor:
        if actor is None:
            cursor.execute("SELECT kring.unbind()")
        else:
            scope = None if actor.scope is None else list(actor.scope)
            cursor.execute(
                "SELECT kring.bind(%s, %s::smallint, %s::uuid[], %s)",
                [actor.person, actor.ceiling, scope, actor.guest],
            )


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """One transaction in which the database lets out what this actor may read, and nothing else.

    Nested, it changes the actor for the inner part and gives the outer one back afterwards. The reach is
    worked out from seats and memberships as they are now, so a long piece of work should bind again per step.
    """
    outer = _bound.get()
    nested = connection.in_atomic_block
    token = _bound.set(actor)
    answers = _answers.set({})
    refused: KringError | None = None
    try:
        with transaction.atomic():
            _bind(actor)
            try:
                yield actor
            except (NotVisible, Refused) as error:
                if nested or not _is_untouched():
                    raise
                refused = error  # it ends like a page that was shown: at a ROLLBACK the driver forgets its plans
            if nested:  # an error takes the binding back by itself, with all else
                _bind(outer)
    finally:
        _answers.reset(answers)
        _bound.reset(token)
    if refused is not None:
        raise refused


def _is_untouched() -> bool:
    """Is there nothing to undo: no row written or locked, and nothing that waits for the end of the transaction?

    Of a NOTIFY alone the database does not tell; ours all go with a row.
    """
    if connection.run_on_commit or connection.connection.info.transaction_status != TransactionStatus.INTRANS:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        found: tuple[bool] = cursor.fetchone()
    return found[0]


def rebind() -> None:
    """Work out the bound actor's reach again: after a command that changed what the actor itself may read."""
    if (actor := _bound.get()) is not None:
        _bind(actor)
    forget_answers()


def asked_once(
    query: Callable[Concatenate[Actor, About], list[Answer]],
) -> Callable[Concatenate[Actor, About], list[Answer]]:
    """For a query that several parts of one page ask: its answer is kept until something is recorded.

    It lasts as long as the transaction at most, so nobody gets an answer that was right for another moment.
    """

    @wraps(query)
    def asked(actor: Actor, /, *about: About.args, **more: About.kwargs) -> list[Answer]:
        answers = kept_answers(actor)
        if answers is None:
            return query(actor, *about, **more)
        asks = (query, actor, *about, *more.items())
        if asks not in answers:
            answers[asks] = query(actor, *about, **more)
        return list(answers[asks])

    return asked


def kept_answers(actor: Actor) -> dict[tuple[Any, ...], Any] | None:
    """What was answered in this transaction since something was recorded; None for anybody but the bound actor."""
    return _answers.get() if actor == _bound.get() else None


def forget_answers() -> None:
    """Something changed: what was answered before may not be so any more."""
    if answers := _answers.get():
        answers.clear()
