"""Bringing in a file that somebody has: a STIX bundle, an advisory in CSAF, an event of MISP."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kring.circles import queries as circles
from kring.exchange import csaf, misp, rules, stix
from kring.exchange.commands.advisories import objects_of
from kring.exchange.commands.taking import Arrived, Spoiled, add, read_arrived
from kring.exchange.models import Store
from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.errors import Refusal, Refused, enforce
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the file that did not come in, or came in otherwise than one would think."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of it."""

    format: str
    """STIX 2.1, CSAF 2.0 or MISP."""
    taken: int
    """Objects that came in, or were here already."""
    remarks: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class _Opened:
    format: str
    arrived: Sequence[Arrived | Spoiled]
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
    opened = _opened(octets, unmarked, place.widest_label)
    Store.objects.get_or_create(circle_id=place.id)
    machine = Actor(person=actor.person, ceiling=min(actor.ceiling, MACHINE_REACH), scope=actor.scope)
    outcomes = add(actor=machine, circle=circle, arrived=opened.arrived).outcomes if opened.arrived else ()
    refused = [
        Remark(one.stix_id, str(one.refusal) if one.refusal else " ".join(problem.text for problem in one.problems))
        for one in outcomes
        if not one.is_taken
    ]
    return Brought(opened.format, len(outcomes) - len(refused), [*opened.remarks, *refused])


def _opened(octets: bytes, unmarked: Label, widest: Label) -> _Opened:
    """Whatever it is: asked in turn, from what is told apart most surely."""
    before: stix.Unreadable | None = None
    try:
        pieces = stix.split(octets).objects
    except stix.Unreadable as not_stix:
        before, pieces = not_stix, ()
    if pieces:
        return _Opened("STIX 2.1", [read_arrived(piece, unmarked=unmarked, widest=widest) for piece in pieces], ())
    try:
        advisory = csaf.read(octets)
    except csaf.Unreadable:
        return _opened_as_misp(octets, unmarked, widest, before)
    return _opened_as_advisory(advisory, octets, unmarked, widest)


def _opened_as_advisory(advisory: csaf.Advisory, octets: bytes, unmarked: Label, widest: Label) -> _Opened:
    if advisory.problems:
        why = " ".join(f"{one.code} {one.path} {one.text}" for one in advisory.problems[:3])
        raise Refused(Refusal(rules.NOT_VALID.code, rules.NOT_VALID.text, {"why": why}))
    if advisory.tlp and advisory.label is None:
        raise Refused(Refusal(rules.UNKNOWN_LABEL.code, rules.UNKNOWN_LABEL.text, {"label": advisory.tlp}))
    label = rules.label_of_foreign(advisory.label, unmarked=unmarked, widest=widest)
    pieces = objects_of(advisory, octets, label)
    remarks = [] if advisory.judged else [Remark(advisory.id, "CSAF 2.1 is a draft: it was read, and not judged.")]
    arrived = [read_arrived(piece, unmarked=label, widest=widest) for piece in pieces]
    return _Opened(f"CSAF {advisory.csaf_version}", arrived, remarks)


def _opened_as_misp(octets: bytes, unmarked: Label, widest: Label, before: stix.Unreadable | None) -> _Opened:
    try:
        events = misp.read(octets)
    except misp.Unreadable as why:
        # Whichever of the two came closer: what is broken JSON is that for both.
        text = before.text if before and before.code in {"too_large", "too_many", "objects_twice"} else why.text
        raise Refused(Refusal(rules.UNREADABLE.code, rules.UNREADABLE.text, {"why": text})) from None
    if not events:
        raise Refused(Refusal(rules.UNREADABLE.code, rules.UNREADABLE.text, {"why": "It is empty."}))
    arrived = [
        read_arrived(piece, unmarked=unmarked if event.label is None else event.label, widest=widest)
        for event in events
        for piece in event.objects
    ]
    return _Opened("MISP", arrived, list(_remarks(events)))


def _remarks(events: Sequence[misp.Event]) -> Iterator[Remark]:
    for event in events:
        for problem in event.problems:
            yield Remark(f"{event.title or event.uuid} {problem.path}".strip(), problem.text)
