"""Lists of items."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kring.circles import queries as circles
from kring.kernel import limits
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.notices import commands as notices
from kring.sharing import queries
from kring.sharing.forms import ListForm
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.tables import Row, csv_in_parts
from kring.web.toasts import say

ROWS = 20
"""Rows in one part of a list."""

MOST_EXPORTED, AT_ONCE = 5000, 500
"""Lines of a table, and of one part of it."""
HEAD = ("shared", "label", "kind", "title", "organisation", "urgent", "reliability", "credibility", "tags", "replies")
EXPORTS = 20
"""Tables that somebody takes away in an hour."""


@require_safe
@signed_in
def items(request: PageRequest, circle: str) -> HttpResponse:
    """What was shared in one circle."""
    place = circles.circle_for(request.actor, circle)
    words = ListForm(request.GET)
    found = queries.items_of(request.actor, place.id, words.filters(), before=words.before_place, most=ROWS)
    given = {"place": place, "picks": True, "tags": words.tag_words(queries.tags_used(request.actor, place.id))}
    return listed(request, "sharing/items.html", words, found, given)


@require_safe
@signed_in
def export_items(request: PageRequest, circle: str) -> HttpResponseBase:
    """The same list as a table for a spreadsheet; TLP:RED leaves the platform in no such way."""
    limits.count("export", request.actor.person, most=EXPORTS, seconds=3600)
    place = circles.circle_for(request.actor, circle)
    filters = replace(ListForm(request.GET).filters(), circle=place.id)
    parts = csv_in_parts(_table(request.actor, filters, translation.get_language()))
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
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


def _table(actor: Actor, filters: queries.Filters, language: str) -> Iterator[Iterable[Row]]:
    """The head of a table, and its rows part by part.

    It is read while it goes out, when the page's own transaction and language are over: so each part binds the reader
    again, and has nothing that was taken from them meanwhile.
    """
    yield [HEAD]
    before = None
    for _part in range(MOST_EXPORTED // AT_ONCE):
        with translation.override(language), acting_as(actor):
            lines = queries.lines_to_take(actor, filters, before=before, most=AT_ONCE)
        yield map(_cells, lines)
        if len(lines) < AT_ONCE:
            return
        before = lines[-1].place


def _cells(line: queries.Line) -> Row:
    words = (line.kind_text, line.title, line.organisation)
    rest = (line.urgent, line.reliability, line.credibility or "", ", ".join(line.tags), line.replies)
    return line.at.isoformat(timespec="seconds"), line.label.marking, *words, *rest
