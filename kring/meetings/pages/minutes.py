"""Minutes: read over, approved, corrected; on the page, as PDF and as OpenDocument text."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.meetings.commands import minutes as commands
from kring.meetings.forms.minutes import CorrectForm, RemarkForm, SectionForm
from kring.meetings.pages import papers
from kring.meetings.queries import minutes as queries
from kring.meetings.queries import outcomes
from kring.web.doors import WRONG, done, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say

ROWS = 25
"""In one part of what stands around the text; on paper it stands as a whole."""


@require_POST
@signed_in
def share_minutes(request: PageRequest, meeting: UUID) -> HttpResponse:
    """The first click: the invited read it over."""
    made = commands.share_minutes(actor=request.actor, meeting=meeting)
    say(request, _("The minutes are shared for review."))
    return redirect("minutes", made.pk)


@require_safe
@signed_in
def minutes(request: PageRequest, minutes: UUID) -> HttpResponse:
    """What this reader may have of it, and no sign of the rest."""
    view = queries.minutes_view(request.actor, minutes)
    came_of = outcomes.came_of(request.actor, view.meeting)
    given = {
        "minutes": view,
        "came": page_of(request, view.came, most=ROWS, word="came", place="came"),
        "missed": page_of(request, view.missed, most=ROWS, word="missed", place="missed"),
        "outcomes": page_of(request, came_of, most=ROWS, word="outcomes", place="outcomes"),
        "remark": RemarkForm(),
        "correct": CorrectForm(),
    }
    return render(request, "meetings/minutes.html", given)


@require_safe
@signed_in
def minutes_paper(request: PageRequest, minutes: UUID) -> HttpResponse:
    """The same as PDF, under the narrowest label that is in it."""
    view = queries.minutes_on_paper(request.actor, minutes)
    made = papers.as_pdf(view, outcomes.lines_at(view.meeting), request.user.name)
    return _file(made, view, "pdf", "application/pdf")


@require_safe
@signed_in
def minutes_text(request: PageRequest, minutes: UUID) -> HttpResponse:
    """The same as OpenDocument text."""
    view = queries.minutes_on_paper(request.actor, minutes)
    made = papers.as_odt(view, outcomes.lines_at(view.meeting), request.user.name)
    return _file(made, view, "odt", "application/vnd.oasis.opendocument.text")


def _file(content: bytes, view: queries.MinutesPaper, ending: str, kind: str) -> HttpResponse:
    name = f"{view.label.slug}-{slugify(view.title)[:60]}-{view.starts_at:%Y-%m-%d}.{ending}"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_section(request: PageRequest, section: UUID) -> HttpResponse:
    """Who steers changes what the minutes say of a point."""
    found = queries.section_view(request.actor, section)
    form = SectionForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if form.is_bound and done(
        form, lambda: commands.edit_section(actor=request.actor, section=section, **form.cleaned_data)
    ):
        return redirect("minutes", found.minutes)
    given = {"form": form, "section": found}
    return render(request, "meetings/edit_section.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def add_remark(request: PageRequest, section: UUID) -> HttpResponse:
    """Somebody who reads it over says something."""
    found = queries.section_view(request.actor, section)
    form = RemarkForm(request.POST)
    if form.is_valid():
        commands.add_remark(actor=request.actor, section=section, **form.cleaned_data)
        say(request, _("Your remark is there."))
    return redirect("minutes", found.minutes)


@require_POST
@signed_in
def approve_minutes(request: PageRequest, minutes: UUID) -> HttpResponse:
    """The second click: from now on they stay as they are."""
    commands.approve_minutes(actor=request.actor, minutes=minutes)
    say(request, _("The minutes are approved and published."))
    return redirect("minutes", minutes)


@require_POST
@signed_in
def correct_minutes(request: PageRequest, minutes: UUID) -> HttpResponse:
    """A new version begins."""
    made = commands.correct_minutes(actor=request.actor, minutes=minutes, why=request.POST.get("why", "")[:300])
    return redirect("minutes", made.pk)


@require_safe
@signed_in
def minutes_of_circle(request: PageRequest, circle: str) -> HttpResponse:
    """The archive of a circle."""
    place = circles.circle_for(request.actor, circle)
    given = {"place": place, "kept": queries.minutes_of(place.id)}
    return render(request, "meetings/minutes_of_circle.html", given)
