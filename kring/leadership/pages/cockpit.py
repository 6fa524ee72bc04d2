"""The chair's cockpit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.leadership import queries
from kring.web.doors import signed_in
from kring.web.requests import PageRequest


@require_safe
@signed_in
def cockpit(request: PageRequest, circle: str) -> HttpResponse:
    """Is the circle alive, and what do I do next?"""
    place = circles.circle_for(request.actor, circle)
    given = {"place": place, "cockpit": queries.cockpit(request.actor, place)}
    return render(request, "leadership/cockpit.html", given)
