"""What a circle's machines exchange, for people: objects, and the collections by which machines come to them."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.exchange import commands, queries
from kring.exchange.forms import FileForm, SubscriptionForm
from kring.exchange.rules import DIRECTIONS, NOT_SEATED, PROBLEMS, Direction
from kring.kernel import limits
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.sharing import commands as sharing
from kring.web.doors import WRONG, done, signed_in
from kring.web.frame import Link
from kring.web.requests import PageRequest
from kring.web.toasts import say

FILES_AN_HOUR = 60
STIX = "application/stix+json;version=2.1"


@require_safe
@signed_in
def objects(request: PageRequest, circle: str) -> HttpResponse:
    """The objects of a circle, newest first; of one type, if one likes."""
    place = circles.circle_for(request.actor, circle)
    kind, matters = request.GET.get("type", ""), "matters" in request.GET
    before = request.GET.get("before", "")
    found = queries.object_lines(
        request.actor,
        place.id,
        kind=kind,
        matters=matters,
        before=int(before) if before.isdecimal() and len(before) < 18 else 0,
    )
    narrowed = {"matters": "on"} if matters else {}
    chosen = narrowed | ({"type": kind} if kind else {})
    types = ["", *queries.object_types(request.actor, place.id)]
    given = {
        "place": place,
        "lines": found.lines,
        "types": [
            Link(one or _("All"), f"?{urlencode(narrowed | {'type': one})}", current=one == kind) for one in types
        ],
        "shows": [
            Link(_("all"), f"?{urlencode({'type': kind})}", current=not matters),
            Link(_("matters to us"), f"?{urlencode({'type': kind, 'matters': 'on'})}", current=matters),
        ],
        "earlier": f"?{urlencode({**chosen, 'before': found.earlier})}" if found.earlier else "",
        "later": f"?{urlencode(chosen)}" if before else "",
    }
    return render(request, "exchange/objects.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring_objects(request: PageRequest, circle: str) -> HttpResponse:
    """A file with objects. What became of it is shown on the page that answers."""
    place = circles.circle_for(request.actor, circle)
    if circles.seat_for_sharing(request.actor, place.id) is None:
        raise Refused(NOT_SEATED)
    form = FileForm(request.POST or None, request.FILES or None)
    brought: list[commands.Brought] = []
    if request.method == "POST" and done(form, lambda: brought.append(_bring(request, place.id, form))):
        return render(request, "exchange/brought.html", {"place": place, "brought": brought[0]})
    given = {"place": place, "form": form}
    return render(request, "exchange/bring_objects.html", given, status=WRONG if form.errors else 200)


def _bring(request: PageRequest, circle: UUID, form: FileForm) -> commands.Brought:
    limits.count("bring_objects", request.actor.person, most=FILES_AN_HOUR, seconds=3600)
    octets = form.cleaned_data["file"].read()
    return commands.bring_in(actor=request.actor, circle=circle, octets=octets, unmarked=form.cleaned_data["unmarked"])


@require_safe
@signed_in
def stored_object(request: PageRequest, circle: str, stix_id: str) -> HttpResponse:
    """One object, with its versions and what it has to do with others."""
    place = circles.circle_for(request.actor, circle)
    given = {"place": place, "object": _opened(request, place.id, stix_id)}
    return render(request, "exchange/stored_object.html", given)


def _opened(request: PageRequest, circle: UUID, stix_id: str) -> queries.ObjectDetail:
    """Who opens what was written of an item has read the item."""
    found = queries.object_detail(request.actor, circle, stix_id)
    if found.line.item and not found.line.is_revoked:
        sharing.note_reading(actor=request.actor, item=found.line.item)
    return found


@require_safe
@signed_in
def object_octets(request: PageRequest, circle: str, stix_id: str) -> HttpResponse:
    """The object as it came, to take along."""
    place = circles.circle_for(request.actor, circle)
    found = _opened(request, place.id, stix_id)
    name = f"{stix_id.replace(chr(34), '')}.json"
    return HttpResponse(
        found.octets, content_type=STIX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_safe
@signed_in
def item_bundle(request: PageRequest, item: UUID) -> HttpResponse:
    """What people shared, as STIX 2.1, for a machine of one's own. TLP:RED goes to none."""
    octets = queries.bundle(request.actor, item)
    sharing.note_reading(actor=request.actor, item=item)
    headers = {"Content-Disposition": f'attachment; filename="{item}.json"', "Cache-Control": "private, no-store"}
    return HttpResponse(octets, content_type=STIX, headers=headers)


@require_safe
@signed_in
def collections(request: PageRequest, circle: str) -> HttpResponse:
    """The ways in and out for machines, and how one connects to them."""
    place = circles.circle_for(request.actor, circle)
    there = {one.direction: one for one in queries.collections_of(request.actor, place.id)}
    given = {
        "place": place,
        "ways": [(way, *DIRECTIONS[way], there.get(way)) for way in Direction],
        "any": next((there[way] for way in Direction if way in there), None),
        "steers": circles.why_not_steer(request.actor, place.id) is None,
        "base": settings.KRING_BASE_URL,
        "address": f"{settings.KRING_BASE_URL}/taxii2/",
        "root": f"{settings.KRING_BASE_URL}/taxii2/kring/",
        "tokens_url": reverse("tokens"),
    }
    return render(request, "exchange/collections.html", given)


@require_POST
@signed_in
def open_collection(request: PageRequest, circle: str, direction: str) -> HttpResponse:
    """Let machines exchange objects this way."""
    place = circles.circle_for(request.actor, circle)
    if direction not in set(Direction):
        raise NotVisible
    commands.open_collection(actor=request.actor, circle=place.id, direction=Direction(direction))
    say(request, _("The collection is open."))
    return redirect("collections", place.slug)


@require_POST
@signed_in
def close_collection(request: PageRequest, circle: str, collection: UUID) -> HttpResponse:
    """Let machines no longer."""
    commands.close_collection(actor=request.actor, collection=collection)
    say(request, _("The collection is closed."))
    return redirect("collections", circle)


@require_safe
@signed_in
def subscriptions(request: PageRequest, circle: str) -> HttpResponse:
    """Collections of others that the circle reads or gives to, and how it goes."""
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
