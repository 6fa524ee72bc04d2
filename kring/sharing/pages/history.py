"""What became of an item: how it read before, what happened to it, who read it; and the trail of a circle."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.sharing import queries
from kring.sharing.forms import TrailForm
from kring.web.doors import signed_in
from kring.web.requests import PageRequest


@require_safe
@signed_in
def item_history(request: PageRequest, item: UUID) -> HttpResponse:
    """Each change of the text, word by word."""
    given = {"item": queries.detail(request.actor, item), "changes": queries.changes(request.actor, item)}
    return render(request, "sharing/item/history.html", given)


@require_safe
@signed_in
def item_trail(request: PageRequest, item: UUID) -> HttpResponse:
    """What happened to an item: all of it for the source, one's own part for others."""
    before = TrailForm.place(request.GET)
    lines = queries.trail_of_item(request.actor, item, before=before)
    given = {"item": queries.detail(request.actor, item), "lines": lines, "older": TrailForm.older(lines)}
    return render(request, "sharing/item/trail.html", given)


@require_safe
@signed_in
def item_readers(request: PageRequest, item: UUID) -> HttpResponse:
    """Who may read it, who did and how fast, who acknowledged and who has not yet: for the source."""
    given = {
        "item": queries.own_detail(request.actor, item),
        "readings": queries.readings(request.actor, item),
        "responses": queries.responses(request.actor, item),
    }
    return render(request, "sharing/item/readers.html", given)


@require_safe
@signed_in
def circle_trail(request: PageRequest, circle: str) -> HttpResponse:
    """What happened in a circle, for who chairs it."""
    lines = queries.trail_of_circle(request.actor, circle, before=TrailForm.place(request.GET))
    place = circles.circle_for(request.actor, circle)
    given = {"place": place, "lines": lines, "older": TrailForm.older(lines)}
    return render(request, "sharing/circle_trail.html", given)
