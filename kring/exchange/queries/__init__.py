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
from kring.exchange.queries.items import bundle, latest, said, said_of, signs_of_report
from kring.exchange.queries.objects import Match, ObjectRow, Page, added, objects, page
from kring.exchange.queries.reading import (
    Lines,
    Neighbour,
    ObjectDetail,
    ObjectLine,
    SeenBefore,
    SeenBy,
    object_detail,
    object_lines,
    object_types,
    sightings_around,
)
from kring.exchange.queries.receipts import ReceiptSeen, receipt
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
    "SeenBy",
    "StoreState",
    "SubscriptionSeen",
    "added",
    "bundle",
    "collections",
    "collections_of",
    "latest",
    "meet",
    "object_detail",
    "object_lines",
    "object_types",
    "objects",
    "page",
    "receipt",
    "said",
    "said_of",
    "sightings_around",
    "signs_of_report",
    "stands",
    "state_of",
    "subscription",
    "subscriptions",
]
