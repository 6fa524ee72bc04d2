"""What a circle asks: for its members to read, for who steers to change."""

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kring.admission import commands, queries
from kring.admission.forms import CriteriaForms, PolicyForm, terms_in
from kring.circles import queries as circles
from kring.circles.rules import why_not_steer
from kring.kernel.errors import enforce
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_safe
@signed_in
def admission_policy(request: PageRequest, circle: str) -> HttpResponse:
    """What is asked of who wants to come in, now and before."""
    place = circles.circle_for(request.actor, circle)
    given = {
        "place": place,
        "policy": queries.policy_of(place.id),
        "versions": queries.versions_of(place.id),
        "room": queries.room_in(place.id),
        "steers": place.standing is not None and place.standing.steers,
    }
    return render(request, "admission/admission_policy.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_policy(request: PageRequest, circle: str) -> HttpResponse:
    """Ask something else from now on."""
    place = circles.circle_for(request.actor, circle)
    enforce(why_not_steer(place.standing))
    now = queries.policy_of(place.id)
    sent = request.POST if request.method == "POST" else None
    form = PolicyForm(sent, initial=asdict(now.terms) | {"excluded": sorted(now.terms.excluded)})
    criteria = CriteriaForms(sent) if sent is not None else CriteriaForms.showing(now.terms)
    if (
        form.is_bound
        and criteria.is_valid()
        and done(
            form,
            lambda: commands.change_policy(actor=request.actor, circle=place.id, terms=terms_in(form, criteria)),
        )
    ):
        say(request, _("From now on this is asked."))
        return redirect("admission_policy", place.slug)
    wrong = form.errors or (criteria.is_bound and not criteria.is_valid())
    given = {"place": place, "form": form, "criteria": criteria, "outer": now.outer}
    return render(request, "admission/change_policy.html", given, status=WRONG if wrong else 200)
