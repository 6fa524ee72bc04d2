"""Paste anything: what is an indicator in it, and which of them to share."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import queries as circles
from kring.exchange import commands, finding, queries
from kring.exchange.forms import PasteForm
from kring.exchange.rules import NOT_SEATED
from kring.kernel import limits
from kring.kernel.errors import Refused
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest

PASTES_AN_HOUR = 60


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def paste(request: PageRequest, circle: str) -> HttpResponse:
    """A text or a file, and what was found in it. Nothing of it is kept."""
    place = _place(request, circle)
    form = PasteForm(request.POST or None, request.FILES or None)
    read: list[finding.Dropped] = []
    if request.method == "POST" and done(form, lambda: read.append(_read(request, form))):
        name = form.cleaned_data["file"].name if form.cleaned_data["file"] else ""
        given = {"place": place, "read": read[0], "found": queries.pasted(read[0].text), "name": name}
        return render(request, "exchange/pasted.html", given)
    return render(request, "exchange/paste.html", {"place": place, "form": form}, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def write_up_pasted(request: PageRequest, circle: str) -> HttpResponse:
    """What was kept of it, in the share box."""
    place = _place(request, circle)
    kept = request.POST.getlist("keep")[: queries.MOST_VALUES]
    draft = commands.write_up_pasted(
        actor=request.actor, circle=place.id, kept=kept, name=request.POST.get("name", "")[:100]
    )
    return redirect("draft", draft)


def _place(request: PageRequest, circle: str) -> circles.CirclePlace:
    place = circles.circle_for(request.actor, circle)
    if circles.seat_for_sharing(request.actor, place.id) is None:
        raise Refused(NOT_SEATED)
    return place


def _read(request: PageRequest, form: PasteForm) -> finding.Dropped:
    limits.count("paste", request.actor.person, most=PASTES_AN_HOUR, seconds=3600)
    file = form.cleaned_data["file"]
    if file is None:
        return finding.Dropped(form.cleaned_data["text"], "text/plain", None)
    return finding.text_of(file.read(finding.MOST_OCTETS + 1), file.name)
