"""What a circle's machines exchange, for people: objects, and the collections by which machines come to them."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kring.circles import queries as circles
from kring.exchange import commands, queries
from kring.exchange.forms import FileForm
from kring.exchange.rules import NOT_SEATED
from kring.kernel import limits
from kring.kernel.errors import Refused
from kring.sharing import commands as sharing
from kring.web.doors import WRONG, done, signed_in
from kring.web.frame import Link
from kring.web.requests import PageRequest

FILES_AN_HOUR = 60
STIX = "application/stix+json;version=2.1"


@require_safe
@signed_in
def objects(request: PageRequest, circle: str) -> HttpResponse:
    """The objects of a circle, newest first; of one type, if one likes."""
    place = circles.circle_for(request.actor, circle)
    kind = request.GET.get("type", "")
    before = request.GET.get("before", "")
    found = queries.object_lines(
        request.actor, place.id, kind=kind, before=int(before) if before.isdecimal() and len(before) < 18 else 0
    )
    chosen = {"type": kind} if kind else {}
    types = ["", *queries.object_types(request.actor, place.id)]
    given = {
        "place": place,
        "lines": found.lines,
        "picks": True,
        "steers": circles.why_not_steer(request.actor, place.id) is None,
        "types": [Link(one or _("All"), f"?{urlencode({'type': one})}", current=one == kind) for one in types],
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
