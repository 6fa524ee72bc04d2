"""Polls on an item: its source asks, organisations answer in one tap, silence is seen."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.kernel.errors import Refused, enforce
from kring.sharing import commands, queries, rules
from kring.sharing.forms import AnswerPollForm, AskPollForm
from kring.sharing.pages.ways import home_or
from kring.web.doors import WRONG, signed_in
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask_poll(request: PageRequest, item: UUID) -> HttpResponse:
    """Ask all organisations that have this."""
    found = queries.detail(request.actor, item)
    enforce(None if queries.may_ask_poll(request.actor, item) else rules.NOT_YOURS_TO_ASK)
    form = AskPollForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (asked := _ask(request, item, form)):
        say(request, _("All who have this are asked."))
        return redirect("poll", asked)
    given = {"item": found, "form": form}
    return render(request, "sharing/ask_poll.html", given, status=WRONG if form.errors else 200)


def _ask(request: PageRequest, item: UUID, form: AskPollForm) -> UUID | None:
    try:
        return commands.ask_poll(actor=request.actor, item=item, **form.cleaned_data).pk
    except Refused as refused:
        form.add_error(None, _(refused.refusal.text).format(**refused.refusal.values))
        return None


@require_safe
@signed_in
def poll(request: PageRequest, poll: UUID) -> HttpResponse:
    """One poll: what is asked, and what was answered as far as one may know."""
    found = queries.poll_view(request.actor, poll)
    return render(request, "sharing/poll.html", {"poll": found, "page": page_of(request, found.rows)})


@require_POST
@signed_in
def answer_poll(request: PageRequest, poll: UUID) -> HttpResponse:
    """One tap for one's organisation; another one changes it."""
    asked = queries.poll_view(request.actor, poll)
    form = AnswerPollForm(request.POST)
    if form.is_valid():
        answer = form.cleaned_data["answer"].value
        commands.answer_poll(actor=request.actor, poll=poll, answer=answer, planned_for=form.day)
        say(request, _("Your answer is in."), undo=reverse("take_back_poll_answer", args=[poll]))
    return home_or(request, reverse("poll", args=[asked.id]))


@require_POST
@signed_in
def take_back_poll_answer(request: PageRequest, poll: UUID) -> HttpResponse:
    """Undo the tap."""
    commands.take_back_poll_answer(actor=request.actor, poll=poll)
    say(request, _("Your answer is taken back."))
    return home_or(request, reverse("poll", args=[poll]))


@require_POST
@signed_in
def remind_poll(request: PageRequest, poll: UUID) -> HttpResponse:
    """Ask once more those who did not answer."""
    asked = commands.remind_poll(actor=request.actor, poll=poll)
    said = ngettext("%(n)s organisation is asked again.", "%(n)s organisations are asked again.", asked)
    say(request, said % {"n": asked})
    return redirect("poll", poll)


@require_POST
@signed_in
def close_poll(request: PageRequest, poll: UUID) -> HttpResponse:
    """Wait no longer."""
    commands.close_poll(actor=request.actor, poll=poll)
    say(request, _("The question is closed. What was answered stays."))
    return redirect("poll", poll)
