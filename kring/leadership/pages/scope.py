"""What a circle is for and what not, for its community; who steers writes it, and looks at it again each year."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import queries as circles
from kring.kernel.clock import now
from kring.leadership import commands, queries
from kring.leadership.forms import ScopeForm
from kring.leadership.queries import ScopeView
from kring.leadership.rules import YEAR
from kring.sharing import queries as sharing
from kring.sharing.rules import OUT_OF_SCOPE
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def scope(request: PageRequest, circle: str) -> HttpResponse:
    """What the circle is for, with all that stood there before; for who steers, how much lay outside it."""
    place = circles.circle_for(request.actor, circle)
    all_of_it = queries.scopes_of(place.id)
    last = next(iter(all_of_it), None)
    form = ScopeForm(request.POST if request.method == "POST" else None, initial=_as_filled_in(last))
    if request.method == "POST" and done(form, lambda: _write(request, place.id, form.cleaned_data)):
        say(request, _("It is written down, for all members to read."))
        return redirect("scope", place.slug)
    steers = place.standing is not None and place.standing.steers
    given = {
        "place": place,
        "scope": last,
        "all_of_it": all_of_it,
        "form": form,
        "steers": steers,
        "outside": sharing.outside_scope(place.id, since=now() - YEAR),
        "tag": OUT_OF_SCOPE,
    }
    return render(request, "leadership/scope.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def keep_scope(request: PageRequest, circle: str) -> HttpResponse:
    """Looked at again, and kept."""
    place = circles.circle_for(request.actor, circle)
    commands.keep_scope(actor=request.actor, circle=place.id)
    say(request, _("It stays as it is. In a year you are asked again."))
    return redirect("scope", place.slug)


def _write(request: PageRequest, circle: UUID, given: dict[str, Any]) -> UUID:
    return commands.write_scope(actor=request.actor, circle=circle, **given)


def _as_filled_in(last: ScopeView | None) -> dict[str, Any] | None:
    return {"inside": last.inside, "outside": last.outside, "topics": last.topics} if last else None
