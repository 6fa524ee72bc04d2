"""What is asked about what is shared. Every answer is what the bound actor may have."""

from kring.sharing.queries.asks import Ask, asks
from kring.sharing.queries.audience import (
    Preview,
    Reader,
    chosen,
    companions,
    not_acknowledged,
    preview,
    readers,
    readers_of_draft,
    reply_readers,
)
from kring.sharing.queries.detail import (
    ItemDetail,
    ReplyView,
    Response,
    VersionView,
    attachment_file,
    detail,
    passings,
    readings,
    responses,
    versions,
)
from kring.sharing.queries.lists import Filters, ItemRow, Place, drafts, items_of, new_items, row
from kring.sharing.queries.search import Hit, search

__all__ = [
    "Ask",
    "Filters",
    "Hit",
    "ItemDetail",
    "ItemRow",
    "Place",
    "Preview",
    "Reader",
    "ReplyView",
    "Response",
    "VersionView",
    "asks",
    "attachment_file",
    "chosen",
    "companions",
    "detail",
    "drafts",
    "items_of",
    "new_items",
    "not_acknowledged",
    "passings",
    "preview",
    "readers",
    "readers_of_draft",
    "readings",
    "reply_readers",
    "responses",
    "row",
    "search",
    "versions",
]
