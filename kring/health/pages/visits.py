"""Kitchen visits: an organisation opens its doors to the circle."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.forms import VisitForm
from kring.health.pages.room import back, shown
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def visits(request: PageRequest, circle: str) -> HttpResponse:
    """The doors that open soon, and a form to open one's own."""
    place = circles.circle_for(request.actor, circle)
    form = VisitForm(request.POST if request.method == "POST" else None)
    if form.is_bound and done(
        form, lambda: commands.offer_visit(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("The circle can sign up."))
        return redirect("visits", place.slug)
    given = {"form": form, "doors": queries.visits_of(request.actor, place.id)}
    return shown(request, "visits", place, given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def join_visit(request: PageRequest, visit: UUID) -> HttpResponse:
    """Come along."""
    circle = commands.join_visit(actor=request.actor, visit=visit)
    say(request, _("You come along."))
    return back(request, "visits", circle)


@require_POST
@signed_in
def leave_visit(request: PageRequest, visit: UUID) -> HttpResponse:
    """Not come after all."""
    circle = commands.leave_visit(actor=request.actor, visit=visit)
    say(request, _("You do not come along."))
    return back(request, "visits", circle)


@require_POST
@signed_in
def cancel_visit(request: PageRequest, visit: UUID) -> HttpResponse:
    """Keep the doors closed after all."""
    circle = commands.cancel_visit(actor=request.actor, visit=visit)
    say(request, _("The visit is off."))
    return back(request, "visits", circle)
