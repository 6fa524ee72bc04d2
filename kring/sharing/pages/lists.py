"""Lists of items."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kring.circles import queries as circles
from kring.kernel import limits
from kring.notices import commands as notices
from kring.sharing import queries
from kring.sharing.forms import ListForm
from kring.tlp.labels import Label
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.tables import as_csv
from kring.web.toasts import say

ROWS = 25
"""Rows in one part of a list."""

MOST_EXPORTED = 5000
EXPORTS = 20
"""Tables that somebody takes away in an hour."""


@require_safe
@signed_in
def items(request: PageRequest, circle: str) -> HttpResponse:
    """What was shared in one circle."""
    place = circles.circle_for(request.actor, circle)
    words = ListForm(request.GET)
    found = queries.items_of(request.actor, place.id, words.filters(), before=words.before_place, most=ROWS)
    given = {"place": place, "picks": True, "tags": words.tag_words(queries.tags_used(place.id))}
    return listed(request, "sharing/items.html", words, found, given)


@require_safe
@signed_in
def export_items(request: PageRequest, circle: str) -> HttpResponse:
    """The same list as a table for a spreadsheet; TLP:RED leaves the platform in no such way."""
    limits.count("export", request.actor.person, most=EXPORTS, seconds=3600)
    place = circles.circle_for(request.actor, circle)
    found = queries.items_of(request.actor, place.id, ListForm(request.GET).filters(), most=MOST_EXPORTED)
    response = HttpResponse(as_csv(table_of(found)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{place.slug}-items.csv"'
    return response


@require_safe
@signed_in
def drafts(request: PageRequest) -> HttpResponse:
    """What one is writing."""
    return render(request, "sharing/drafts.html", {"drafts": queries.drafts(request.actor)})


@require_POST
@signed_in
def mute_topic(request: PageRequest, tag: str) -> HttpResponse:
    """See nothing more about a topic at home and in mails, unless it is urgent."""
    notices.mute_topic(actor=request.actor, tag=tag)
    say(request, _("“%(tag)s” is muted.") % {"tag": tag}, undo=reverse("unmute_topic", args=[tag]))
    return redirect("home")


@require_POST
@signed_in
def unmute_topic(request: PageRequest, tag: str) -> HttpResponse:
    """Hear of a topic again."""
    notices.unmute_topic(actor=request.actor, tag=tag)
    say(request, _("“%(tag)s” shows again.") % {"tag": tag}, undo=reverse("mute_topic", args=[tag]))
    return redirect("home")


def listed(
    request: PageRequest, page: str, words: ListForm, rows: Sequence[queries.ItemRow], given: Mapping[str, object]
) -> HttpResponse:
    """A page with these rows; for htmx, which asks for what is older, the rows alone."""
    older = words.older(rows[-1].place) if len(rows) == ROWS else ""
    template = "sharing/rows.html" if request.htmx else page
    return render(request, template, {"words": words, "rows": rows, "older": older} | dict(given))


def table_of(rows: Sequence[queries.ItemRow]) -> Iterator[Sequence[object]]:
    """Rows for a spreadsheet, with their heads. What is under TLP:RED or withdrawn is not in it."""
    yield "shared", "label", "kind", "title", "organisation", "urgent", "reliability", "credibility", "tags", "replies"
    for row in rows:
        if row.label is Label.RED or row.withdrawn:
            continue
        words = (row.kind_text, row.title, row.source.organisation)
        rest = (row.urgent, row.reliability, row.credibility or "", ", ".join(row.tags), row.replies)
        yield row.at.isoformat(timespec="seconds"), row.label.marking, *words, *rest
