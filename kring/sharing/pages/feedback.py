"""Feedback: one tap, a note if one likes, and from "we are affected" to a request for help."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries
from kring.sharing.forms import FeedbackForm
from kring.sharing.pages.item import WRONG, around
from kring.sharing.pages.ways import to_item
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def feedback(request: PageRequest, item: UUID) -> HttpResponse:
    """GET shows the taps with `?kind=` chosen, for links in mails; POST gives."""
    found = queries.detail(request.actor, item)
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("kind")})
    if not form.is_bound or not form.is_valid():
        given = {"item": found, "form": form}
        return render(request, "sharing/item/feedback.html", given, status=WRONG if form.is_bound else 200)
    commands.give_feedback(actor=request.actor, item=item, **form.given)
    if request.htmx:
        return _part(request, item)
    taken_back = reverse("take_back_feedback", args=[item, form.given["kind"]])
    say(request, _("Thank you. The source sees it in the count."), undo=taken_back)
    return to_item(item, "feedback")


@require_POST
@signed_in
def take_back_feedback(request: PageRequest, item: UUID, kind: str) -> HttpResponse:
    """The tap undone."""
    if not FeedbackForm({"kind": kind}).is_valid():
        raise NotVisible
    commands.take_back_feedback(actor=request.actor, item=item, kind=kind)
    return _part(request, item) if request.htmx else to_item(item, "feedback")


def _part(request: PageRequest, item: UUID) -> HttpResponse:
    """The buttons, as they are now."""
    return render(request, "sharing/item/taps.html", around(request, queries.detail(request.actor, item)))
