"""The pulse and the barriers of a circle, and answering them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.forms import BarriersForm, PulseForm
from kring.health.pages.room import shown
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pulse(request: PageRequest, circle: str) -> HttpResponse:
    """Trust and energy, quarter by quarter; who steers has it asked."""
    place = circles.circle_for(request.actor, circle)
    if request.method == "POST":
        return _ask(request, place, "pulse")
    return shown(request, "pulse", place, {"pulse": queries.pulse(request.actor, place.id)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def barriers(request: PageRequest, circle: str) -> HttpResponse:
    """What keeps people from sharing, and what helps; who steers has it asked."""
    place = circles.circle_for(request.actor, circle)
    if request.method == "POST":
        return _ask(request, place, "barriers")
    return shown(request, "barriers", place, {"barriers": queries.barriers(request.actor, place.id)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def survey(request: PageRequest, survey: UUID) -> HttpResponse:
    """Two taps, or a few ticks."""
    asked = queries.survey_view(request.actor, survey)
    form = (PulseForm if asked.kind == "pulse" else BarriersForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: _answer(request, survey, form)):
        say(request, _("Your answer counts. Nobody can tell that it is yours."))
        return redirect("home")
    return render(request, "health/survey.html", {"survey": asked, "form": form}, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def stop_pulse(request: PageRequest, survey: UUID) -> HttpResponse:
    """Have the pulse not come back."""
    asked = queries.survey_view(request.actor, survey)
    commands.stop_pulse(actor=request.actor, survey=survey)
    say(request, _("The pulse does not come back by itself."))
    return redirect("pulse", asked.slug)


def _answer(request: PageRequest, survey: UUID, form: PulseForm | BarriersForm) -> None:
    if isinstance(form, PulseForm):
        commands.answer_pulse(actor=request.actor, survey=survey, **form.cleaned_data)
    else:
        commands.answer_barriers(actor=request.actor, survey=survey, **form.cleaned_data)


def _ask(request: PageRequest, place: circles.CirclePlace, kind: str) -> HttpResponse:
    commands.ask_survey(actor=request.actor, circle=place.id, kind=kind)
    say(request, _("Everybody who sits here is asked."))
    return redirect("pulse" if kind == "pulse" else "barriers", place.slug)
