"""The room: a meeting while it goes on, for who steers it, who writes, and who is there with a phone."""

from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.kernel import limits
from kring.kernel.errors import NotVisible
from kring.meetings.commands import note_attendance
from kring.meetings.commands import room as commands
from kring.meetings.forms.room import AttendanceForm, CodeForm, PutApartForm
from kring.meetings.queries import room as queries
from kring.meetings.queries.looking_back import look_back
from kring.meetings.queries.notes import notes_in
from kring.web.doors import WRONG, done, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say

GUESSES_AN_HOUR = 30
"""A code has a million values, and opens nothing to who is not invited."""
ROWS = 25
"""People in one part of a list: three hundred can be invited."""
PARTS = ("who", "people", "waiting")
"""The words by which one asks for other people than the first."""


@require_safe
@signed_in
def meeting_room(request: PageRequest, meeting: UUID) -> HttpResponse:
    """The agenda with its clock, the notes, the people."""
    room = _room(request, meeting)
    given = _sides(request, room) | {
        "notes": notes_in(room) if room.opened else (),
        "look_back": look_back(request.actor, room.circle_id, room.id, room.starts_at) if room.looks_back else None,
    }
    return render(request, "meetings/room.html", given)


@require_safe
@signed_in
def room_sides(request: PageRequest, meeting: UUID) -> HttpResponse:
    """What moves while one writes: the clock and the people. Open pages ask for it."""
    return render(request, "meetings/room/sides.html", _sides(request, _room(request, meeting)))


def _room(request: PageRequest, meeting: UUID) -> queries.RoomView:
    room = queries.room(request.actor, meeting)
    if room.own is None and not room.steers:
        raise NotVisible
    return room


def _sides(request: PageRequest, room: queries.RoomView) -> dict[str, object]:
    who = request.GET.get("who", "")
    return {
        "room": room,
        "who": who,
        "parts": _parts(request),
        "is_long": len(room.people) > ROWS,
        "people": page_of(request, room.people_called(who), most=ROWS, word="people", place="people"),
        "waiting": page_of(request, room.waiting_called(who), most=ROWS, word="waiting", place="people"),
        "attendances": render_to_string("meetings/room/attendances.html", {"attendances": AttendanceForm.CHOICES}),
        "code": _tick_in_code(request, room.code) if room.steers and room.code else "",
    }


def _parts(request: PageRequest) -> str:
    """Which people one looks at, for the addresses of what one does there."""
    asked = {word: request.GET[word] for word in PARTS if word in request.GET}
    return f"?{urlencode(asked)}" if asked else ""


def _back(request: PageRequest, meeting: UUID) -> HttpResponse:
    """To the room, and to the people one looked at."""
    return redirect(reverse("meeting_room", args=[meeting]) + _parts(request))


def _tick_in_code(request: PageRequest, code: str) -> str:
    """The address to tick in at, as a QR code."""
    return _drawn(request.build_absolute_uri(reverse("tick_in", args=[code])))


@lru_cache(maxsize=64)  # the same for as long as the meeting goes on
def _drawn(address: str) -> str:
    return mark_safe(segno.make(address, micro=False).svg_inline(scale=5, border=2, dark="#000", light="#fff"))  # noqa: S308  # drawn here


@require_POST
@signed_in
def open_room(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Begin, or go on."""
    commands.open_room(actor=request.actor, meeting=meeting)
    return redirect("meeting_room", meeting)


@require_POST
@signed_in
def close_room(request: PageRequest, meeting: UUID) -> HttpResponse:
    """End it."""
    commands.close_room(actor=request.actor, meeting=meeting)
    say(request, _("The meeting is closed."))
    return redirect("meeting_room", meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tick_in(request: PageRequest, code: str = "") -> HttpResponse:
    """One field for the code on the screen; who came by the QR code has it filled in, and taps once."""
    form = CodeForm(request.POST if request.method == "POST" else None, initial={"code": code})
    if form.is_bound and form.is_valid():
        limits.count("tick_in", request.actor.person, most=GUESSES_AN_HOUR, seconds=3600)
        try:
            meeting = commands.check_in_by_code(actor=request.actor, code=form.cleaned_data["code"])
        except NotVisible:
            form.add_error("code", _("No meeting that you are invited to has this code."))
        else:
            say(request, _("You are ticked in."))
            return redirect("meeting_room", meeting)
    return render(request, "meetings/tick_in.html", {"form": form}, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def check_in(request: PageRequest, meeting: UUID) -> HttpResponse:
    """One tap: I am here, or I am in the call."""
    commands.check_in(actor=request.actor, meeting=meeting, online=request.POST.get("how") == "online")
    return redirect("meeting_room", meeting)


@require_POST
@signed_in
def leave_room(request: PageRequest, meeting: UUID) -> HttpResponse:
    """I go."""
    commands.leave(actor=request.actor, meeting=meeting)
    return redirect("meeting_room", meeting)


@require_POST
@signed_in
def note_who_came(request: PageRequest, meeting: UUID, invitee: UUID) -> HttpResponse:
    """One tap by who steers."""
    form = AttendanceForm(request.POST)
    if form.is_valid():
        note_attendance(actor=request.actor, invitee=invitee, **form.cleaned_data)
    return _back(request, meeting)


@require_POST
@signed_in
def begin_point(request: PageRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Speak of this point from now on."""
    commands.begin_point(actor=request.actor, item=item)
    return redirect("meeting_room", meeting)


@require_POST
@signed_in
def end_point(request: PageRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Stop its clock."""
    commands.end_point(actor=request.actor, item=item)
    return redirect("meeting_room", meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def put_apart(request: PageRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Give what is for fewer people a point of its own."""
    form = PutApartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and done(form, lambda: commands.put_apart(actor=request.actor, item=item, **form.cleaned_data)):
        return redirect("meeting_room", meeting)
    given = {"form": form, "title": queries.title_of(request.actor, meeting, item), "meeting": meeting}
    return render(request, "meetings/put_apart.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def start_speaking_round(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Everybody who is there speaks in turn."""
    commands.start_round(actor=request.actor, meeting=meeting)
    return _back(request, meeting)


@require_POST
@signed_in
def next_speaker(request: PageRequest, meeting: UUID) -> HttpResponse:
    """Who speaks is done."""
    commands.next_speaker(actor=request.actor, meeting=meeting)
    return _back(request, meeting)


@require_POST
@signed_in
def spoke(request: PageRequest, meeting: UUID, turn: UUID) -> HttpResponse:
    """Somebody spoke out of turn, or passes."""
    commands.spoke(actor=request.actor, turn=turn)
    return _back(request, meeting)


@require_POST
@signed_in
def hand_pen(request: PageRequest, meeting: UUID, person: UUID) -> HttpResponse:
    """Let somebody write, or take the pen back."""
    holds = request.POST.get("pen") != "back"
    commands.hand_pen(actor=request.actor, meeting=meeting, person=person, holds=holds)
    return _back(request, meeting)


@require_POST
@signed_in
def everybody_writes(request: PageRequest, meeting: UUID) -> HttpResponse:
    """All who are invited write, or only those with a pen."""
    commands.let_everybody_write(actor=request.actor, meeting=meeting, on=request.POST.get("all") == "yes")
    return redirect("meeting_room", meeting)
