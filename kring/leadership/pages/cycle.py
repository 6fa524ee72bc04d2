"""What there is to do around the meetings, for who steers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.leadership import queries
from kring.web.doors import signed_in
from kring.web.requests import PageRequest


@require_safe
@signed_in
def cycle(request: PageRequest, circle: str) -> HttpResponse:
    """The steps around each meeting, from three weeks before to five days after."""
    place = circles.circle_for(request.actor, circle)
    given = {"place": place, "rounds": queries.cycles(request.actor, place.id)}
    return render(request, "leadership/cycle.html", given)
