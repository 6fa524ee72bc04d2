"""One meeting: before it, what it is, who comes and what is on its agenda."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.meetings import commands, queries
from kring.meetings.forms import AnswerForm, AttendanceForm, GuestForm, MeetingForm, TickForm
from kring.meetings.queries import MeetingView
from kring.meetings.queries.looking_back import look_back
from kring.web.doors import WRONG, done, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say

ROWS = 25
"""Of who comes, in one part."""


@require_safe
@signed_in
def meeting(request: PageRequest, meeting: UUID) -> HttpResponse:
    """A meeting, as far as one may have it."""
    view = queries.meeting_view(request.actor, meeting)
    return render(request, "meetings/meeting.html", _given(request, view, GuestForm()))


def _given(request: PageRequest, view: MeetingView, guest_form: GuestForm) -> dict[str, object]:
    row = view.row
    back = look_back(request.actor, row.circle, row.id, row.starts_at) if view.looks_back else None
    page = page_of(request, view.invitees, most=ROWS, place="invitees")
    return {"view": view, "row": row, "look_back": back, "guest_form": guest_form, "page": page}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_meeting(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Another day, place, title or host. Calendars of who was invited follow."""
    view = queries.meeting_to_steer(request.actor, meeting)
    posted = request.POST if request.method == "POST" else None
    form = MeetingForm(posted, zone=view.row.zone, hosts=queries.hosts_in(view.row.circle), row=view.row)
    if form.is_bound and done(
        form, lambda: commands.change_meeting(actor=request.actor, meeting=meeting, asked=form.asked())
    ):
        say(request, _("The meeting is changed. Calendars follow."))
        return redirect("meeting", meeting)
    given = {"row": view.row, "form": form}
    return render(request, "meetings/change_meeting.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def answer_invitation(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Comes, maybe, does not come; or a colleague goes instead."""
    queries.meeting_view(request.actor, meeting)
    form = AnswerForm(request.POST)
    if form.is_valid():
        commands.answer_invitation(actor=request.actor, meeting=meeting, **form.cleaned_data)
        say(request, _("Your answer is in."))
    return redirect("home" if "home" in request.POST else "meeting", *([] if "home" in request.POST else [meeting]))


@require_POST
@signed_in
def invite(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Invite who sits in the circle."""
    new = commands.invite(actor=request.actor, meeting=meeting)
    said = ngettext("%(n)s person is invited.", "%(n)s people are invited.", new)
    say(request, said % {"n": new})
    return redirect("meeting", meeting)


@require_POST
@signed_in
def cancel_meeting(request: PageRequest, meeting: UUID) -> HttpResponse:
    """It does not take place."""
    commands.cancel_meeting(actor=request.actor, meeting=meeting)
    say(request, _("The meeting is cancelled. Calendars take it out."))
    return redirect("meeting", meeting)


@require_POST
@signed_in
def invite_guest(request: PageRequest, meeting: UUID) -> HttpResponse:
    """A link for somebody without an account."""
    view = queries.meeting_view(request.actor, meeting)
    form = GuestForm(request.POST)
    if done(form, lambda: _invite_guest(request, meeting, form)):
        if form.cleaned_data["email"]:
            say(request, _("The guest gets the invitation by mail. The link stands beside their name."))
        else:
            say(request, _("The link for the guest stands beside their name. Send it to them."))
        return redirect("meeting", meeting)
    return render(request, "meetings/meeting.html", _given(request, view, form), status=WRONG)


def _invite_guest(request: PageRequest, meeting: UUID, form: GuestForm) -> None:
    """In the language of who invites: nothing is known of the guest's."""
    language = get_language() or "en"
    commands.invite_guest(actor=request.actor, meeting=meeting, language=language, **form.cleaned_data)


@require_POST
@signed_in
def remove_guest(request: PageRequest, meeting: UUID, invitee: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    commands.remove_guest(actor=request.actor, invitee=invitee)
    say(request, _("The guest's link opens nothing any more, and their calendar takes the meeting out."))
    return redirect("meeting", meeting)


@require_POST
@signed_in
def note_attendance(request: PageRequest, meeting: UUID, invitee: UUID) -> HttpResponse:
    """One tap by who steers."""
    queries.meeting_view(request.actor, meeting)
    form = AttendanceForm(request.POST)
    if form.is_valid():
        commands.note_attendance(actor=request.actor, invitee=invitee, **form.cleaned_data)
    return redirect("meeting", meeting)


@require_POST
@signed_in
def tick_off(request: PageRequest, meeting: UUID) -> HttpResponse:
    """The host has seen to something, or has not after all."""
    queries.meeting_view(request.actor, meeting)
    form = TickForm(request.POST)
    if form.is_valid():
        commands.tick_off(actor=request.actor, meeting=meeting, **form.cleaned_data)
    return redirect("meeting", meeting)


@require_POST
@signed_in
def rate_topic(request: PageRequest, meeting: UUID, topic: UUID, stars: int) -> HttpResponse:
    """What it was worth, for who was there."""
    commands.rate_topic(actor=request.actor, topic=topic, stars=stars)
    say(request, _("Thank you."))
    return redirect("meeting", meeting)
