"""Give and take: what each member gave, and the papers that say so."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.health import queries
from kring.health.pages import papers
from kring.health.pages.room import shown
from kring.kernel.errors import NotVisible
from kring.web.doors import signed_in
from kring.web.frame import Link
from kring.web.paging import page_of
from kring.web.paper import Paper, pdf
from kring.web.requests import PageRequest

LANGUAGES = ("nl", "en")
MEMBERS = 25
"""Members on one page by name: what others gave is not counted for it."""
LEAST = "least"
"""For a list in which who gave least stands first, what all gave is counted."""


@require_safe
@signed_in
def give_and_take(request: PageRequest, circle: str) -> HttpResponse:
    """What my organisation gave in half a year; for who steers, what everybody gave."""
    place = circles.circle_for(request.actor, circle)
    if least := request.GET.get("order") == LEAST:
        ledger = queries.ledger(request.actor, place)
        page = page_of(request, ledger.rows)
    else:
        members = page_of(request, queries.givers(place), most=MEMBERS)
        shown_here = [member for member, _name in members.rows]
        ledger = queries.ledger(request.actor, place, beside=shown_here)
        page = members.showing(ledger.of(shown_here))
    silent = queries.silent(place)
    given = {
        "ledger": ledger,
        "page": page,
        "sources": [_(source.name) for source in queries.SOURCES],
        "silent": silent[:MEMBERS],
        "more_silent": len(silent[MEMBERS:]),
        "orders": [
            Link(_("by name"), "?", current=not least),
            Link(_("who gave least"), "?order=least", current=least),
        ],
    }
    return shown(request, "give_and_take", place, given)


@require_safe
@signed_in
def statement(request: PageRequest, circle: str) -> HttpResponse:
    """What my organisation gave, on paper."""
    return _printed(request, circle, papers.statement)


@require_safe
@signed_in
def letter(request: PageRequest, circle: str) -> HttpResponse:
    """What I did and what it brings, for my manager."""
    return _printed(request, circle, papers.letter)


def _printed(request: PageRequest, circle: str, made: papers.Made) -> HttpResponse:
    place = circles.circle_for(request.actor, circle)
    ledger = queries.ledger(request.actor, place, beside=())
    if not ledger.own:
        raise NotVisible
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in LANGUAGES else translation.get_language()):
        own = queries.own_hours(request.actor, place.id, since=ledger.period.since.date())
        return _sent(made(papers.Contribution(request.user.name, place.name, ledger, own)))


def _sent(paper: Paper) -> HttpResponse:
    name = f"{slugify(paper.title)[:60]}.pdf"
    response = HttpResponse(pdf(paper), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
