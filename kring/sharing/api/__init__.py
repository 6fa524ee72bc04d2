"""Items over the API: everything the pages do, for the holder of a token."""

from kring.sharing.api import answers, drafts, files, items, onward, rounds, search, source, thread

ROUTES = (
    items.routes,
    drafts.routes,
    files.routes,
    thread.routes,
    answers.routes,
    onward.routes,
    source.routes,
    search.routes,
    rounds.routes,
)

__all__ = ["ROUTES"]
