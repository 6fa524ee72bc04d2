"""Breach cases: reporting, coming back, being heard, and which there are."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kring.circles import queries as circles
from kring.conduct import commands, queries
from kring.conduct.forms import ReturnForm, SuspicionForm, WordsForm
from kring.conduct.rules import NOT_SEATED
from kring.kernel import limits
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible, Refused
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say

REPORTS_A_DAY = 20
"""In one circle: whose they are is not counted, since that would say who reported."""
TRIES_AN_HOUR = 30


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report_suspicion(request: PageRequest, circle: str) -> HttpResponse:
    """Say what one suspects. Unknown, the answer is this very page: nothing is left behind that knows whose it was."""
    place = circles.circle_for(request.actor, circle)
    if place.standing is None or place.standing.observes:
        raise Refused(NOT_SEATED)
    choice = queries.choice_of_handlers(request.actor, place.id)
    form = SuspicionForm(
        request.POST or None,
        initial={"item": request.GET.get("item")},
        organisations=circles.Houses(circle=place.id),
        people=choice.people if choice else None,
    )
    codes: list[str] = []
    if request.method == "POST" and done(form, lambda: codes.append(_report(request.actor, place.id, form))):
        response = render(request, "conduct/suspicion_reported.html", {"place": place, "code": codes[0]})
        response.headers["Cache-Control"] = "private, no-store"
        return response
    given = {"place": place, "form": form, "choice": choice}
    return render(request, "conduct/report_suspicion.html", given, status=WRONG if form.errors else 200)


def _report(actor: Actor, circle: UUID, form: SuspicionForm) -> str:
    limits.count("suspicion", circle, most=REPORTS_A_DAY, seconds=24 * 3600)
    return commands.report_suspicion(actor=actor, circle=circle, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def return_with_code(request: HttpRequest) -> HttpResponse:
    """Come back with the code of a report, without signing in: to read what was asked, and to answer."""
    form = ReturnForm(request.POST or None)
    found: queries.ReportedCase | None = None
    if request.method == "POST" and form.is_valid():
        limits.count("return", request.META.get("REMOTE_ADDR", ""), most=TRIES_AN_HOUR, seconds=3600)
        found = _opened(form)
        if found is None:
            form.add_error("code", _("This code opens nothing."))
        elif form.cleaned_data["text"]:
            form = ReturnForm(initial={"code": form.cleaned_data["code"]})
    given = {"form": form, "case": found}
    response = render(request, "conduct/return_with_code.html", given, status=WRONG if form.errors else 200)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # with none at all, browsers do not say where a form comes from
    return response


def _opened(form: ReturnForm) -> "queries.ReportedCase | None":
    """What the code opens, after what was added to it."""
    with acting_as(queries.guest_with(form.cleaned_data["code"])) as guest:
        try:
            case = queries.case_of_guest(guest)
        except NotVisible:
            return None
        if form.cleaned_data["text"].strip():
            commands.answer_as_reporter(case=case, text=form.cleaned_data["text"])
        return queries.reported_case(case)


@require_safe
@signed_in
def cases(request: PageRequest, circle: str) -> HttpResponse:
    """The cases one looks into, and those one reported under one's own name."""
    place = circles.circle_for(request.actor, circle)
    reported = [row for row in queries.reported_with(request.actor) if row.slug == place.slug]
    given = {"place": place, "handled": queries.cases_handled(request.actor, place.id), "reported": reported}
    return render(request, "conduct/cases.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reported_case(request: PageRequest, case: UUID) -> HttpResponse:
    """One's own report: how far it is, what was asked, and a place to answer."""
    found = queries.reported_case(case)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.answer_as_reporter(case=case, text=form.cleaned_data["text"])
    ):
        say(request, _("It is passed to who looks into it."))
        return redirect("reported_case", case)
    given = {"case": found, "form": form}
    return render(request, "conduct/reported_case.html", given, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hearing(request: PageRequest, hearing: UUID) -> HttpResponse:
    """An organisation gives its side."""
    found = queries.hearing_view(request.actor, hearing)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.give_side(actor=request.actor, hearing=hearing, answer=form.cleaned_data["text"])
    ):
        say(request, _("Your side is given."))
        return redirect("hearing", hearing)
    given = {"hearing": found, "form": form}
    return render(request, "conduct/hearing.html", given, status=WRONG if form.errors else 200)
