"""Items over the API: everything the pages do, for the holder of a token."""

from kring.sharing.api import answers, drafts, files, items, onward, polls, rounds, search, sightings, source, thread

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
    polls.routes,
    sightings.routes,
)

__all__ = ["ROUTES"]
