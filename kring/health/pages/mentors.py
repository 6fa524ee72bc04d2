"""Who teaches whom: offers, wishes, and pairs that both agreed to."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.circles import queries as circles
from kring.health import commands, queries
from kring.health.forms import WishForm
from kring.health.pages.room import back, shown
from kring.web.doors import WRONG, done, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say

IN_A_LIST = 15
"""Wishes in one part: there are two lists on the page, and each wish has a button."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mentors(request: PageRequest, circle: str) -> HttpResponse:
    """Who teaches and who wants to learn; one says so oneself."""
    place = circles.circle_for(request.actor, circle)
    form = WishForm(request.POST if request.method == "POST" else None)
    if form.is_bound and done(
        form, lambda: commands.make_wish(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("The circle can see it."))
        return redirect("mentors", place.slug)
    wishes = queries.wishes_of(request.actor, place)
    teach = page_of(request, wishes.of("teaches"), most=IN_A_LIST, word="teach")
    learn = page_of(request, wishes.of("learns"), most=IN_A_LIST, word="learn")
    seen = wishes.seen([*teach.rows, *learn.rows])
    given = {
        "form": form,
        "teach": teach.showing(seen[: len(teach.rows)]),
        "learn": learn.showing(seen[len(teach.rows) :]),
        "lessons": queries.lessons(request.actor, place.id),
        "topics": circles.topics_known(request.actor),
    }
    return shown(request, "mentors", place, given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def answer_wish(request: PageRequest, wish: UUID) -> HttpResponse:
    """Propose to be the other half."""
    circle = commands.answer_wish(actor=request.actor, wish=wish)
    say(request, _("It is proposed. You hear when the other one agrees."))
    return back(request, "mentors", circle)


@require_POST
@signed_in
def take_back_wish(request: PageRequest, wish: UUID) -> HttpResponse:
    """Not any more."""
    circle = commands.take_back_wish(actor=request.actor, wish=wish)
    say(request, _("It is taken back."))
    return back(request, "mentors", circle)


@require_POST
@signed_in
def agree_to_lesson(request: PageRequest, pair: UUID) -> HttpResponse:
    """Agree with the other one."""
    circle = commands.agree_to_lesson(actor=request.actor, pair=pair)
    say(request, _("You agreed. Find a moment together."))
    return back(request, "mentors", circle)


@require_POST
@signed_in
def end_lesson(request: PageRequest, pair: UUID) -> HttpResponse:
    """Decline, or be done."""
    circle = commands.end_lesson(actor=request.actor, pair=pair)
    say(request, _("It is off."))
    return back(request, "mentors", circle)
