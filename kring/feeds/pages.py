"""The web feed itself, and the pages on which one connects feed readers, machines and messengers."""

import hashlib
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.feeds import commands, queries
from kring.feeds.forms import FeedForm, MessengerForm, WebhookForm
from kring.feeds.rules import EVENTS, Event
from kring.feeds.wires.atom import MEDIA_TYPE, write
from kring.kernel import limits
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say

TRIALS_AN_HOUR = 30


@require_safe
def atom(request: HttpRequest, secret: str) -> HttpResponse:
    """A web feed under its secret address.

    By its mark alone one hears that nothing changed: an item that is narrowed away leaves no newer moment behind.
    """
    body = write(commands.fetch_feed(secret=secret, address=str(settings.KRING_BASE_URL) + request.path))
    return _file(request, body, MEDIA_TYPE)


@require_safe
def misp_feed(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """A file of a MISP feed, below the same secret: `manifest.json`, `hashes.csv`, or an event."""
    body = commands.fetch_misp(secret=secret, name=name)
    return _file(request, body, "text/csv" if name.endswith(".csv") else "application/json")


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The meetings one is invited to, for a calendar that comes by now and then; below the same secret."""
    return _file(request, commands.fetch_calendar(secret=secret), "text/calendar; charset=utf-8")


def _file(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    """For readers that come by again and again: whose copy is still good hears that alone."""
    response = HttpResponse(body, content_type=media_type)
    response.headers["ETag"] = mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=mark, response=response) or response


@require_GET
@signed_in
def connections(request: PageRequest) -> HttpResponse:
    """Everything outside Kring that hears of what reaches me."""
    places = _circles(request)
    names = dict(places)
    rows = {
        "feeds": [(row, _named(row.circles, names)) for row in queries.feeds(request.actor)],
        "webhooks": [(row, _named(row.circles, names)) for row in queries.webhooks(request.actor)],
        "messengers": queries.messengers(request.actor),
    }
    return render(request, "feeds/connections.html", rows)


@require_http_methods(["GET", "POST"])
@signed_in
def new_feed(request: PageRequest) -> HttpResponse:
    """A web feed. Its address is shown once, on the page that answers."""
    form = FeedForm(request.POST or None, circles=_circles(request))
    made: list[commands.MadeFeed] = []
    if request.method == "POST" and done(form, lambda: made.append(_make(request, form))):
        address = str(settings.KRING_BASE_URL) + reverse("atom", args=[made[0].secret])
        calendar_url = str(settings.KRING_BASE_URL) + reverse("calendar", args=[made[0].secret])
        given = {
            "address": address,
            "calendar": calendar_url,
            "misp": f"{settings.KRING_BASE_URL}/feeds/misp/{made[0].secret}",
        }
        return render(request, "feeds/feed_made.html", given)
    return render(request, "feeds/new_feed.html", {"form": form}, status=WRONG if form.errors else 200)


def _make(request: PageRequest, form: FeedForm) -> commands.MadeFeed:
    given = form.cleaned_data
    return commands.make_feed(
        actor=request.actor, name=given["name"], ceiling=given["ceiling"], circles=form.limited_to()
    )


@require_POST
@signed_in
def revoke_feed(request: PageRequest, feed: UUID) -> HttpResponse:
    """Its address leads nowhere from now on."""
    commands.revoke_feed(actor=request.actor, feed=feed)
    say(request, _("The feed is revoked."))
    return redirect("connections")


@require_http_methods(["GET", "POST"])
@signed_in
def new_webhook(request: PageRequest) -> HttpResponse:
    """A webhook. Its key is shown once, on the page that answers."""
    form = WebhookForm(request.POST or None, circles=_circles(request))
    made: list[commands.RegisteredWebhook] = []
    if request.method == "POST" and done(form, lambda: made.append(_register(request, form))):
        return render(request, "feeds/webhook_made.html", {"made": made[0], "name": form.cleaned_data["name"]})
    return render(request, "feeds/new_webhook.html", {"form": form}, status=WRONG if form.errors else 200)


def _register(request: PageRequest, form: WebhookForm) -> commands.RegisteredWebhook:
    given = form.cleaned_data
    return commands.register_webhook(
        actor=request.actor,
        name=given["name"],
        url=given["url"],
        events=form.chosen_events(),
        ceiling=given["ceiling"],
        circles=form.limited_to(),
    )


@require_GET
@signed_in
def webhook(request: PageRequest, webhook: UUID) -> HttpResponse:
    """One webhook, and what was sent to it."""
    found = queries.webhook(request.actor, webhook)
    rows = [(row, EVENTS.get(Event(row.event), row.event)) for row in queries.dispatches(request.actor, webhook)]
    heard = [EVENTS[Event(event)] for event in found.events]
    return render(request, "feeds/webhook.html", {"webhook": found, "rows": rows, "heard": heard})


@require_POST
@signed_in
def try_webhook(request: PageRequest, webhook: UUID) -> HttpResponse:
    """Send it something that says nothing."""
    limits.count("try_webhook", request.actor.person, most=TRIALS_AN_HOUR, seconds=3600)
    commands.try_webhook(actor=request.actor, webhook=webhook)
    say(request, _("A trial is on its way."))
    return redirect("webhook", webhook)


@require_POST
@signed_in
def enable_webhook(request: PageRequest, webhook: UUID) -> HttpResponse:
    """Switch it on again."""
    commands.enable_webhook(actor=request.actor, webhook=webhook)
    say(request, _("The webhook is on again."))
    return redirect("webhook", webhook)


@require_POST
@signed_in
def replay_webhook(request: PageRequest, webhook: UUID) -> HttpResponse:
    """Send everything again that did not arrive."""
    commands.replay_failed(actor=request.actor, webhook=webhook)
    say(request, _("What did not arrive is sent again."))
    return redirect("webhook", webhook)


@require_POST
@signed_in
def replay_dispatch(request: PageRequest, webhook: UUID, dispatch: UUID) -> HttpResponse:
    """Send one thing again."""
    commands.replay(actor=request.actor, dispatch=dispatch)
    say(request, _("It is sent again, as you may have it now."))
    return redirect("webhook", webhook)


@require_POST
@signed_in
def remove_webhook(request: PageRequest, webhook: UUID) -> HttpResponse:
    """It is told nothing from now on."""
    commands.remove_webhook(actor=request.actor, webhook=webhook)
    say(request, _("The webhook is removed."))
    return redirect("connections")


@require_http_methods(["GET", "POST"])
@signed_in
def new_messenger(request: PageRequest) -> HttpResponse:
    """Another messenger: a trial message goes there first."""
    form = MessengerForm(request.POST or None)
    if request.method == "POST":
        limits.count("try_messenger", request.actor.person, most=TRIALS_AN_HOUR, seconds=3600)
        if done(form, lambda: commands.add_messenger(actor=request.actor, **form.cleaned_data)):
            say(request, _("The messenger is added. A trial message is there."))
            return redirect("connections")
    return render(request, "feeds/new_messenger.html", {"form": form}, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def try_messenger(request: PageRequest, messenger: UUID) -> HttpResponse:
    """Send a trial message."""
    limits.count("try_messenger", request.actor.person, most=TRIALS_AN_HOUR, seconds=3600)
    commands.try_messenger(actor=request.actor, messenger=messenger)
    say(request, _("A trial message is there."))
    return redirect("connections")


@require_POST
@signed_in
def remove_messenger(request: PageRequest, messenger: UUID) -> HttpResponse:
    """Hear nothing through it from now on."""
    commands.remove_messenger(actor=request.actor, messenger=messenger)
    say(request, _("The messenger is removed."))
    return redirect("connections")


def _circles(request: PageRequest) -> list[tuple[UUID, str]]:
    return [(place.id, place.name) for place in circles.circles_of(request.actor)]


def _named(limited: tuple[UUID, ...] | None, names: dict[UUID, str]) -> list[str]:
    return [names.get(circle, "") for circle in limited or ()]
