"""What a link opens without signing in: a guest's meeting, and the button in a mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.meetings import commands, queries
from kring.meetings.forms import ReplyForm
from kring.notices import commands as notices
from kring.notices.post.tokens import Purpose
from kring.tlp.carriage import carriage_of

GONE = 404
"""A link that ended, one that is not open yet and one that was tampered with are one answer."""


@require_safe
def meeting_guest(request: HttpRequest, link: str) -> HttpResponse:
    """The one meeting that a guest is invited to."""
    try:
        guest = queries.guest_in(link)
    except NotVisible:
        return _private(render(request, "meetings/guest_ended.html", status=GONE))
    with acting_as(guest.actor) as actor:
        return _private(
            render(request, "meetings/meeting_guest.html", {"view": queries.guest_view(actor, guest.meeting)})
        )


@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The button in an invitation: this page shows it, its button says it. It shows no more than the mail did."""
    invitee = notices.office().read(Purpose.INVITATION, token)
    invited = queries.invited_by(invitee) if invitee else None
    if invited is None:
        raise NotVisible
    person, meeting = invited
    form = ReplyForm(request.POST if request.method == "POST" else request.GET)
    with acting_as(Actor(person=person)) as actor:
        if not queries.meeting_view(actor, meeting).row.own:
            raise NotVisible
        said = request.method == "POST" and form.is_valid()
        if said:
            commands.answer_invitation(actor=actor, meeting=meeting, reply=form.cleaned_data["reply"], way="mail")
        row = queries.meeting_view(actor, meeting).row
    given = {
        "row": row,
        "said": said,
        "chosen": form.data.get("reply", ""),
        "shown": carriage_of(row.label, can_encrypt=False).has_content,
    }
    return _private(render(request, "meetings/answer_by_mail.html", given))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no proxy, found by no search engine, told to nobody by the browser."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
