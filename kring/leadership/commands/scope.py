"""Saying what a circle is for and what not, and looking at that again."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.lock import GREEN, SHARED
from kring.kernel.record import record
from kring.leadership import access, queries, rules
from kring.leadership.facts import ScopeWritten
from kring.leadership.models import Scope


@transaction.atomic
def write_scope(*, actor: Actor, circle: UUID, inside: str, outside: str = "", topics: Sequence[str] = ()) -> UUID:
    """Write down what the circle is for and what not. What stood there before stays, as an earlier version.

    Refused: not_steering, too_many_topics.
    Records: ScopeWritten.
    """
    last = queries.scope_of(circle)
    written = Scope(inside=inside.strip(), outside=outside.strip(), topics=list(topics))
    enforce(rules.why_not_topics(written.topics))
    return _add(actor, circle, written, version=last.version + 1 if last else 1)


@transaction.atomic
def keep_scope(*, actor: Actor, circle: UUID) -> UUID:
    """It was looked at again, and stays as it is.

    Refused: not_steering, no_scope.
    Records: ScopeWritten.
    """
    last = queries.scope_of(circle)
    if last is None:
        raise Refused(rules.NO_SCOPE)
    same = Scope(inside=last.inside, outside=last.outside, topics=list(last.topics))
    return _add(actor, circle, same, version=last.version)


def _add(actor: Actor, circle: UUID, scope: Scope, *, version: int) -> UUID:
    place = access.steered(actor, circle)
    last = queries.scope_of(circle)
    scope.circle_id, scope.community, scope.author_id = circle, place.community, actor.person
    scope.label, scope.state = GREEN, SHARED
    scope.version, scope.at = version, now()
    scope.save(force_insert=True)
    record(ScopeWritten(circle=circle, version=version, kept=last is not None and last.version == version), by=actor)
    return scope.pk
