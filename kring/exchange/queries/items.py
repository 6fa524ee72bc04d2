"""What people shared, in the languages of machines."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.conf import settings

from kring.exchange import finding, misp, stix
from kring.exchange.misp import Organisation
from kring.exchange.models import StoredObject
from kring.exchange.stix import Said, Sighted, Sign
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.sharing import queries as sharing
from kring.sharing.queries import Headline, Told
from kring.tlp.labels import Label

FOR_EXAMPLES = ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")
"""Addresses that no machine has (RFC 5737, RFC 3849). They hurt nobody, and exercises are written with them."""


def said(actor: Actor, item: UUID) -> Said | None:
    """What machines may be told of an item that this actor reads. None: nothing, since it is RED or was taken back."""
    try:
        told = sharing.told(actor, item)
    except NotVisible:
        return None
    if told is None or told.is_withdrawn or told.label is Label.RED:
        return None
    known = signs_of_report(told.circle_id, told.origin) if told.origin else None
    return replace(
        _said(told),
        sightings=tuple(_sightings(actor, item)),
        opinions=tuple(sharing.taps_of(actor, item)),
        origin=told.origin if known is not None else "",
        known=known or {},
    )


def _sightings(actor: Actor, item: UUID) -> list[Sighted]:
    """What people said they saw: what machines said stands in objects of theirs."""
    return [
        Sighted(row.id, Sign(row.kind, row.value), row.organisation, row.first_seen, row.last_seen, row.count)
        for row in sharing.sightings_of(actor, item)
        if not row.heard
    ]


def said_of(actor: Actor, items: Collection[UUID]) -> list[Said]:
    """The same of many, newest first; nothing of what is RED or was taken back."""
    return [_said(told) for told in sharing.told_of(actor, items) if told.label is not Label.RED]


def _said(told: Told) -> Said:
    text = "\n\n".join(part for part in (told.what, told.so_what, told.do_what) if part)
    return Said(
        item=told.id,
        version=told.version,
        title=told.title,
        text=text,
        label=told.label,
        language=told.language,
        tags=told.tags,
        shared=told.at,
        changed=told.changed_at,
        address=f"{settings.KRING_BASE_URL}/items/{told.id}/",
        signs=_signs(text),
        source=told.organisation,
        credibility=told.credibility,
    )


def event_of(item: UUID) -> UUID:
    """What the event of an item is called in MISP: the same wherever it is read."""
    event = uuid5(stix.NAMESPACE, f"event {item}")
    if len(_items_by_event) >= MOST_EVENTS_KNOWN:
        _items_by_event.clear()
    _items_by_event[event] = item
    return event


MOST_EVENTS_KNOWN = 100_000
_items_by_event: dict[UUID, UUID] = {}
"""Of events that were named lately: who asks for one had it named. It says nothing of who may read it."""


def item_of(event: UUID, among: Callable[[], Collection[UUID]]) -> UUID | None:
    """The item of an event: one that was named here lately, else one among these."""
    if event not in _items_by_event:
        return next((item for item in among() if event_of(item) == event), None)
    return _items_by_event[event]


@lru_cache(maxsize=20_000)
def outline(headline: Headline) -> dict[str, Any]:
    """What a manifest of MISP has to say of an item, without looking for what is in it. Kept for the same reason."""
    return misp.outline(
        misp.write(
            uuid=event_of(headline.id),
            title=headline.title,
            day=headline.at.date(),
            version=int(headline.changed_at.timestamp()),
            label=headline.label,
            maker=_maker(headline.organisation),
            tags=headline.tags,
        )
    )


def _maker(organisation: str) -> Organisation:
    name = organisation or "Kring"
    return Organisation(name, uuid5(stix.NAMESPACE, f"organisation {name}"))


@lru_cache(maxsize=1024)
def event(said: Said) -> dict[str, Any]:
    """An item as an event of MISP. Kept, since a manifest needs the newest each time."""
    return misp.write(
        uuid=event_of(said.item),
        title=said.title,
        day=said.shared.date(),
        version=int(said.changed.timestamp()),
        label=said.label,
        maker=_maker(said.source),
        text=said.text,
        tags=said.tags,
        objects=[one.octets for one in stix.objects_of(said, said.changed) if one.type not in {"identity", "report"}],
    )


def signs_of_report(circle: UUID, report: str) -> dict[Sign, str] | None:
    """What a report in a circle lets one look for, and by which objects, as far as the bound actor may read them.

    None: the report is not here, or it was revoked.
    """
    rows = latest(circle, [report])
    if not rows or rows[0].is_revoked:
        return None
    refs = orjson.loads(bytes(rows[0].body)).get("object_refs", [])
    return {
        Sign(one.kind, one.value): row.stix_id
        for row in latest(circle, refs)
        for one in stix.observables(orjson.loads(bytes(row.body)))
        if not row.is_revoked
    }


def latest(circle: UUID, ids: Collection[str]) -> list[StoredObject]:
    """The newest versions of these in a circle that the bound actor may read."""
    rows = StoredObject.objects.filter(circle_id=circle, stix_id__in=ids, state=1).order_by("version", "-label")
    return list({row.stix_id: row for row in rows}.values())


@lru_cache(maxsize=4096)
def _signs(text: str) -> tuple[Sign, ...]:
    """What one can look for, without what everybody would find."""
    values = finding.find(text).values
    harmless = {(one.kind, one.value) for one in finding.warn(values) if one.drops}
    return tuple(
        Sign(one.kind, one.value)
        for one in values
        if (one.kind, one.value) not in harmless or one.value.startswith(FOR_EXAMPLES)
    )
