"""Taking over a circle that nobody steers."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kring.circles import queries as circles
from kring.leadership import commands
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_POST
@signed_in
def step_in(request: PageRequest, circle: str) -> HttpResponse:
    """The chair's deputy becomes the chair."""
    place = circles.circle_for(request.actor, circle)
    commands.step_in(actor=request.actor, circle=place.id)
    say(request, _("You are the chair now."))
    return redirect("circle", place.slug)
