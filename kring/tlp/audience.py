"""Who may read what, said in plain Python: the twin of the SQL function `kring.may_read`.

The database decides; this explains and previews. The table in tests/tlp/test_audience.py is typed by hand and
holds both to the same answers.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from kring.kernel.actor import WIDEST_REACH
from kring.tlp.labels import Label


class State(IntEnum):
    """Where something shared is in its life."""

    DRAFT = 0
    SHARED = 1
    WITHDRAWN = 2


@dataclass(frozen=True, slots=True)
class Lock:
    """The part of a row that decides who may read it."""

    circle: UUID
    community: UUID
    label: Label
    state: State
    author: UUID | None
    audience: frozenset[UUID] = frozenset()
    """Keys: named persons for RED, the circle or chosen memberships for AMBER and AMBER+STRICT."""
    passed_to: frozenset[UUID] = frozenset()
    """Keys added by passing on: colleagues, other circles, guest links. Always empty for RED."""
    published: bool = False
    """On the public site, so that visitors may read it. Only for CLEAR."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor holds at this moment: worked out from seats, memberships, colleagues and bridges."""

    person: UUID | None = None
    keys: frozenset[UUID] = field(default=frozenset())
    """Own person, circles and memberships seated in, colleague keys, a guest key."""
    greens: frozenset[UUID] = field(default=frozenset())
    """Communities of the actor's circles."""
    bridged: frozenset[UUID] = field(default=frozenset())
    """Circles bridged to the actor's with a ceiling of GREEN or wider: each alone, without those inside it."""
    ceiling: int = WIDEST_REACH
    scope: frozenset[UUID] | None = None


def may_read(lock: Lock, reach: Reach) -> bool:
    """May somebody with this reach read a row with this lock? (design: "Who may read what".)"""
    if lock.label > reach.ceiling or (reach.scope is not None and lock.circle not in reach.scope):
        return False
    if lock.state is State.DRAFT:
        return lock.author is not None and lock.author == reach.person
    match lock.label:
        case Label.CLEAR:
            return lock.published or reach.person is not None or bool(reach.keys & lock.passed_to)
        case Label.GREEN:
            near = lock.community in reach.greens or lock.circle in reach.bridged
            return near or bool(reach.keys & lock.passed_to)
        case Label.AMBER | Label.AMBER_STRICT:
            return bool(reach.keys & (lock.audience | lock.passed_to))
        case Label.RED:
            return lock.circle in reach.keys and bool(reach.keys & lock.audience)


def colleague_key(membership: UUID, person: UUID) -> UUID:
    """The key of a person as a colleague in a member organisation.

    It is worked out, not stored, and held only while both membership and person are in force: passing on to a
    colleague ends with either of them. The SQL twin is `kring.colleague_key`.
    """
    return UUID(hashlib.md5(f"{membership}{person}".encode(), usedforsecurity=False).hexdigest())


def audience_for(
    label: Label, *, circle: UUID, author: UUID, membership: UUID, named: Collection[UUID], chosen: Collection[UUID]
) -> frozenset[UUID]:
    """The keys a row with this label carries.

    `named` are persons (RED), `chosen` are memberships (AMBER and AMBER+STRICT; none means the whole circle).
    The author, and for chosen memberships the author's own, is always among them.
    """
    match label:
        case Label.RED:
            return frozenset(named) | {author}
        case Label.AMBER | Label.AMBER_STRICT:
            return frozenset(chosen) | {membership} if chosen else frozenset({circle})
        case Label.GREEN | Label.CLEAR:
            return frozenset()
