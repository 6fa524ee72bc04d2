"""Sightings: "We saw this", in one tap beside an indicator."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kring.kernel.errors import NotVisible
from kring.sharing import commands
from kring.sharing.forms import SightingForm
from kring.sharing.pages.ways import to_item
from kring.web.doors import signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_POST
@signed_in
def report_sighting(request: PageRequest, item: UUID) -> HttpResponse:
    """One tap; sent again with moments and numbers, it says more."""
    form = _form(request)
    given = form.cleaned_data
    commands.report_sighting(actor=request.actor, item=item, kind=given["kind"], value=given["value"], seen=form.seen)
    say(request, _("All who have this see that one more organisation saw it."))
    return to_item(item, "indicators")


@require_POST
@signed_in
def take_back_sighting(request: PageRequest, item: UUID) -> HttpResponse:
    """The tap undone."""
    given = _form(request).cleaned_data
    commands.take_back_sighting(actor=request.actor, item=item, kind=given["kind"], value=given["value"])
    say(request, _("It is taken back."))
    return to_item(item, "indicators")


def _form(request: PageRequest) -> SightingForm:
    """What was sent. The page sends nothing that is wrong, so what is means nothing."""
    form = SightingForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    return form
