"""What is in a file of others: told apart, judged, and made ready to be taken in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from kring.exchange import csaf, finding, lists, misp, queries, rules, stix
from kring.exchange.commands.advisories import objects_of
from kring.exchange.commands.taking import Arrived, Spoiled, read_arrived
from kring.kernel.clock import now
from kring.kernel.errors import Refusal, Refused
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the file that did not come in, or came in otherwise than one would think."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in a file, made ready to be taken in."""

    format: str
    arrived: Sequence[Arrived | Spoiled]
    remarks: Sequence[Remark]
    here: int = 0
    """How many more were here already, and say the same."""
    named: frozenset[str] = frozenset()
    """Of a list: the identifiers of all that stands on it."""


def whatever_it_is(circle: UUID, octets: bytes, unmarked: Label, widest: Label) -> Opened:
    """Asked in turn what it is, from what is told apart most surely.

    Refused: unreadable_file, not_valid, unknown_label.
    """
    before: stix.Unreadable | None = None
    try:
        pieces = stix.split(octets).objects
    except stix.Unreadable as not_stix:
        before, pieces = not_stix, ()
    if pieces:
        return Opened("STIX 2.1", [read_arrived(piece, unmarked=unmarked, widest=widest) for piece in pieces], ())
    try:
        advisory = csaf.read(octets)
    except csaf.Unreadable:
        pass
    else:
        return as_advisory(advisory, octets, unmarked, widest)
    try:
        return _as_misp(octets, unmarked, widest)
    except misp.Unreadable as not_misp:
        # Whichever of them came closest: what is broken JSON is that for all.
        why = before.text if before and before.code in {"too_large", "too_many", "objects_twice"} else not_misp.text
    try:
        return as_list(circle, octets, source=str(circle), label=max(unmarked, widest))
    except lists.Unreadable as no_list:
        why = why if octets.lstrip()[:1] in {b"{", b"["} else no_list.text
        raise Refused(Refusal(rules.UNREADABLE.code, rules.UNREADABLE.text, {"why": why})) from None


def as_advisory(advisory: csaf.Advisory, octets: bytes, unmarked: Label, widest: Label) -> Opened:
    """An advisory that is valid, as objects. Refused: not_valid, unknown_label."""
    if advisory.problems:
        why = " ".join(f"{one.code} {one.path} {one.text}" for one in advisory.problems[:3])
        raise Refused(Refusal(rules.NOT_VALID.code, rules.NOT_VALID.text, {"why": why}))
    if advisory.tlp and advisory.label is None:
        raise Refused(Refusal(rules.UNKNOWN_LABEL.code, rules.UNKNOWN_LABEL.text, {"label": advisory.tlp}))
    label = rules.label_of_foreign(advisory.label, unmarked=unmarked, widest=widest)
    try:
        pieces = objects_of(advisory, octets, label)
    except ValueError as wrong:
        why = f"/document/tracking {wrong}"
        raise Refused(Refusal(rules.NOT_VALID.code, rules.NOT_VALID.text, {"why": why})) from wrong
    remarks = [] if advisory.judged else [Remark(advisory.id, "CSAF 2.1 is a draft: it was read, and not judged.")]
    arrived = [read_arrived(piece, unmarked=label, widest=widest) for piece in pieces]
    return Opened(f"CSAF {advisory.csaf_version}", arrived, remarks)


def as_list(circle: UUID, octets: bytes, *, source: str, label: Label) -> Opened:
    """A list says nothing of labels: all of it gets this one. What is here already and says the same is left as it is.

    The same list of the same `source` gives the same objects. Raises `lists.Unreadable`.
    """
    listed = lists.read(octets, source)
    cautions = finding.warn(entry.value for entry in listed.entries if entry.value)
    dropped = {(one.kind, one.value) for one in cautions if one.drops}
    drafts = [
        entry.draft | {"object_marking_refs": [stix.TLP_2[label]]}
        for entry in listed.entries
        if entry.value is None or (entry.value.kind, entry.value.value) not in dropped
    ]
    fresh = list(_stamped(circle, drafts))
    arrived = [read_arrived(orjson.dumps(one), unmarked=label) for one in fresh]
    remarks = [*_not_understood(listed), *map(_cautioned, cautions)]
    named = frozenset(draft["id"] for draft in drafts)
    return Opened(listed.format, arrived, remarks, here=len(drafts) - len(fresh), named=named)


def _not_understood(listed: lists.Listed) -> Iterator[Remark]:
    for number, text in listed.remarks:
        yield Remark(_("line %(n)s") % {"n": number}, _("Not understood: %(text)s") % {"text": text})


def _cautioned(one: finding.Caution) -> Remark:
    said = gettext(one.text).format(entry=one.entry)
    return Remark(finding.harmless(one.value), f"{said} {_('It was left out.')}" if one.drops else said)


def _stamped(circle: UUID, drafts: Sequence[lists.Draft]) -> Iterator[dict[str, Any]]:
    """Those that are new or say something else than what is here, with the moments at which they were made and changed."""
    there = queries.documents(circle, [draft["id"] for draft in drafts])
    at = stix.timestamp(stix.moment_of(now()))
    for draft in drafts:
        before = there.get(draft["id"], {})
        made = {"created": at, "modified": at, **({"valid_from": at} if draft["type"] == "indicator" else {})}
        whole = made | {name: before[name] for name in made if name in before} | draft
        if whole != before:
            yield whole | {"modified": max(at, whole["created"])}


def _as_misp(octets: bytes, unmarked: Label, widest: Label) -> Opened:
    events = misp.read(octets)
    if not events:
        raise Refused(Refusal(rules.UNREADABLE.code, rules.UNREADABLE.text, {"why": "It is empty."}))
    arrived = [
        read_arrived(piece, unmarked=unmarked if event.label is None else event.label, widest=widest)
        for event in events
        for piece in event.objects
    ]
    return Opened("MISP", arrived, list(_remarks(events)))


def _remarks(events: Sequence[misp.Event]) -> Iterator[Remark]:
    for event in events:
        for problem in event.problems:
            yield Remark(f"{event.title or event.uuid} {problem.path}".strip(), problem.text)
