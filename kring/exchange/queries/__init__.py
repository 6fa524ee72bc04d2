"""What is asked about collections and what is in them."""

from kring.exchange.queries.collections import (
    CollectionSeen,
    Meeting,
    StoreState,
    collections,
    collections_of,
    meet,
    stands,
    state_of,
)
from kring.exchange.queries.items import bundle, said, said_of
from kring.exchange.queries.objects import Match, ObjectRow, Page, added, objects, page
from kring.exchange.queries.products import products_named
from kring.exchange.queries.reading import (
    Lines,
    Neighbour,
    ObjectDetail,
    ObjectLine,
    SeenBefore,
    object_detail,
    object_lines,
    object_types,
)
from kring.exchange.queries.receipts import ReceiptSeen, receipt
from kring.exchange.queries.relevance import (
    Stored,
    interested,
    known,
    matched_up_to,
    stored,
    stored_called,
    stored_these,
    stores,
    words_of,
)
from kring.exchange.queries.subscriptions import SubscriptionSeen, subscription, subscriptions

__all__ = [
    "CollectionSeen",
    "Lines",
    "Match",
    "Meeting",
    "Neighbour",
    "ObjectDetail",
    "ObjectLine",
    "ObjectRow",
    "Page",
    "ReceiptSeen",
    "SeenBefore",
    "StoreState",
    "Stored",
    "SubscriptionSeen",
    "added",
    "bundle",
    "collections",
    "collections_of",
    "interested",
    "known",
    "matched_up_to",
    "meet",
    "object_detail",
    "object_lines",
    "object_types",
    "objects",
    "page",
    "products_named",
    "receipt",
    "said",
    "said_of",
    "stands",
    "state_of",
    "stored",
    "stored_called",
    "stored_these",
    "stores",
    "subscription",
    "subscriptions",
    "words_of",
]
