"""The ways in and out for machines."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kring.circles import queries as circles
from kring.exchange import commands, queries
from kring.exchange.rules import DIRECTIONS, Direction
from kring.kernel.errors import NotVisible
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_safe
@signed_in
def collections(request: PageRequest, circle: str) -> HttpResponse:
    """The ways in and out for machines, and how one connects to them."""
    place = circles.circle_for(request.actor, circle)
    there = {one.direction: one for one in queries.collections_of(request.actor, place.id)}
    given = {
        "place": place,
        "ways": [(way, *DIRECTIONS[way], there.get(way)) for way in Direction],
        "any": next((there[way] for way in Direction if way in there), None),
        "steers": circles.why_not_steer(request.actor, place.id) is None,
        "base": settings.KRING_BASE_URL,
        "address": f"{settings.KRING_BASE_URL}/taxii2/",
        "root": f"{settings.KRING_BASE_URL}/taxii2/kring/",
        "tokens_url": reverse("tokens"),
    }
    return render(request, "exchange/collections.html", given)


@require_POST
@signed_in
def open_collection(request: PageRequest, circle: str, direction: str) -> HttpResponse:
    """Let machines exchange objects this way."""
    place = circles.circle_for(request.actor, circle)
    if direction not in set(Direction):
        raise NotVisible
    commands.open_collection(actor=request.actor, circle=place.id, direction=Direction(direction))
    say(request, _("The collection is open."))
    return redirect("collections", place.slug)


@require_POST
@signed_in
def close_collection(request: PageRequest, circle: str, collection: UUID) -> HttpResponse:
    """Let machines no longer."""
    commands.close_collection(actor=request.actor, collection=collection)
    say(request, _("The collection is closed."))
    return redirect("collections", circle)
