"""Search: finds while one types, says why each hit is there, and keeps silent about what one may not see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.kernel import limits
from kring.sharing import queries
from kring.sharing.forms import ListForm
from kring.web.doors import signed_in
from kring.web.requests import PageRequest

PARTS = {"hits": "sharing/search/hits.html", "k-search-hits": "sharing/search/menu.html"}
"""What htmx asks for: the hits on the page, or those below the box at the top of every page."""

MOST, SECONDS = 120, 60
"""Searches of one person: somebody who types all the time stays below it."""


@require_safe
@signed_in
def search(request: PageRequest) -> HttpResponse:
    """Items, replies, attachments and people."""
    limits.count("search", request.actor.person, most=MOST, seconds=SECONDS)
    words = ListForm(request.GET, places=circles.circles_of(request.actor))
    asked = words.given.get("q", "")
    found = {
        "hits": queries.search(request.actor, asked, words.filters()),
        "people": queries.search_people(request.actor, asked),
    }
    template = PARTS.get(request.htmx.target or "", "sharing/search.html")
    return render(request, template, {"words": words, "q": asked} | found)
