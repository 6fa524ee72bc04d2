"""Who for what: for everybody to find somebody, and for who steers to change."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.circles.rules import why_not_steer
from kring.kernel.errors import NotVisible
from kring.leadership import commands, queries
from kring.leadership.commands import Wording
from kring.leadership.forms import DutyForm
from kring.leadership.queries import DutyHeld
from kring.leadership.rules import Term
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_safe
@signed_in
def who_for_what(request: PageRequest, circle: str) -> HttpResponse:
    """Whom to turn to for what."""
    place = circles.circle_for(request.actor, circle)
    duties = queries.duties(request.actor, place.id)
    holders = {one.id for duty in duties for one in duty.holders}
    given = {
        "place": place,
        "duties": duties,
        "packs": queries.packs_open(request.actor, place, holders, duties),
        "steers": why_not_steer(place.standing) is None,
    }
    return render(request, "leadership/who_for_what.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def duty(request: PageRequest, circle: str, duty: UUID | None = None) -> HttpResponse:
    """Writes down what somebody does for the circle, or changes it."""
    place = circles.circle_for(request.actor, circle)
    known = queries.duties(request.actor, place.id) if duty else []
    chosen = next((one for one in known if one.id == duty), None)
    if (duty and chosen is None) or why_not_steer(place.standing):
        raise NotVisible
    people = circles.People(circle=place.id)
    form = DutyForm(request.POST or None, initial=_as_filled_in(chosen), people=people)
    if request.method == "POST" and done(form, lambda: _keep(request, place.id, form.cleaned_data, duty)):
        say(request, _("It is written down."))
        return redirect("who_for_what", place.slug)
    given = {"place": place, "form": form, "chosen": chosen}
    return render(request, "leadership/duty.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def begin_duties(request: PageRequest, circle: str) -> HttpResponse:
    """The usual duties, for people to be found."""
    place = circles.circle_for(request.actor, circle)
    commands.begin_duties(actor=request.actor, circle=place.id)
    say(request, _("Now find somebody for each."))
    return redirect("who_for_what", place.slug)


@require_POST
@signed_in
def end_duty(request: PageRequest, circle: str, duty: UUID) -> HttpResponse:
    """Nobody does it any more."""
    place = circles.circle_for(request.actor, circle)
    commands.end_duty(actor=request.actor, circle=place.id, duty=duty)
    say(request, _("It is taken off the list."))
    return redirect("who_for_what", place.slug)


def _keep(request: PageRequest, circle: UUID, filled: dict[str, Any], duty: UUID | None) -> UUID:
    term = Term(filled["duty"], filled["holder"], filled["deputy"], filled["since"], filled["until"])
    wording = Wording(filled["title"], filled["remit"])
    return commands.keep_duty(actor=request.actor, circle=circle, term=term, wording=wording, duty=duty)


def _as_filled_in(chosen: DutyHeld | None) -> dict[str, Any] | None:
    if chosen is None:
        return None
    holder = None if chosen.follows_from_seat else next((one.id for one in chosen.holders), None)
    return {
        "duty": chosen.duty,
        "title": chosen.title,
        "remit": chosen.remit,
        "holder": holder,
        "deputy": chosen.deputy.id if chosen.deputy else None,
        "since": chosen.since,
        "until": chosen.until,
    }
