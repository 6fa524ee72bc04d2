"""Ballots: vote, and see what came out. That somebody voted is said to nobody, not even in a line below the page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kring.admission import commands, queries
from kring.admission.forms import CloseForm, VoteForm
from kring.circles import queries as circles
from kring.sharing.pages.ways import home_or
from kring.web.doors import WRONG, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_safe
@signed_in
def ballots(request: PageRequest, circle: str) -> HttpResponse:
    """The ballots of a circle."""
    place = circles.circle_for(request.actor, circle)
    given = {"place": place, "ballots": queries.ballot_lines(place.id)}
    return render(request, "admission/ballots.html", given)


@require_safe
@signed_in
def ballot(request: PageRequest, ballot: UUID) -> HttpResponse:
    """One ballot: who is asked about, what one's organisation said, and when it is closed, what all said."""
    given = {"ballot": queries.ballot_view(request.actor, ballot), "form": VoteForm(), "close": CloseForm()}
    return render(request, "admission/ballot.html", given)


@require_POST
@signed_in
def vote(request: PageRequest, ballot: UUID) -> HttpResponse:
    """Say something, or something else than before."""
    form = VoteForm(request.POST)
    if not form.is_valid():
        given = {"ballot": queries.ballot_view(request.actor, ballot), "form": form, "close": CloseForm()}
        return render(request, "admission/ballot.html", given, status=WRONG)
    commands.vote(actor=request.actor, ballot=ballot, **form.cleaned_data)
    return home_or(request, reverse("ballot", args=[ballot]))


@require_POST
@signed_in
def close_ballot(request: PageRequest, ballot: UUID) -> HttpResponse:
    """Count it."""
    form = CloseForm(request.POST)
    if form.is_valid():
        commands.close_ballot(actor=request.actor, ballot=ballot, **form.cleaned_data)
        say(request, _("The ballot is closed and counted."))
    return redirect("ballot", ballot)


@require_POST
@signed_in
def stop_ballot(request: PageRequest, ballot: UUID) -> HttpResponse:
    """End it without a count."""
    commands.stop_ballot(actor=request.actor, ballot=ballot)
    say(request, _("The ballot is stopped. What was in the urn is gone."))
    return redirect("ballot", ballot)
