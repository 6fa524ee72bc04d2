"""Rounds of a circle: who steers asks, members answer in one tap, silence is seen."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.sharing import commands, queries
from kring.sharing.forms import AnswerRoundForm, StartRoundForm
from kring.sharing.pages.ways import home_or
from kring.web.doors import WRONG, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rounds(request: PageRequest, circle: str) -> HttpResponse:
    """The rounds of a circle; who steers starts one."""
    place = circles.circle_for(request.actor, circle)
    form = StartRoundForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        commands.start_round(actor=request.actor, circle=place.id, **form.cleaned_data)
        say(request, _("All members are asked."))
        return redirect("rounds", place.slug)
    given = {
        "place": place,
        "form": form,
        "rounds": queries.rounds_of(request.actor, place.id, rows=False),
        "going_on": queries.round_going_on(request.actor, place.id),
        "steers": queries.steers(request.actor, place.id),
    }
    return render(request, "sharing/rounds.html", given, status=WRONG if form.errors else 200)


@require_safe
@signed_in
def round_page(request: PageRequest, round: UUID) -> HttpResponse:
    """One round: what is asked, how many answered, and for who steers, who is silent."""
    found = queries.round_view(request.actor, round)
    given = {"round": found, "page": page_of(request, found.rows)}
    return render(request, "sharing/round.html", given)


@require_POST
@signed_in
def answer_round(request: PageRequest, round: UUID) -> HttpResponse:
    """One tap: nothing to report, or: we shared it."""
    asked = queries.round_view(request.actor, round)
    form = AnswerRoundForm(request.POST)
    if form.is_valid():
        commands.answer_round(actor=request.actor, round=round, kind=form.cleaned_data["kind"])
        say(request, _("Your answer is in."), undo=reverse("take_back_answer", args=[round]))
    return home_or(request, reverse("round", args=[asked.id]))


@require_POST
@signed_in
def take_back_answer(request: PageRequest, round: UUID) -> HttpResponse:
    """Undo the tap."""
    commands.take_back_answer(actor=request.actor, round=round)
    say(request, _("Your answer is taken back."))
    return home_or(request, reverse("round", args=[round]))


@require_POST
@signed_in
def remind_round(request: PageRequest, round: UUID) -> HttpResponse:
    """Ask once more those who did not answer."""
    asked = commands.remind_round(actor=request.actor, round=round)
    said = ngettext("%(n)s organisation is asked again.", "%(n)s organisations are asked again.", asked)
    say(request, said % {"n": asked})
    return redirect("round", round)


@require_POST
@signed_in
def close_round(request: PageRequest, round: UUID) -> HttpResponse:
    """Wait no longer."""
    commands.close_round(actor=request.actor, round=round)
    say(request, _("The round is closed."))
    return redirect("round", round)
