"""Lists of items, and the row that all of them are made of."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.notices import commands as notices
from kring.sharing import queries
from kring.sharing.forms import ListForm
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say

ROWS = 40
"""Rows in one part of a list."""


@require_safe
@signed_in
def items(request: PageRequest, circle: str) -> HttpResponse:
    """What was shared in one circle."""
    place = circles.circle_for(request.actor, circle)
    words = ListForm(request.GET)
    found = queries.items_of(request.actor, place.id, words.filters(), before=words.before_place, most=ROWS)
    given = {"place": place, "tags": words.tag_words(queries.tags_used(place.id))}
    return listed(request, "sharing/items.html", words, found, given)


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


def render_row(actor: Actor, item: UUID, *, language: str, zone: str) -> str | None:
    """The row of one item as HTML, as this actor sees it in a list; None when it is not for them.

    For live arrival: the row goes into the list with `data-live` of pages that are open. `actor` must be bound.
    """
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        row = queries.row(actor, item)
        return render_to_string("sharing/row.html", {"row": row}) if row else None
