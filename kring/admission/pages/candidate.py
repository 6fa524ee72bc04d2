"""The pages of a candidate, by a link and without an account: apply, come back, answer, withdraw."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.admission import commands, queries
from kring.admission.commands import Writing
from kring.admission.forms import AnswerForm, ApplicationForm
from kring.admission.queries import ApplicationView
from kring.files.pages import send_file
from kring.kernel.actor import Actor
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.web.doors import WRONG, done

GONE = 404
"""A link that ended, one that never was and one that was tampered with are one answer."""


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, link: str) -> HttpResponse:
    """The form, for whoever has the link of a circle. Kept or sent, one goes on by a link of one's own."""
    try:
        invited = queries.invited_by(link)
    except NotVisible:
        return _gone(request)
    terms = queries.policy_of(invited.circle_id).terms
    form = ApplicationForm(*_sent(request), terms=terms)
    begun: list[Actor] = []
    if form.is_bound and done(form, lambda: begun.append(_begin(link, form))):
        (candidate,) = begun
        assert candidate.guest
        return redirect("own_application", queries.candidate_token(candidate.guest))
    given = {"invited": invited, "form": form, "terms": terms}
    return _private(render(request, "admission/apply.html", given, status=WRONG if form.errors else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def own_application(request: HttpRequest, link: str) -> HttpResponse:
    """What a candidate wrote: to go on with, until it is sent; then how far it is."""
    try:
        candidate = queries.candidate(link)
        with acting_as(candidate):
            return _private(_own_page(request, candidate, link))
    except NotVisible:
        return _gone(request)


def _own_page(request: HttpRequest, candidate: Actor, link: str) -> HttpResponse:
    assert candidate.guest
    found = queries.application_view(candidate, candidate.guest)
    terms = queries.policy_of(found.circle_id).terms
    form = ApplicationForm(*_sent(request), terms=terms, initial=_initial(found))
    form.fields["email"].disabled = True
    if form.is_bound and done(form, lambda: _go_on(candidate, form)):
        return redirect("own_application", link)
    given = {"application": found, "form": form, "terms": terms, "link": link, "answer": AnswerForm()}
    return render(request, "admission/own_application.html", given, status=WRONG if form.errors else 200)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@transaction.atomic
def _begin(link: str, form: ApplicationForm) -> Actor:
    writing = Writing(**form.written())
    candidate = commands.begin_application(link=link, writing=writing, language=get_language() or "en")
    if form.sends:
        with acting_as(candidate):
            commands.send_application(candidate=candidate)
    return candidate


@transaction.atomic
def _go_on(candidate: Actor, form: ApplicationForm) -> None:
    commands.save_application(candidate=candidate, writing=Writing(**form.written()))
    if form.sends:
        commands.send_application(candidate=candidate)


def _initial(found: ApplicationView) -> dict[str, object]:
    own = {name: getattr(found, name) for name in ("organisation", "person", "email", "function", "motive", "declared")}
    return own | dict(found.answers)


@require_POST
def answer_question(request: HttpRequest, link: str, question: UUID) -> HttpResponse:
    """Answer something one was asked."""
    form = AnswerForm(request.POST)
    candidate = queries.candidate(link)
    with acting_as(candidate):
        if form.is_valid():
            commands.answer_question(candidate=candidate, question=question, **form.cleaned_data)
    return redirect("own_application", link)


@require_safe
def own_evidence(request: HttpRequest, link: str, evidence: UUID) -> HttpResponseBase:
    """A file that one gave."""
    try:
        candidate = queries.candidate(link)
        with acting_as(candidate):
            assert candidate.guest
            file = queries.evidence(candidate.guest, evidence)
    except NotVisible:
        return _gone(request)
    return send_file(file.stored, name=file.name)


@require_POST
def withdraw_application(request: HttpRequest, link: str) -> HttpResponse:
    """Want it no longer."""
    candidate = queries.candidate(link)
    with acting_as(candidate):
        commands.withdraw_application(candidate=candidate)
    return redirect("own_application", link)


def _gone(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "sharing/guest_ended.html", status=GONE))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no proxy, found by no search engine, told to nobody by the browser."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
