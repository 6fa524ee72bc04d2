"""Taking in what machines send: each object alone, all in one go, in an order that a reader can follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.db import connection, transaction

from kring.circles import queries as circles
from kring.exchange import access, rules, stix
from kring.exchange.commands.hearing import HEARD, hear
from kring.exchange.facts import ObjectsTakenIn
from kring.exchange.models import Receipt
from kring.exchange.stix import Observable, Problem
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refusal, Refused, enforce
from kring.kernel.record import record
from kring.tlp.labels import Label

MOST_MARKS = 2_000
"""By which one object is found. A list of ten thousand addresses is found by the first of them."""

# All at once. What is here already, for the same people, is not added again.
ADD = """
INSERT INTO exchange_object (
    circle_id, added, stix_id, type, version, spec_version, is_latest, is_forked, is_revoked, body, marks,
    community, label, state, author_id, membership_id, audience, passed_to, published)
SELECT %(circle)s, %(last)s + new.n, new.stix_id, new.type, new.version, new.spec_version, true, false,
    new.is_revoked, new.body, string_to_array(new.marks, E'\\n'), %(community)s, new.label, 1, %(author)s, %(membership)s,
    CASE WHEN new.label >= 2 THEN ARRAY[%(circle)s]::uuid[] ELSE '{}' END, '{}', false
FROM unnest(%(ids)b::text[], %(types)b::text[], %(versions)b::bigint[], %(specs)b::text[], %(revoked)b::boolean[],
            %(bodies)b::bytea[], %(marks)b::text[], %(labels)b::smallint[])
     WITH ORDINALITY AS new (stix_id, type, version, spec_version, is_revoked, body, marks, label, n)
ON CONFLICT DO NOTHING
"""


class Arrived(NamedTuple):
    """An object that somebody sends: read, and in order by itself."""

    stix_id: str
    type: str
    version: int
    """Microseconds since 1970; 0 for an object that has no versions."""
    label: Label
    body: bytes
    """As it came."""
    spec_version: str = "2.1"
    is_revoked: bool = False
    marks: Sequence[str] = ()
    """By what it is found: see `marks_of`."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """An object that somebody sends and that is not in order by itself."""

    stix_id: str
    version: int
    problems: Sequence[Problem]


class Outcome(NamedTuple):
    """What became of one object."""

    stix_id: str
    version: int
    refusal: Refusal | None = None
    problems: Sequence[Problem] = ()

    @property
    def is_taken(self) -> bool:
        """Added, or here already."""
        return self.refusal is None and not self.problems


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of all of them, in their order."""

    receipt: UUID
    at: datetime
    outcomes: Sequence[Outcome]
    told: Sequence[Mapping[str, Any]]
    """The same as the receipt keeps it."""


def take_in_message(*, actor: Actor, collection: UUID, octets: bytes) -> Taken:
    """The same for an envelope of TAXII 2.1 or a bundle of STIX 2.1, as it came over the wire.

    What carries no marking gets the circle's own label, and never TLP:CLEAR: nobody said that it is for everybody.
    Raises `stix.Unreadable` when no objects can be told apart.
    """
    place = access.collection(actor, collection)
    own = circles.circle_for(actor, place.circle_id).default_label
    unmarked = Label(min(max(own, Label.GREEN), MACHINE_REACH))
    return take_in(
        actor=actor,
        collection=collection,
        arrived=[read_arrived(piece, unmarked=unmarked) for piece in stix.split(octets).objects],
    )


def read_arrived(octets: bytes, *, unmarked: Label, widest: Label = Label.CLEAR) -> Arrived | Spoiled:
    """One object as somebody sent it. Without a marking it gets a label; wider than `widest` it gets that one."""
    found = stix.read(octets)
    if found.problems:
        return Spoiled(found.id, found.version, found.problems)
    return Arrived(
        stix_id=found.id,
        type=found.type,
        version=found.version,
        label=rules.label_of_foreign(found.label, unmarked=unmarked, widest=widest),
        body=octets,
        spec_version=found.spec_version,
        is_revoked=found.revoked,
        marks=marks_of(found.document),
    )


def marks_of(document: Mapping[str, Any]) -> list[str]:
    """By what an object is found: what it refers to, and what it lets one look for. None has a line break in it."""
    return [*dict.fromkeys([*stix.ids_in(document), *map(mark_of, stix.observables(document))])][:MOST_MARKS]


def mark_of(observable: Observable) -> str:
    """How an observable stands among the marks."""
    return f"{observable.kind} {observable.value}"


def take_in(*, actor: Actor, collection: UUID, arrived: Sequence[Arrived | Spoiled]) -> Taken:
    """Add objects to a collection, for the circle to read as their labels allow.

    An object that is refused keeps no other out. Two writers to one collection wait for each other only while rows
    are written, so that what is added later is also seen later: a reader who asks for what is new misses nothing.

    Refused: read_only, not_seated; and each object by itself: red, beyond_ceiling, label_too_wide, above_mandate.
    Records: ObjectsTakenIn.
    """
    place = access.collection(actor, collection)
    enforce(None if rules.Direction(place.direction).can_write else rules.READ_ONLY)
    return add(actor=actor, circle=place.circle_id, arrived=arrived, collection=collection)


@transaction.atomic
def add(
    *,
    actor: Actor,
    circle: UUID,
    arrived: Sequence[Arrived | Spoiled],
    collection: UUID | None = None,
    subscription: UUID | None = None,
) -> Taken:
    """Add objects to a circle's store, whichever way they came.

    Refused: not_seated; and each object by itself: red, beyond_ceiling, label_too_wide, above_mandate.
    Records: ObjectsTakenIn.
    """
    seat = circles.seat_for_sharing(actor, circle)
    if seat is None or actor.person is None:
        raise Refused(rules.NOT_SEATED)
    place = circles.circle_for(actor, circle)
    ceiling, today = min(actor.ceiling, MACHINE_REACH), now().date()
    why_not = {
        label: rules.why_not_add(label, ceiling=ceiling, widest=place.widest_label, mandate=seat.mandate, today=today)
        for label in Label
    }
    outcomes = [
        Outcome(one.stix_id, one.version, problems=one.problems)
        if isinstance(one, Spoiled)
        else Outcome(one.stix_id, one.version, why_not[one.label])
        for one in arrived
    ]
    good = [
        one for one, outcome in zip(arrived, outcomes, strict=True) if isinstance(one, Arrived) and outcome.is_taken
    ]
    if good:
        owner = {"circle": circle, "community": place.community, "membership": seat.membership}
        _add(circle, good, {**owner, "author": actor.person})
        hear(actor, circle, [(one.body, one.label) for one in good if one.type in HEARD])
    told = [_told(outcome) for outcome in outcomes]
    receipt = Receipt.objects.create(circle_id=circle, person_id=actor.person, outcome=told)
    record(
        ObjectsTakenIn(
            circle=circle,
            collection=collection,
            subscription=subscription,
            count=len(good),
            refused=len(arrived) - len(good),
        ),
        by=actor,
    )
    return Taken(receipt.id, receipt.at, outcomes, told)


def _add(circle: UUID, good: Sequence[Arrived], owner: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last FROM exchange_store WHERE circle_id = %s FOR UPDATE", [circle])
        (last,) = cursor.fetchone()
        # The clock can stand behind what was added in one go a moment ago.
        last = max(last, stix.moment_of(now()))
        columns = _columns(good)
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as octets:
            # In binary: as text the objects would be more than twice as long, to write and to read again.
            octets.execute(ADD, {"last": last, **owner, **columns})
        cursor.execute("SELECT kring.settle(%s, %s, %s)", [circle, last, columns["ids"]])
        (changed,) = cursor.fetchone()
        cursor.execute(
            """UPDATE exchange_store SET last = %s, turn = turn + %s,
                   keys = CASE WHEN circle_id = ANY (keys) THEN keys ELSE keys || circle_id END WHERE circle_id = %s""",
            [last + len(good), int(changed), circle],
        )


def _columns(good: Sequence[Arrived]) -> dict[str, list[Any]]:
    return {
        "ids": [one.stix_id for one in good],
        "types": [one.type for one in good],
        "versions": [one.version for one in good],
        "specs": [one.spec_version for one in good],
        "revoked": [one.is_revoked for one in good],
        "bodies": [one.body for one in good],
        "marks": ["\n".join(one.marks) for one in good],
        "labels": [int(one.label) for one in good],
    }


def _told(outcome: Outcome) -> dict[str, Any]:
    """As the receipt keeps it."""
    told: dict[str, Any] = {"id": outcome.stix_id, "version": outcome.version}
    if outcome.refusal:
        told["why"] = [{"code": outcome.refusal.code, "path": "", "text": str(outcome.refusal)}]
    if outcome.problems:
        told["why"] = [{"code": one.code, "path": one.path, "text": one.text} for one in outcome.problems]
    return told
