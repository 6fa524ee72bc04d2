"""What is asked about collections and what is in them."""

from kring.exchange.queries.collections import (
    CollectionSeen,
    Meeting,
    StoreState,
    collections,
    meet,
    stands,
    state_of,
)
from kring.exchange.queries.objects import Match, ObjectRow, Page, added, objects, page
from kring.exchange.queries.receipts import ReceiptSeen, receipt

__all__ = [
    "CollectionSeen",
    "Match",
    "Meeting",
    "ObjectRow",
    "Page",
    "ReceiptSeen",
    "StoreState",
    "added",
    "collections",
    "meet",
    "objects",
    "page",
    "receipt",
    "stands",
    "state_of",
]
