"""The page behind an invitation: looking shows it, agreeing makes an account or gives a seat."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kring.circles import commands, queries
from kring.circles.queries import OpenedInvitation
from kring.people.adapter import sign_in
from kring.people.forms import JoinForm
from kring.people.queries import has_second_factor
from kring.people.rules import Detail
from kring.web.doors import WRONG, done
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "POST"])
def invitation(request: PageRequest, link: str) -> HttpResponseBase:
    """For who has an account: one button. For who has none: a name, a password, a language."""
    opened = queries.opened_invitation(request.actor, link)
    if opened.refusal:
        return _page(request, opened, status=200 if request.method == "GET" else WRONG)
    if not request.actor.is_visitor:
        return _take(request, opened, link)
    return _page(request, opened) if opened.has_account else _join(request, opened, link)


def _take(request: PageRequest, opened: OpenedInvitation, link: str) -> HttpResponseBase:
    if request.method == "GET":
        return _page(request, opened)
    commands.take_invitation(actor=request.actor, link=link)
    return _welcome(request, opened)


def _join(request: PageRequest, opened: OpenedInvitation, link: str) -> HttpResponseBase:
    language = translation.get_language() or "en"
    form = JoinForm(request.POST or None, initial={"name": opened.name, "language": language})
    made: list[UUID] = []
    if request.method == "POST" and done(form, lambda: made.append(_make(form, link))):
        sign_in(request, made[0])
        return _welcome(request, opened)
    return _page(request, opened, form=form, status=WRONG if form.errors else 200)


def _make(form: JoinForm, link: str) -> UUID:
    given = form.cleaned_data
    return commands.join(
        link=link,
        name=given["name"],
        password=given["password"],
        language=given["language"],
        shown_to={Detail.EMAIL: given["show_email"]},
    )


def _welcome(request: PageRequest, opened: OpenedInvitation) -> HttpResponseBase:
    if opened.second_factor and not has_second_factor(request.user.pk):
        say(request, _("Welcome. This circle asks for a second factor: set it up and your seat counts."))
        return redirect("mfa_index")
    say(request, _("Welcome. Say how others can reach you, and what you know about."))
    return redirect("profile")


def _page(
    request: PageRequest, opened: OpenedInvitation, *, form: JoinForm | None = None, status: int = 200
) -> HttpResponse:
    sign_in_address = f"{reverse('account_login')}?next={request.path}"
    given = {"opened": opened, "form": form, "sign_in": sign_in_address}
    return render(request, "circles/invitation.html", given, status=status)
