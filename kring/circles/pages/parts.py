"""Segments, special rights and bridges of a circle."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import commands, queries
from kring.circles.forms import BridgeOfferForm, SegmentForm, SpecialRightForm, TakeBridgeForm
from kring.circles.queries import CirclePlace
from kring.circles.rules import MembershipState
from kring.kernel.errors import NotVisible
from kring.web.doors import WRONG, done, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "POST"])
@signed_in
def segments(request: PageRequest, circle: str, segment: UUID | None = None) -> HttpResponse:
    """The named parts of the members; a new one, or one to change."""
    place = queries.circle_for(request.actor, circle)
    steers = queries.why_not_steer(request.actor, place.id) is None
    known = queries.segments(place.id)
    chosen = next((one for one in known if one.id == segment), None)
    if segment and chosen is None:
        raise NotVisible
    initial = {"name": chosen.name, "memberships": list(chosen.memberships)} if chosen else None
    form = SegmentForm(request.POST or None, initial=initial, members=_members(place))
    if request.method == "POST" and done(
        form,
        lambda: commands.save_segment(actor=request.actor, circle=place.id, segment=segment, **form.cleaned_data),
    ):
        say(request, _("The segment is kept."))
        return redirect("segments", place.slug)
    names = queries.memberships_by_id(set().union(*(one.memberships for one in known)))
    rows = [(one, sorted(names[each].name for each in one.memberships)) for one in known]
    given = {"place": place, "rows": rows, "form": form, "chosen": chosen, "steers": steers}
    return render(request, "circles/segments.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def remove_segment(request: PageRequest, circle: str, segment: UUID) -> HttpResponse:
    """Forget a named part."""
    place = queries.circle_for(request.actor, circle)
    commands.remove_segment(actor=request.actor, segment=segment)
    say(request, _("The segment is gone."))
    return redirect("segments", place.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def special_rights(request: PageRequest, circle: str) -> HttpResponse:
    """What one member has and others do not, for all to read; who steers adds to it."""
    place = queries.circle_for(request.actor, circle)
    form = SpecialRightForm(request.POST or None, members=_members(place))
    if request.method == "POST" and done(
        form, lambda: commands.give_special_right(actor=request.actor, **form.cleaned_data)
    ):
        say(request, _("It is written down, for all members to read."))
        return redirect("special_rights", place.slug)
    given = {
        "place": place,
        "form": form,
        "rights": queries.special_rights(request.actor, place.id),
        "deviations": page_of(request, queries.equality(request.actor, place.id).deviations),
        "steers": queries.why_not_steer(request.actor, place.id) is None,
    }
    return render(request, "circles/special_rights.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def end_special_right(request: PageRequest, circle: str, right: UUID) -> HttpResponse:
    """A special right is over."""
    place = queries.circle_for(request.actor, circle)
    commands.end_special_right(actor=request.actor, right=right)
    say(request, _("The special right has ended."))
    return redirect("special_rights", place.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def bridges(request: PageRequest, circle: str) -> HttpResponse:
    """How far words of this circle go, and whose come in; its chair offers bridges to others."""
    place = queries.circle_for(request.actor, circle)
    chairs = place.standing is not None and place.standing.chairs
    form = BridgeOfferForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.offer_bridge(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("The offer is made. Give the link to the chair of the other circle."))
        return redirect("bridges", place.slug)
    given = {
        "place": place,
        "form": form,
        "chairs": chairs,
        "bridges": queries.bridges(place.id),
        "offers": queries.bridge_offers(place.id) if chairs else [],
    }
    return render(request, "circles/bridges.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def revoke_bridge_offer(request: PageRequest, circle: str, offer: UUID) -> HttpResponse:
    """Take an offer back."""
    place = queries.circle_for(request.actor, circle)
    commands.revoke_bridge_offer(actor=request.actor, offer=offer)
    say(request, _("The offer is taken back."))
    return redirect("bridges", place.slug)


@require_POST
@signed_in
def end_bridge(request: PageRequest, circle: str, bridge: UUID) -> HttpResponse:
    """Close a bridge."""
    place = queries.circle_for(request.actor, circle)
    commands.end_bridge(actor=request.actor, bridge=bridge)
    say(request, _("The bridge is closed."))
    return redirect("bridges", place.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def bridge_offer(request: PageRequest, link: str) -> HttpResponse:
    """The offer of a bridge, for the chair of another circle: looking shows it, agreeing makes it."""
    offer = queries.opened_offer(link)
    mine = [place for place in queries.circles_of(request.actor) if place.standing and place.standing.chairs]
    form = TakeBridgeForm(request.POST or None, circles=[(place.id, place.name) for place in mine])
    if request.method == "POST" and done(
        form, lambda: commands.take_bridge(actor=request.actor, link=link, **form.cleaned_data)
    ):
        taken = next(place for place in mine if place.id == form.cleaned_data["circle"])
        say(request, _("The bridge stands."))
        return redirect("bridges", taken.slug)
    given = {"offer": offer, "form": form, "chairs": bool(mine)}
    return render(request, "circles/bridge_offer.html", given, status=WRONG if form.errors else 200)


def _members(place: CirclePlace) -> queries.Houses:
    """The members of a circle, to choose from."""
    return queries.Houses(circle=place.id, states=[MembershipState.MEMBER])
