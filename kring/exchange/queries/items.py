"""What people shared, in the languages of machines."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from kring.exchange import finding, misp, stix
from kring.exchange.misp import Organisation
from kring.exchange.stix import Said, Sign
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.sharing import queries as sharing
from kring.sharing.queries import Told
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
    return _said(told)


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
    return uuid5(stix.NAMESPACE, f"event {item}")


@lru_cache(maxsize=1024)
def event(said: Said) -> dict[str, Any]:
    """An item as an event of MISP. Kept, since a manifest needs all of them each time."""
    return misp.write(
        uuid=event_of(said.item),
        title=said.title,
        day=said.shared.date(),
        version=int(said.changed.timestamp()),
        label=said.label,
        maker=Organisation(said.source or "Kring", uuid5(stix.NAMESPACE, f"organisation {said.source or 'Kring'}")),
        text=said.text,
        tags=said.tags,
        objects=[one.octets for one in stix.objects_of(said, said.changed) if one.type not in {"identity", "report"}],
    )


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
