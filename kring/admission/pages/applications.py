"""Applications: the list, the dossier, and what who steers does with it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.admission import commands, queries
from kring.admission.forms import NoteForm, OpenBallotForm, OpeningForm, QuestionForm
from kring.admission.queries import ApplicationView
from kring.admission.rules import Stage
from kring.circles import queries as circles
from kring.files.pages import send_file
from kring.kernel.actor import Actor
from kring.sharing.pages.ways import home_or
from kring.web.doors import WRONG, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say

ROWS = 25
"""Applications on one page."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def applications(request: PageRequest, circle: str) -> HttpResponse:
    """Who wants to come in; who steers makes the link by which one applies."""
    place = circles.circle_for(request.actor, circle)
    form = OpeningForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        commands.make_opening(actor=request.actor, circle=place.id, **form.cleaned_data)
        say(request, _("The link is there. Give it to whom you want to apply."))
        return redirect("applications", place.slug)
    steers = place.standing is not None and place.standing.steers
    given = {
        "place": place,
        "form": form,
        "steers": steers,
        "openings": queries.openings_of(place.id) if steers else [],
        "applications": page_of(request, queries.ApplicationLines(place.id), most=ROWS),
        "waiting": queries.waiting_list(place.id),
        "room": queries.room_in(place.id),
    }
    return render(request, "admission/applications.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def revoke_opening(request: PageRequest, circle: str, opening: UUID) -> HttpResponse:
    """Take a link back."""
    place = circles.circle_for(request.actor, circle)
    commands.revoke_opening(actor=request.actor, opening=opening)
    say(request, _("The link opens nothing any more."))
    return redirect("applications", place.slug)


@require_safe
@signed_in
def application(request: PageRequest, application: UUID) -> HttpResponse:
    """The dossier: what the candidate wrote, how it stands against what is asked, questions and answers."""
    found = queries.application_view(request.actor, application)
    steers = _steers(request.actor, found.circle_id)
    given = {
        "application": found,
        "steers": steers,
        "question": QuestionForm(),
        "note": NoteForm(),
        "vote": _to_the_vote(request, found) if steers and found.stage is Stage.SENT else None,
        "room": queries.room_in(found.circle_id) if steers and found.stage is Stage.WAITING else None,
    }
    return render(request, "admission/application.html", given)


def _to_the_vote(request: PageRequest, found: ApplicationView) -> OpenBallotForm:
    terms = queries.policy_of(found.circle_id).terms
    usual = {"rule": terms.rule, "days": terms.days, "quorum": terms.quorum}
    return OpenBallotForm(
        members=_sponsors(found.circle_id), initial={"sponsor": _own(request.actor, found.circle_id), **usual}
    )


@require_safe
@signed_in
def evidence(request: PageRequest, application: UUID, evidence: UUID) -> HttpResponseBase:
    """A file that the candidate gave, for who sees the application."""
    file = queries.evidence(application, evidence)
    return send_file(file.stored, name=file.name)


@require_POST
@signed_in
def ask_candidate(request: PageRequest, application: UUID) -> HttpResponse:
    """Ask the candidate something."""
    form = QuestionForm(request.POST)
    if form.is_valid():
        commands.ask_candidate(actor=request.actor, application=application, **form.cleaned_data)
        say(request, _("The candidate gets your question by mail."))
    return redirect("application", application)


@require_POST
@signed_in
def refuse_application(request: PageRequest, application: UUID) -> HttpResponse:
    """Turn a candidate down."""
    form = NoteForm(request.POST)
    if form.is_valid():
        commands.refuse_application(actor=request.actor, application=application, **form.cleaned_data)
        say(request, _("The candidate hears that it will not be."))
    return redirect("application", application)


@require_POST
@signed_in
def admit_from_list(request: PageRequest, application: UUID) -> HttpResponse:
    """There is room for who waited."""
    commands.admit_from_list(actor=request.actor, application=application)
    say(request, _("Admitted. An invitation is on its way."))
    return redirect("application", application)


@require_POST
@signed_in
def open_ballot(request: PageRequest, application: UUID) -> HttpResponse:
    """Ask the members."""
    found = queries.application_view(request.actor, application)
    form = OpenBallotForm(request.POST, members=_sponsors(found.circle_id))
    if not form.is_valid():
        return redirect("application", application)
    ballot = commands.open_ballot(actor=request.actor, application=application, **form.cleaned_data)
    say(request, _("The members are asked."))
    return home_or(request, reverse("ballot", args=[ballot]))


def _steers(actor: Actor, circle: UUID) -> bool:
    own = circles.standing(actor, circle)
    return own is not None and own.steers


def _own(actor: Actor, circle: UUID) -> UUID | None:
    seat = circles.seat_for_sharing(actor, circle)
    return seat.membership if seat else None


def _sponsors(circle: UUID) -> list[tuple[UUID, str]]:
    return [(house.id, house.name) for house in queries.voters_of(circle)]
