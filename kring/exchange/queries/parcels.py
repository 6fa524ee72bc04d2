"""What somebody takes along: a selection of items or of objects, in the formats of others."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.urls import reverse

from kring.circles import queries as circles
from kring.exchange import misp, stix
from kring.exchange.misp import Organisation
from kring.exchange.models import StoredObject
from kring.exchange.queries.items import event, said_of
from kring.exchange.queries.reading import lines_of
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.sharing import queries as sharing
from kring.tlp.labels import Label

ADVISORY = "x-csaf-advisory"


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """One thing in it."""

    title: str
    label: Label
    address: str
    """Of its page."""
    item: UUID | None
    """The item that it is, or was written of."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something one can look for, as a line of a table."""

    kind: str
    value: str
    first_seen: str
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A selection, as this actor may have it."""

    lines: Sequence[ParcelLine]
    objects: Sequence[bytes]
    """STIX 2.1, without what is RED: that goes in no format of machines."""
    events: Sequence[dict[str, Any]]
    """The same as events of MISP."""
    signs: Sequence[Sign]
    advisory: bytes = b""
    """In CSAF, octet for octet, when the selection is one that was brought in."""
    place: str = ""
    """Of objects: the name of their circle."""

    @property
    def label(self) -> Label:
        """The narrowest of what is in it."""
        return max(line.label for line in self.lines)

    @property
    def machine_label(self) -> Label:
        """The narrowest of what machines may have of it."""
        return max((line.label for line in self.lines if line.label is not Label.RED), default=Label.RED)

    @property
    def only_on_paper(self) -> int:
        """How many are RED."""
        return sum(line.label is Label.RED for line in self.lines)

    @property
    def bundle(self) -> bytes:
        """As a bundle of STIX 2.1: each object once, with a name that follows from what is in it."""
        octets = b",".join(dict.fromkeys(self.objects))
        name = uuid5(stix.NAMESPACE, f"bundle {octets.hex()}")
        return b'{"type":"bundle","id":"bundle--%s","objects":[%s]}' % (str(name).encode(), octets)

    @property
    def misp(self) -> bytes:
        """As MISP gives events: one by itself, several as what it answers to a search."""
        if len(self.events) == 1:
            return orjson.dumps(self.events[0])
        return orjson.dumps({"response": list(self.events)})


def parcel_of_items(actor: Actor, items: Collection[UUID]) -> Parcel:
    """Of what people shared. What is not for this reader, or was withdrawn, is not in it. Raises `NotVisible` for nothing.

    Refused: frozen.
    """
    told = sharing.told_of(actor, items)
    if not told:
        raise NotVisible
    for one in told:
        sharing.not_frozen(one.id)
    saids = said_of(actor, items)
    written = {said.item: stix.objects_of(said, said.changed) for said in saids}
    return Parcel(
        lines=[ParcelLine(one.title, one.label, reverse("item", args=[one.id]), one.id) for one in told],
        objects=[one.octets for objects in written.values() for one in objects],
        events=[event(said) for said in saids],
        signs=_once(
            sign
            for said in saids
            for one in written[said.item]
            for sign in _signs(one.document, said.label, said.source)
        ),
    )


def parcel_of_objects(actor: Actor, circle: UUID, stix_ids: Collection[str]) -> Parcel:
    """Of a circle's objects, in their latest versions. Raises `NotVisible` for nothing."""
    place = circles.circle_for(actor, circle)
    found = StoredObject.objects.filter(
        circle_id=place.id, stix_id__in=stix_ids, is_latest=True, state=1, is_revoked=False
    )
    rows = list({row.stix_id: row for row in found.order_by("version", "added")}.values())
    if not rows:
        raise NotVisible
    lines, octets = lines_of(rows), [bytes(row.body) for row in rows]
    documents = [orjson.loads(one) for one in octets]
    address = {line.stix_id: reverse("stored_object", args=[place.slug, line.stix_id]) for line in lines}
    alone = documents[0] if len(documents) == 1 and documents[0]["type"] == ADVISORY else {}
    return Parcel(
        lines=[ParcelLine(line.title, line.label, address[line.stix_id], line.item) for line in lines],
        objects=octets,
        events=[_event(place.name, lines[0].title, octets, max(line.label for line in lines))],
        signs=_once(
            sign
            for line, document in zip(lines, documents, strict=True)
            for sign in _signs(document, line.label, line.organisation)
        ),
        advisory=str(alone.get("document", "")).encode(),
        place=place.name,
    )


def _event(place: str, title: str, objects: Sequence[bytes], label: Label) -> dict[str, Any]:
    """One event for all of them. It is a file of this moment, and no version of anything."""
    return misp.write(
        uuid=uuid5(stix.NAMESPACE, f"event {b''.join(objects).hex()}"),
        title=title if len(objects) == 1 else f"{place}: {len(objects)}",
        day=now().date(),
        version=int(now().timestamp()),
        label=label,
        maker=Organisation(place, uuid5(stix.NAMESPACE, f"organisation {place}")),
        objects=objects,
    )


def _signs(document: Any, label: Label, source: str) -> Iterator[Sign]:
    first = next((document[name] for name in ("valid_from", "first_seen", "created") if name in document), "")
    for one in stix.observables(document):
        yield Sign(one.kind, one.value, first, label, source)


def _once(signs: Iterator[Sign]) -> list[Sign]:
    """Each value once, under the narrowest label that it has here."""
    kept: dict[tuple[str, str], Sign] = {}
    for sign in signs:
        key = sign.kind, sign.value
        if key not in kept or kept[key].label.wider_than(sign.label):
            kept[key] = sign
    return list(kept.values())
