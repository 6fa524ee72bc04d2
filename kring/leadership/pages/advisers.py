"""Who looks along with a circle; and the portfolio of who does."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.kernel.binding import acting_as
from kring.leadership import access, commands, queries
from kring.leadership.forms import AdviserForm, TellForm
from kring.leadership.queries import Sort
from kring.leadership.rules import Phase
from kring.web.doors import WRONG, done, signed_in
from kring.web.frame import Link
from kring.web.requests import PageRequest
from kring.web.toasts import say

SORTS = {
    Sort.ATTENTION: gettext_lazy("what needs attention"),
    Sort.NAME: gettext_lazy("name"),
    Sort.PHASE: gettext_lazy("phase"),
    Sort.MEETING: gettext_lazy("next meeting"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def advisers(request: PageRequest, circle: str) -> HttpResponse:
    """Who looks along, and exactly what they see; who steers asks somebody."""
    place = circles.circle_for(request.actor, circle)
    form = AdviserForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: _ask(request, place, form.cleaned_data)):
        say(request, _("The link is there. Give it to the adviser."))
        return redirect("advisers", place.slug)
    return _shown(request, place, form=form)


@require_POST
@signed_in
def tell_advisers(request: PageRequest, circle: str) -> HttpResponse:
    """How far the circle is, and what it does next."""
    place = circles.circle_for(request.actor, circle)
    form = TellForm(request.POST)
    if done(form, lambda: commands.tell_advisers(actor=request.actor, circle=place.id, **form.cleaned_data)):
        say(request, _("It is written down."))
        return redirect("advisers", place.slug)
    return _shown(request, place, tell=form)


@require_POST
@signed_in
def end_advisership(request: PageRequest, adviser: UUID) -> HttpResponse:
    """Who steers takes it back, or the adviser stops."""
    found = access.advisership(adviser)
    commands.end_advisership(actor=request.actor, advisership=adviser)
    say(request, _("It has ended."))
    if circles.sees(request.actor, found.circle_id):
        return redirect("advisers", found.circle.slug)
    return redirect("portfolio" if queries.advises(request.actor) else "home")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def advising(request: PageRequest, link: str) -> HttpResponse:
    """The link for an adviser: looking says what they will see and what not; agreeing makes it so."""
    with acting_as(access.with_link(request.actor, link)) as holding:
        assert holding.guest
        asked = queries.asked_to_advise(holding.guest)
    if request.method == "POST":
        commands.take_advisership(actor=request.actor, link=link)
        say(request, _("You look along with %(circle)s.") % {"circle": asked.circle_name})
        return redirect("portfolio")
    return render(request, "leadership/advising.html", {"asked": asked})


@require_safe
@signed_in
def portfolio(request: PageRequest) -> HttpResponse:
    """The circles that an adviser looks along with, those that need attention first."""
    given = request.GET.get("sort", "")
    sort = Sort(given) if given in set(Sort) else Sort.ATTENTION
    sorts = [Link(str(name), f"?sort={one}", current=one is sort) for one, name in SORTS.items()]
    return render(
        request, "leadership/portfolio.html", {"looked": queries.portfolio(request.actor, sort), "sorts": sorts}
    )


def _ask(request: PageRequest, place: CirclePlace, given: dict[str, Any]) -> UUID:
    return commands.ask_adviser(actor=request.actor, circle=place.id, **given)


def _shown(
    request: PageRequest, place: CirclePlace, *, form: AdviserForm | None = None, tell: TellForm | None = None
) -> HttpResponse:
    steers = place.standing is not None and place.standing.steers
    glimpse = queries.glimpse_of(place.id)
    told = {"phase": glimpse.phase, "next_step": glimpse.next_step} if glimpse else {"phase": Phase.EXPLORE}
    asked = queries.advisers_asked(place.id) if steers else []
    wrong = any(given is not None and given.errors for given in (form, tell))
    given = {
        "place": place,
        "steers": steers,
        "advisers": queries.advisers_of(place.id),
        "asked": [(one, queries.advising_link(one.id)) for one in asked],
        "glimpse": glimpse,
        "form": form or AdviserForm(),
        "tell": tell or TellForm(initial=told),
    }
    return render(request, "leadership/advisers.html", given, status=WRONG if wrong else 200)
