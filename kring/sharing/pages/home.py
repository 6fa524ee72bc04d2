"""Home: what asks something of me, and below it what is new."""

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from kring.notices import queries as notices
from kring.sharing import queries
from kring.sharing.forms import ListForm
from kring.sharing.pages.lists import ROWS, listed
from kring.web.doors import signed_in
from kring.web.requests import PageRequest


@require_safe
@signed_in
def home(request: PageRequest) -> HttpResponse:
    """Where everybody begins."""
    actor, places = request.actor, queries.places(request.actor)
    words = ListForm(request.GET, places=[row.place for row in places])
    muted = notices.muted_tags(actor)
    found = queries.new_items(actor, words.filters(muted=muted), before=words.before_place, most=ROWS)
    given = {
        "places": places,
        "muted": muted,
        "asks": SimpleLazyObject(lambda: queries.asks(actor)),
        "rounds": SimpleLazyObject(lambda: queries.rounds_asked(actor)),
        "polls": SimpleLazyObject(lambda: queries.polls_asked(actor)),
        "quiet": SimpleLazyObject(lambda: queries.quiet_circles(actor)),
        "drafts": SimpleLazyObject(lambda: queries.drafts(actor)),
        "steps": SimpleLazyObject(lambda: queries.first_steps(actor)),
        "tags": words.tag_words(sorted({tag for row in found for tag in row.tags})),
    }
    return listed(request, "sharing/home.html", words, found, given)
