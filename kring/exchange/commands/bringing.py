"""Bringing in a file that somebody has: a STIX bundle, an advisory in CSAF, an event of MISP, a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kring.circles import queries as circles
from kring.exchange import rules
from kring.exchange.commands import opening
from kring.exchange.commands.opening import Remark
from kring.exchange.commands.taking import add
from kring.exchange.models import Store
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.errors import Refused, enforce
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of it."""

    format: str
    """STIX 2.1, CSAF 2.0, MISP, KEV, CSV; nothing for a plain list."""
    taken: int
    """Objects that came in, or were here already."""
    remarks: Sequence[Remark]


@transaction.atomic
def bring_in(*, actor: Actor, circle: UUID, octets: bytes, unmarked: Label) -> Brought:
    """Add what is in a file to a circle's objects. What carries no label gets `unmarked`, which is never CLEAR.

    Refused: not_seated, never_clear, no_red, unreadable_file, not_valid, unknown_label. Raises `NotVisible`.
    Records: ObjectsTakenIn.
    """
    place = circles.circle_for(actor, circle)
    if circles.seat_for_sharing(actor, circle) is None:
        raise Refused(rules.NOT_SEATED)
    enforce(rules.why_not_unmarked(unmarked))
    opened = opening.whatever_it_is(place.id, octets, unmarked, place.widest_label)
    Store.objects.get_or_create(circle_id=place.id)
    machine = Actor(person=actor.person, ceiling=min(actor.ceiling, MACHINE_REACH), scope=actor.scope)
    outcomes = add(actor=machine, circle=circle, arrived=opened.arrived).outcomes if opened.arrived else ()
    refused = [
        Remark(one.stix_id, str(one.refusal) if one.refusal else " ".join(problem.text for problem in one.problems))
        for one in outcomes
        if not one.is_taken
    ]
    return Brought(opened.format, opened.here + len(outcomes) - len(refused), [*opened.remarks, *refused])
