"""What a link opens without signing in: a guest's meeting, and the button in a mail."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.meetings import commands, queries
from kring.meetings.commands.room import check_in
from kring.meetings.commands.verdicts import give_verdict
from kring.meetings.forms import ReplyForm
from kring.meetings.forms.minutes import VerdictForm
from kring.meetings.queries import verdicts
from kring.notices import commands as notices
from kring.notices.post.tokens import Purpose
from kring.tlp.carriage import carriage_of
from kring.web.doors import WRONG

GONE = 404
"""A link that ended, one that is not open yet and one that was tampered with are one answer."""


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_guest(request: HttpRequest, link: str) -> HttpResponse:
    """The one meeting that a guest is invited to; its buttons say whether they come, and that they are there."""
    try:
        guest = queries.guest_in(link)
    except NotVisible:
        return _private(render(request, "meetings/guest_ended.html", status=GONE))
    with acting_as(guest.actor) as actor:
        if request.method == "POST":
            _say(actor, guest.meeting, request.POST)
            return redirect("meeting_guest", link)
        view = queries.guest_view(actor, guest.meeting)
        return _private(render(request, "meetings/meeting_guest.html", {"view": view, "row": view.row}))


def _say(actor: Actor, meeting: UUID, posted: QueryDict) -> None:
    """One tap of a guest."""
    answer = ReplyForm(posted)
    if answer.is_valid():
        commands.answer_invitation(actor=actor, meeting=meeting, reply=answer.cleaned_data["reply"], way="link")
    elif "here" in posted:
        check_in(actor=actor, meeting=meeting, online=posted["here"] == "online")


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


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The tap in the mail after a meeting: this page shows its answer, and its button says it with the other one."""
    invitee = notices.office().read(Purpose.VERDICT, token)
    there = verdicts.asked_how_it_was(invitee) if invitee else []
    if not there:
        raise NotVisible
    [who] = there
    posted = request.method == "POST"
    form = VerdictForm(request.POST if posted else None, initial={"useful": request.GET.get("useful")})
    with acting_as(Actor(person=who.person)) as actor:
        if posted and form.is_valid():
            give_verdict(actor=actor, meeting=who.meeting, **form.answers())
        row = queries.meeting_view(actor, who.meeting).row
        said = verdicts.verdict(who.meeting).own
    shown = carriage_of(row.label, can_encrypt=False).has_content
    given = {"form": form, "row": row, "said": said, "shown": shown}
    return _private(render(request, "meetings/verdict_by_mail.html", given, status=WRONG if form.errors else 200))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no proxy, found by no search engine, told to no other site by the browser.

    Told to no site at all, a browser would not say either where a form comes from, and its tap would be refused.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
