"""What a reader of MISP feeds finds: an event for each item, as the bound actor may have it now."""

from collections.abc import Sequence
from uuid import UUID

from kring.exchange import misp
from kring.exchange import queries as exchange
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.sharing import queries as sharing
from kring.sharing.queries import Filters
from kring.tlp.labels import Label

MOST = 10_000
"""Events in a feed, the newest."""
LOOKED_INTO = 500
"""Of the newest also what is in them is told: the hash of the file, and of each value. To look into one takes milliseconds."""


def misp_file(actor: Actor, name: str) -> tuple[bytes, Sequence[UUID]]:
    """One of the feed's files, and what is AMBER+STRICT in it and not read yet. Raises `NotVisible`."""
    if name == misp.MANIFEST:
        items = sharing.new_item_ids(actor, most=MOST)
        return _manifest(actor, items), _unread(actor, items)
    if name == misp.HASHES:
        items = sharing.new_item_ids(actor, most=LOOKED_INTO)
        return misp.hashes_csv(map(exchange.event, exchange.said_of(actor, items))), _unread(actor, items)
    return _event(actor, name)


def _unread(actor: Actor, items: Sequence[UUID]) -> list[UUID]:
    """What of this is AMBER+STRICT and not read yet: nothing, for who comes by again and again."""
    unread = sharing.new_item_ids(actor, Filters(label=Label.AMBER_STRICT, unread=True), most=MOST)
    return sorted(set(unread) & set(items))


def _manifest(actor: Actor, items: Sequence[UUID]) -> bytes:
    newest = exchange.said_of(actor, items[:LOOKED_INTO])
    older = sharing.headlines_of(items[LOOKED_INTO:])
    entries = {exchange.event_of(said.item): misp.manifest_entry(exchange.event(said)) for said in newest}
    return misp.manifest_of(entries | {exchange.event_of(one.id): exchange.outline(one) for one in older})


def _event(actor: Actor, name: str) -> tuple[bytes, Sequence[UUID]]:
    try:
        wanted = UUID(name.removesuffix(".json"))
    except ValueError:
        raise NotVisible from None
    item = exchange.item_of(wanted, lambda: sharing.new_item_ids(actor, most=MOST))
    found = exchange.said_of(actor, [item] if item else [])
    if not found or name != misp.file_name(wanted):
        raise NotVisible
    octets = misp.event_file(exchange.event(found[0]))
    return octets, [found[0].item] if found[0].label is Label.AMBER_STRICT else []
