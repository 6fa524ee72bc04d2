"""What others have: what a circle reads there and gives to them, and how it goes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.exchange import commands, queries
from kring.exchange.forms import SubscriptionForm
from kring.exchange.rules import PROBLEMS
from kring.kernel.errors import NotVisible, enforce
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_safe
@signed_in
def subscriptions(request: PageRequest, circle: str) -> HttpResponse:
    """What others have and the circle reads, or gives to, and how it goes."""
    place = circles.circle_for(request.actor, circle)
    given = {
        "place": place,
        "rows": queries.subscriptions(request.actor, place.id),
        "steers": circles.why_not_steer(request.actor, place.id) is None,
    }
    return render(request, "exchange/subscriptions.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def subscribe(request: PageRequest, circle: str) -> HttpResponse:
    """One more."""
    place = circles.circle_for(request.actor, circle)
    enforce(circles.why_not_steer(request.actor, place.id))
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.subscribe(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("Connected. The first objects come within a minute."))
        return redirect("subscriptions", place.slug)
    given = {"place": place, "form": form}
    return render(request, "exchange/subscribe.html", given, status=WRONG if form.errors else 200)


@require_safe
@signed_in
def subscription(request: PageRequest, circle: str, subscription: UUID) -> HttpResponse:
    """How it goes with one: why it failed, and what was skipped."""
    place = circles.circle_for(request.actor, circle)
    found = queries.subscription(request.actor, subscription)
    if found.circle != place.id:
        raise NotVisible
    given = {
        "place": place,
        "one": found,
        "problem": PROBLEMS.get(found.problem, found.problem),
        "steers": circles.why_not_steer(request.actor, place.id) is None,
    }
    return render(request, "exchange/subscription.html", given)


@require_POST
@signed_in
def run_subscription(request: PageRequest, circle: str, subscription: UUID) -> HttpResponse:
    """Now, and not when it is due."""
    commands.run_soon(actor=request.actor, subscription=subscription)
    say(request, _("It is asked within a minute."))
    return redirect("subscription", circle, subscription)


@require_POST
@signed_in
def unsubscribe(request: PageRequest, circle: str, subscription: UUID) -> HttpResponse:
    """No longer."""
    commands.unsubscribe(actor=request.actor, subscription=subscription)
    say(request, _("The connection is ended. What came in stays."))
    return redirect("subscriptions", circle)
