"""What a reader of MISP feeds finds: an event for each item, as the bound actor may have it now."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from kring.exchange import misp, stix
from kring.exchange import queries as exchange
from kring.exchange.misp import Organisation
from kring.exchange.stix import Said
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.sharing import queries as sharing
from kring.tlp.labels import Label

MOST = 500
"""Events in a feed, the newest. What a reader has taken before stays with it."""


def misp_file(actor: Actor, name: str) -> tuple[bytes, list[UUID]]:
    """One of the feed's files, and what is AMBER+STRICT in it. Raises `NotVisible`."""
    items = exchange.said_of(actor, [row.id for row in sharing.new_items(actor, most=MOST) if not row.withdrawn])
    if name == misp.MANIFEST:
        octets = misp.manifest([_event(said) for said in items])
    elif name == misp.HASHES:
        octets = misp.hashes_csv([_event(said) for said in items])
    else:
        items = [said for said in items if name == misp.file_name(event_of(said.item))]
        if not items:
            raise NotVisible
        octets = misp.event_file(_event(items[0]))
    return octets, [said.item for said in items if said.label is Label.AMBER_STRICT]


def event_of(item: UUID) -> UUID:
    """What the event of an item is called: the same wherever it is read."""
    return uuid5(stix.NAMESPACE, f"event {item}")


@lru_cache(maxsize=1024)
def _event(said: Said) -> Mapping[str, Any]:
    """Kept, since a manifest needs all of them each time."""
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
