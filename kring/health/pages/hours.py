"""Hours that one gave to a circle."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.forms import HoursForm
from kring.health.pages.room import back, shown
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hours(request: PageRequest, circle: str) -> HttpResponse:
    """What I wrote down, and a line for more."""
    place = circles.circle_for(request.actor, circle)
    form = HoursForm(request.POST if request.method == "POST" else None)
    if form.is_bound and done(
        form, lambda: commands.log_hours(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("Your hours are written down."))
        return redirect("hours", place.slug)
    given = {"form": form, "own": queries.own_hours(request.actor, place.id)}
    return shown(request, "hours", place, given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def remove_hours(request: PageRequest, hours: UUID) -> HttpResponse:
    """Take a line away."""
    circle = commands.remove_hours(actor=request.actor, hours=hours)
    say(request, _("These hours are gone."))
    return back(request, "hours", circle)
