"""What is asked about collections and what is in them."""

from kring.exchange.queries.collections import CollectionSeen, collections
from kring.exchange.queries.objects import Match, ObjectRow, Page, objects

__all__ = ["CollectionSeen", "Match", "ObjectRow", "Page", "collections", "objects"]
