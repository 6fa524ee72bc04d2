"""What would stop if one person left."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.leadership import queries
from kring.web.doors import signed_in
from kring.web.requests import PageRequest


@require_safe
@signed_in
def continuity(request: PageRequest, circle: str) -> HttpResponse:
    """For who steers: on whom the circle hangs."""
    place = circles.circle_for(request.actor, circle)
    given = {"place": place, "continuity": queries.continuity(request.actor, place)}
    return render(request, "leadership/continuity.html", given)
