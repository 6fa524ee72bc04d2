"""Settling in: one's own list, for who steers everybody's, buddies, and introduction cards."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.conduct import commands, queries
from kring.conduct.forms import AnswerForm, BuddyForm, IntroductionForm, TickForm, WelcomeForm
from kring.kernel.errors import NotVisible
from kring.sharing.pages.ways import home_or
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_safe
@signed_in
def newcomers(request: PageRequest, circle: str) -> HttpResponse:
    """What one has left to do oneself; for who steers, what everybody new has."""
    place = circles.circle_for(request.actor, circle)
    if place.standing is None or place.standing.observes:
        raise NotVisible
    arrivals = queries.arrivals(request.actor, place) if place.standing.steers else []
    own = next((one for one in arrivals if one.person == request.actor.person), None)
    given = {
        "place": place,
        "own": own or queries.arrival(request.actor, place),
        "steers": place.standing.steers,
        "arrivals": arrivals,
    }
    return render(request, "conduct/newcomers.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_welcome(request: PageRequest, circle: str) -> HttpResponse:
    """The list of the circle."""
    place = circles.circle_for(request.actor, circle)
    if place.standing is None or not place.standing.steers:
        raise NotVisible
    now = queries.welcome_of(place.id)
    form = WelcomeForm(request.POST or None, initial={"steps": list(now.steps), "own": "\n".join(now.own)})
    if request.method == "POST" and done(
        form, lambda: commands.change_welcome(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("The list is kept."))
        return redirect("newcomers", place.slug)
    given = {"place": place, "form": form}
    return render(request, "conduct/change_welcome.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def tick_step(request: PageRequest, circle: str) -> HttpResponse:
    """One of the circle's own steps, done or not after all."""
    place = circles.circle_for(request.actor, circle)
    form = TickForm(request.POST)
    if form.is_valid():
        commands.tick_step(actor=request.actor, circle=place.id, **form.cleaned_data)
    return home_or(request, reverse("newcomers", args=[place.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_buddy(request: PageRequest, circle: str, person: UUID) -> HttpResponse:
    """Ask somebody to show a newcomer around."""
    place = circles.circle_for(request.actor, circle)
    steers = place.standing is not None and place.standing.steers
    if place.standing is None or place.standing.observes or not (steers or person == request.user.pk):
        raise NotVisible
    seats = circles.People(circle=place.id).among([person])
    if not seats:
        raise NotVisible
    form = BuddyForm(request.POST or None, people=queries.buddies_for(place.id, person))
    if request.method == "POST" and done(
        form,
        lambda: commands.ask_buddy(actor=request.actor, circle=place.id, newcomer=person, **form.cleaned_data),
    ):
        say(request, _("They are asked."))
        return redirect("newcomers", place.slug)
    given = {"place": place, "newcomer": seats[0], "own": person == request.user.pk, "form": form}
    return render(request, "conduct/ask_buddy.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def answer_buddy(request: PageRequest, asked: UUID) -> HttpResponse:
    """Yes or no."""
    form = AnswerForm(request.POST)
    accept = form.is_valid() and form.cleaned_data["accept"] == "yes"
    commands.answer_buddy(actor=request.actor, asked=asked, accept=accept)
    say(request, _("Thank you. They are told.") if accept else _("Somebody else is asked."))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def introduce(request: PageRequest, circle: str) -> HttpResponse:
    """One's own card in a circle."""
    place = circles.circle_for(request.actor, circle)
    if place.standing is None or place.standing.observes:
        raise NotVisible
    now = queries.card_of(place.id, request.user.pk)
    words = {name: getattr(now, name) for name in ("does", "helps", "seeks", "beside")} if now else None
    form = IntroductionForm(request.POST or None, initial=words)
    if request.method == "POST" and done(
        form, lambda: commands.introduce(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("Your card is kept. Only this circle sees it."))
        return redirect("person", place.slug, request.user.pk)
    given = {"place": place, "form": form, "first": now is None}
    return render(request, "conduct/introduce.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def meet(request: PageRequest, introduction: UUID) -> HttpResponse:
    """Put a card away."""
    commands.meet(actor=request.actor, introduction=introduction)
    return redirect("home")
