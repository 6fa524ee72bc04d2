"""The pages behind mail: buttons in it, the way out of it, what one wants to hear, and our key.

A link in a mail shows, and a button acts: programs that check mail open every link in it.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.mailroom.forms import DayForm, TapForm, WishesForm, WishForm
from kring.notices import commands as notices
from kring.notices import queries as mail
from kring.notices.mails import TAPS
from kring.notices.post.tokens import Purpose
from kring.notices.post.wkd import directory_name
from kring.notices.queries import TappedMail
from kring.notices.rules import NO_CIRCLE, Kind, RepliesWish, Wish
from kring.people import queries as people
from kring.sharing import commands as sharing
from kring.sharing import queries as shared
from kring.web.doors import WRONG, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "POST"])
def tap(request: HttpRequest, what: str, token: str) -> HttpResponse:
    """One tap from a mail to the source: this page shows it, its button says it."""
    if what not in TAPS:
        raise Http404
    tapped = mail.mail_of_link(notices.office().read(Purpose.LINK, token))
    form = TapForm(request.POST if request.method == "POST" else None)
    with acting_as(Actor(person=tapped.person)) as actor:
        _still_there(actor, tapped)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            assert tapped.item
            sharing.give_feedback(
                actor=actor, item=tapped.item, kind=what, note=given["note"] or None, named=given["named"]
            )
    said = request.method == "POST" and form.is_valid()
    return render(request, "mailroom/tap.html", {"what": what, "form": form, "said": said, "mail": tapped})


@require_http_methods(["GET", "POST"])
def tap_nothing(request: HttpRequest, token: str) -> HttpResponse:
    """One tap from the mail about a round: nothing to report. Who has the mail need not be who reads: it shows no more."""
    tapped = mail.mail_of_link(notices.office().read(Purpose.LINK, token))
    with acting_as(Actor(person=tapped.person)) as actor:
        asked = shared.round_going_on(actor, tapped.circle) if tapped.kind == Kind.ROUND else None
        if asked is None:
            raise NotVisible
        if request.method == "POST" and asked.asks:
            sharing.answer_round(actor=actor, round=asked.id, kind="nothing")
        return render(request, "mailroom/tap_nothing.html", {"round": shared.round_view(actor, asked.id)})


@require_http_methods(["GET", "POST"])
def tap_poll(request: HttpRequest, answer: str, token: str) -> HttpResponse:
    """One tap from the mail about a poll. Who has the mail need not be who reads: the page shows the answer alone."""
    tapped = mail.mail_of_link(notices.office().read(Purpose.LINK, token))
    form = DayForm(request.POST if request.method == "POST" else None)
    with acting_as(Actor(person=tapped.person)) as actor:
        asked = shared.poll_going_on(actor, tapped.item) if tapped.item and tapped.kind == Kind.POLL else None
        if asked is None or answer not in asked.options:
            raise NotVisible
        said = request.method == "POST" and form.is_valid()
        if said:
            day = form.cleaned_data["planned_for"] if answer == "planned" else None
            sharing.answer_poll(actor=actor, poll=asked.id, answer=answer, planned_for=day)
        given = {"poll": asked, "answer": answer, "form": form, "said": said}
        return render(request, "mailroom/tap_poll.html", given)


def _still_there(actor: Actor, tapped: TappedMail) -> None:
    """Raises `NotVisible` when there is nothing (any more) that could be tapped."""
    told = shared.told(actor, tapped.item) if tapped.item else None
    if told is None or told.is_withdrawn:
        raise NotVisible


@csrf_exempt  # the reader's mail provider posts this, without a page of ours (RFC 8058); the token is the proof
@require_http_methods(["GET", "POST"])
def leave_list(request: HttpRequest, token: str) -> HttpResponse:
    """The way out of a circle's mail, or of the digest: a button here, or one in the reader's mail program."""
    left = mail.mail_of_link(notices.office().read(Purpose.LINK, token), for_ever=True)
    circle = None if left.circle == NO_CIRCLE else left.circle
    if request.method == "POST":
        with acting_as(Actor(person=left.person)) as actor:
            notices.leave_list(actor=actor, circle=circle)
    name = circles.names_of_circles([circle]).get(circle, "") if circle and left.form != "link" else ""
    return render(request, "mailroom/leave_list.html", {"done": request.method == "POST", "circle": name, "left": left})


@require_http_methods(["GET", "POST"])
@signed_in
def mail_wishes(request: PageRequest) -> HttpResponse:
    """What I want to hear by mail, of all circles and of each."""
    key = people.account_of(request.actor).key
    standing = mail.mail_standing(request.actor, key=key)
    wishes = standing.wishes
    initial = {"items": wishes.items, "replies": wishes.replies, "urgent": wishes.urgent, "digest": wishes.digest}
    form = WishesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _wish(request.actor, form, None)
        say(request, _("Your wishes are kept."))
        return redirect("mail_wishes")
    mine = circles.circles_of(request.actor)
    said = {row.circle: row.wishes for row in standing.by_circle}
    shown = {
        "form": form,
        "standing": standing,
        "circles": [(place, said.get(place.id)) for place in mine],
        "muted": mail.muted_tags(request.actor),
    }
    return render(request, "mailroom/mail_wishes.html", shown, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def mail_wishes_of_circle(request: PageRequest, circle: str) -> HttpResponse:
    """What I want to hear by mail of one circle."""
    place = circles.circle_for(request.actor, circle)
    wishes = mail.wishes_of(request.actor, place.id)
    form = WishForm(
        request.POST or None,
        initial={"items": wishes.items, "replies": wishes.replies, "urgent": wishes.urgent},
    )
    if request.method == "POST" and form.is_valid():
        _wish(request.actor, form, place.id)
        say(request, _("Your wishes are kept."))
        return redirect("mail_wishes")
    shown = {"form": form, "place": place}
    return render(request, "mailroom/mail_wishes_of_circle.html", shown, status=WRONG if form.errors else 200)


def _wish(actor: Actor, form: WishForm, circle: UUID | None) -> None:
    given = form.cleaned_data
    notices.wish(
        actor=actor,
        circle=circle,
        items=Wish(given["items"]),
        replies=RepliesWish(given["replies"]),
        urgent=given["urgent"],
        digest=given.get("digest", True),
    )


@require_POST
@signed_in
def wish_as_everywhere(request: PageRequest, circle: str) -> HttpResponse:
    """Want of a circle what I want of all."""
    notices.wish_as_everywhere(actor=request.actor, circle=circles.circle_for(request.actor, circle).id)
    return redirect("mail_wishes")


@require_POST
@signed_in
def unmute_topic(request: PageRequest) -> HttpResponse:
    """Hear of a topic again."""
    notices.unmute_topic(actor=request.actor, tag=request.POST.get("tag", ""))
    return redirect("mail_wishes")


@require_GET
def instance_key(request: HttpRequest) -> HttpResponse:
    """The public key that our mails are signed with, and that answers can be encrypted to."""
    seal = notices.office().seal
    answer = HttpResponse(seal.certificate, content_type="application/pgp-keys")
    answer["Content-Disposition"] = 'attachment; filename="kring.asc"'
    return answer


@require_GET
def published_key(request: HttpRequest, name: str) -> HttpResponse:
    """The same where mail programs look for it (Web Key Directory)."""
    office = notices.office()
    if name != directory_name(office.sender.partition("@")[0]):
        raise Http404
    answer = HttpResponse(office.seal.octets, content_type="application/octet-stream")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_GET
def key_policy(request: HttpRequest) -> HttpResponse:
    """The policy of our directory of keys: nothing special."""
    return HttpResponse("", content_type="text/plain")
