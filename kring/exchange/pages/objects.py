"""What a circle's machines exchange, for people: objects, and the collections by which machines come to them."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.exchange import commands, queries
from kring.exchange.forms import FileForm
from kring.exchange.rules import NOT_SEATED, why_not_share_report
from kring.kernel import limits
from kring.kernel.errors import Refused
from kring.sharing import commands as sharing
from kring.sharing import queries as shared
from kring.sharing.forms import SeenForm
from kring.web.doors import WRONG, done, signed_in
from kring.web.frame import Link
from kring.web.requests import PageRequest
from kring.web.toasts import say

ALL = "all"
"""In the place of a type; none is called so."""
FILES_AN_HOUR = 60
STIX = "application/stix+json;version=2.1"


@require_safe
@signed_in
def objects(request: PageRequest, circle: str) -> HttpResponse:
    """The objects of a circle, newest first: without what was said of them, or of one type, or all."""
    place = circles.circle_for(request.actor, circle)
    kind, matters = request.GET.get("type", ""), "matters" in request.GET
    before = request.GET.get("before", "")
    types = queries.object_types(request.actor, place.id)
    found = queries.object_lines(
        request.actor,
        place.id,
        kinds=_kinds(kind, types),
        matters=matters,
        before=int(before) if before.isdecimal() and len(before) < 18 else 0,
    )
    narrowed = {"matters": "on"} if matters else {}
    chosen = narrowed | ({"type": kind} if kind else {})
    given = {
        "place": place,
        "lines": found.lines,
        "picks": True,
        "steers": circles.why_not_steer(request.actor, place.id) is None,
        "types": [
            Link(text, f"?{urlencode(narrowed | {'type': one})}", current=one == kind)
            for one, text in [("", _("Overview")), *((one, one) for one in types), (ALL, _("All"))]
        ],
        "shows": [
            Link(_("all"), f"?{urlencode({'type': kind})}", current=not matters),
            Link(_("matters to us"), f"?{urlencode({'type': kind, 'matters': 'on'})}", current=matters),
        ],
        "earlier": f"?{urlencode({**chosen, 'before': found.earlier})}" if found.earlier else "",
        "later": f"?{urlencode(chosen)}" if before else "",
    }
    return render(request, "exchange/objects.html", given)


def _kinds(kind: str, types: Sequence[str]) -> Sequence[str]:
    """Which types of objects a list shows; nothing: all."""
    if kind == ALL:
        return ()
    return [kind] if kind else [one for one in types if one not in queries.ABOUT_OTHERS]


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
    found = _opened(request, place.id, stix_id)
    line = found.line
    why_not = why_not_share_report(line.type, is_revoked=line.is_revoked, of_an_item=line.item is not None)
    given = {
        "place": place,
        "object": found,
        "may_share": why_not is None and circles.seat_for_sharing(request.actor, place.id) is not None,
        "made_of": shared.made_of(request.actor, place.id, stix_id),
    }
    return render(request, "exchange/stored_object.html", given)


def _opened(request: PageRequest, circle: UUID, stix_id: str) -> queries.ObjectDetail:
    """Who opens what was written of an item has read the item."""
    found = queries.object_detail(request.actor, circle, stix_id)
    if found.line.item and not found.line.is_revoked:
        sharing.note_reading(actor=request.actor, item=found.line.item)
    return found


@require_POST
@signed_in
def see_object(request: PageRequest, circle: str, stix_id: str) -> HttpResponse:
    """One tap: our organisation saw this; with when, how often and our name for who likes to say."""
    place = circles.circle_for(request.actor, circle)
    form = SeenForm(request.POST)
    if form.is_valid():
        commands.see_object(actor=request.actor, circle=place.id, stix_id=stix_id, seen=form.seen)
        say(request, _("All who have this see that one more organisation saw it."))
    return redirect("stored_object", place.slug, stix_id)


@require_POST
@signed_in
def take_back_seen_object(request: PageRequest, circle: str, stix_id: str) -> HttpResponse:
    """The tap undone."""
    place = circles.circle_for(request.actor, circle)
    commands.take_back_seen_object(actor=request.actor, circle=place.id, stix_id=stix_id)
    say(request, _("It is taken back."))
    return redirect("stored_object", place.slug, stix_id)


@require_POST
@signed_in
def share_report(request: PageRequest, circle: str, stix_id: str) -> HttpResponse:
    """A report of others, in the share box: to look at, and to share with people."""
    place = circles.circle_for(request.actor, circle)
    return redirect("draft", commands.share_report(actor=request.actor, circle=place.id, stix_id=stix_id))


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
