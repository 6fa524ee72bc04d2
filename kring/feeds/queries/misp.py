"""What a reader of MISP feeds finds: an event for each item, as the bound actor may have it now."""

from uuid import UUID

from kring.exchange import misp
from kring.exchange import queries as exchange
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
        octets = misp.manifest([exchange.event(said) for said in items])
    elif name == misp.HASHES:
        octets = misp.hashes_csv([exchange.event(said) for said in items])
    else:
        items = [said for said in items if name == misp.file_name(exchange.event_of(said.item))]
        if not items:
            raise NotVisible
        octets = misp.event_file(exchange.event(items[0]))
    return octets, [said.item for said in items if said.label is Label.AMBER_STRICT]
