"""The agenda of a meeting: filled, added to, put in order."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kring.kernel.errors import NotVisible
from kring.meetings import commands, queries
from kring.meetings.forms import MoveForm, PointForm
from kring.meetings.queries import MeetingToSteer, PointRow
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_point(request: PageRequest, meeting: UUID) -> HttpResponse:
    """One more point, at the end."""
    view = queries.meeting_to_steer(request.actor, meeting)
    posted = request.POST if request.method == "POST" else None
    form = PointForm(posted, people=queries.people_to_name(view))
    if form.is_bound and done(
        form, lambda: commands.add_point(actor=request.actor, meeting=meeting, asked=form.asked())
    ):
        return redirect("meeting", meeting)
    given = {"row": view.row, "form": form}
    return render(request, "meetings/new_point.html", given, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_point(request: PageRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """A point's words, minutes, label."""
    view = queries.meeting_to_steer(request.actor, meeting)
    point = _point(view, item)
    posted = request.POST if request.method == "POST" else None
    form = PointForm(posted, people=queries.people_to_name(view, point), point=point)
    if form.is_bound and done(form, lambda: commands.change_point(actor=request.actor, item=item, asked=form.asked())):
        return redirect("meeting", meeting)
    given = {"row": view.row, "form": form, "point": point}
    return render(request, "meetings/change_point.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def move_point(request: PageRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Up, down, or where it was dragged."""
    _point(queries.meeting_to_steer(request.actor, meeting), item)
    form = MoveForm(request.POST)
    if form.is_valid():
        commands.move_point(actor=request.actor, item=item, to=form.cleaned_data["to"])
    return redirect("meeting", meeting)


@require_POST
@signed_in
def remove_point(request: PageRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Off the agenda."""
    _point(queries.meeting_to_steer(request.actor, meeting), item)
    commands.remove_point(actor=request.actor, item=item)
    say(request, _("The point is off the agenda."))
    return redirect("meeting", meeting)


@require_POST
@signed_in
def fill_agenda(request: PageRequest, meeting: UUID) -> HttpResponse:
    """The points of the circle's template, in one click."""
    commands.fill_agenda(actor=request.actor, meeting=meeting)
    return redirect("meeting", meeting)


@require_POST
@signed_in
def carry_over(request: PageRequest, meeting: UUID) -> HttpResponse:
    """What was left open at the meeting before."""
    carried = commands.carry_over(actor=request.actor, meeting=meeting)
    said = ngettext("%(n)s point is carried over.", "%(n)s points are carried over.", carried)
    say(request, said % {"n": carried})
    return redirect("meeting", meeting)


@require_POST
@signed_in
def keep_template(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Begin each meeting with this agenda."""
    commands.keep_template(actor=request.actor, meeting=meeting)
    say(request, _("From now on an agenda begins like this one."))
    return redirect("meeting", meeting)


def _point(view: MeetingToSteer, item: UUID) -> PointRow:
    found = next((point for point in view.agenda if point.id == item), None)
    if found is None:
        raise NotVisible
    return found
