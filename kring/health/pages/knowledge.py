"""What a circle knows, gaps first."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.forms import SubjectForm
from kring.health.pages.room import back, shown
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def knowledge(request: PageRequest, circle: str) -> HttpResponse:
    """The map: topics down, levels across; who steers adds a topic."""
    place = circles.circle_for(request.actor, circle)
    form = SubjectForm(request.POST if request.method == "POST" else None)
    if form.is_bound and done(
        form, lambda: commands.add_subject(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("The topic is on the list."))
        return redirect("knowledge", place.slug)
    rows = queries.coverage(place)
    given = {"form": form, "rows": rows, "gaps": sum(row.is_gap for row in rows)}
    return shown(request, "knowledge", place, given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def start_subjects(request: PageRequest, circle: str) -> HttpResponse:
    """Begin with what circles of this kind often want."""
    place = circles.circle_for(request.actor, circle)
    commands.start_subjects(actor=request.actor, circle=place.id)
    say(request, _("The list is begun. Take away what does not fit."))
    return redirect("knowledge", place.slug)


@require_POST
@signed_in
def remove_subject(request: PageRequest, subject: UUID) -> HttpResponse:
    """Take a topic from the list."""
    circle = commands.remove_subject(actor=request.actor, subject=subject)
    say(request, _("The topic is off the list."))
    return back(request, "knowledge", circle)
