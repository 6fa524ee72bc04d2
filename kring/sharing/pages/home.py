"""Home: what asks something of me, and below it what is new."""

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.kernel.lookups import look_up_together
from kring.notices import queries as notices
from kring.sharing import queries
from kring.sharing.forms import ListForm
from kring.sharing.pages.lists import ROWS, listed
from kring.web import parts
from kring.web.doors import signed_in
from kring.web.parts import Place
from kring.web.requests import PageRequest

DRAFTS = 3
"""Shown beside the list; of more, where they are."""


@require_safe
@signed_in
def home(request: PageRequest) -> HttpResponse:
    """Where everybody begins."""
    actor = request.actor
    words = ListForm(request.GET, places=circles.circles_of(actor))
    muted = notices.muted_tags(actor)
    filters = words.filters(muted=muted)
    if request.htmx:
        found = queries.new_items(actor, filters, before=words.before_place, most=ROWS)
        return listed(request, "sharing/home.html", words, found, {})
    look_up_together(actor, (*queries.AT_HOME, *parts.lookups(Place.HOME_ASKS)))
    lists = queries.home_lists(actor, filters, before=words.before_place, most=ROWS, drafts=DRAFTS + 1)
    given = {
        "places": SimpleLazyObject(lambda: queries.places(actor)),
        "muted": muted,
        "asks": lists.asks,
        "drafts": lists.drafts[:DRAFTS],
        "more_drafts": len(lists.drafts) > DRAFTS,
        "rounds": SimpleLazyObject(lambda: queries.rounds_asked(actor)),
        "polls": SimpleLazyObject(lambda: queries.polls_asked(actor)),
        "quiet": SimpleLazyObject(lambda: queries.quiet_circles(actor)),
        "steps": SimpleLazyObject(lambda: queries.first_steps(actor)),
        "tags": words.tag_words(sorted({tag for row in lists.new for tag in row.tags})),
    }
    return listed(request, "sharing/home.html", words, lists.new, given)
