"""The log of talks, for the chair and the chair's deputy."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kring.circles import queries as circles
from kring.leadership import commands, queries
from kring.leadership.commands import Noted
from kring.leadership.forms import TalkForm
from kring.web.doors import WRONG, done, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def talks(request: PageRequest, circle: str) -> HttpResponse:
    """With whom one spoke, and with whom one did not for long."""
    place = circles.circle_for(request.actor, circle)
    members = queries.talks_of(request.actor, place.id)
    own = place.standing.memberships if place.standing else ()
    asked = {"about": request.GET.get("about")}
    form = TalkForm(request.POST or None, initial=asked, members=circles.Houses(circle=place.id, besides=own))
    if request.method == "POST" and done(
        form, lambda: commands.note_talk(actor=request.actor, circle=place.id, noted=Noted(**form.cleaned_data))
    ):
        say(request, _("It stands in the log."))
        return redirect("talks", place.slug)
    given = {"place": place, "form": form, "page": page_of(request, members)}
    return render(request, "leadership/talks.html", given, status=WRONG if form.errors else 200)
