"""Leaving a circle: what is cut and what remains, said beforehand."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kring.circles import queries as circles
from kring.circles.rules import NOT_YOURS
from kring.conduct import commands, queries
from kring.conduct.forms import LeavingForm
from kring.kernel.errors import NotVisible, Refused
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave_circle(request: PageRequest, circle: str, membership: UUID) -> HttpResponse:
    """My organisation leaves a circle."""
    place = circles.circle_for(request.actor, circle)
    member = circles.member(request.actor, membership)
    if member.circle != place.id:
        raise NotVisible
    if place.standing is None or not place.standing.sits_for(member.id):
        raise Refused(NOT_YOURS)
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and done(form, lambda: _leave(request, member.id, form)):
        names = {"organisation": member.organisation.name, "circle": place.name}
        say(request, _("%(organisation)s left %(circle)s.") % names)
        return redirect("circles")
    given = {"place": place, "member": member, "form": form, "leaving": queries.leaving(request.actor, place, member)}
    return render(request, "conduct/leave_circle.html", given, status=WRONG if form.errors else 200)


def _leave(request: PageRequest, membership: UUID, form: LeavingForm) -> None:
    commands.leave(
        actor=request.actor, membership=membership, why=form.cleaned_data["why"], note=form.cleaned_data["note"]
    )
