"""Oneself among others: profile, expertise, key, tokens, own data, being forgotten."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.circles import commands, queries
from kring.circles.forms import TopicForm
from kring.kernel import limits
from kring.kernel.clock import now
from kring.notices import commands as notices
from kring.notices.post.openpgp import read_key, why_not_seal, worries
from kring.people import commands as people
from kring.people import queries as accounts
from kring.people.forms import EraseForm, KeyForm, ProfileForm, TokenForm
from kring.people.queries import Account
from kring.people.rules import Detail
from kring.web.doors import WRONG, done, just_signed_in, signed_in, spoken
from kring.web.requests import PageRequest
from kring.web.toasts import say

EXPORTS_AN_HOUR = 5


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: PageRequest) -> HttpResponse:
    """Who I am to others, and who sees which part of it."""
    mine = accounts.account_of(request.actor)
    form = ProfileForm(request.POST or None, initial=_initial(mine))
    if request.method == "POST" and done(form, lambda: _change(request, form)):
        say(request, _("Your profile is kept."))
        return redirect("profile")
    return render(request, "circles/profile.html", {"form": form, "mine": mine}, status=WRONG if form.errors else 200)


def _initial(mine: Account) -> dict[str, object]:
    fields = ("name", "function", "phone", "phone_out_of_hours", "speaks", "introduction")
    shown = {f"show_{detail}": mine.shown_to.get(detail, "nobody") for detail in Detail}
    return {field: getattr(mine, field) for field in fields} | shown


def _change(request: PageRequest, form: ProfileForm) -> None:
    given = form.cleaned_data
    people.change_profile(
        actor=request.actor,
        name=given["name"],
        function=given["function"],
        phone=given["phone"],
        phone_out_of_hours=given["phone_out_of_hours"],
        speaks=given["speaks"],
        introduction=given["introduction"],
        shown_to=form.shown_to(),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def expertise(request: PageRequest) -> HttpResponse:
    """What I know about, so that others find me when it matters."""
    form = TopicForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.say_expertise(actor=request.actor, **form.cleaned_data)
    ):
        return redirect("expertise")
    given = {
        "form": form,
        "topics": queries.expertise_of(request.user.pk),
        "known": queries.topics_known(request.actor),
    }
    return render(request, "circles/expertise.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def forget_expertise(request: PageRequest) -> HttpResponse:
    """Say it no longer."""
    commands.forget_expertise(actor=request.actor, topic=request.POST.get("topic", ""))
    return redirect("expertise")


@require_http_methods(["GET", "POST"])
@signed_in
def own_key(request: PageRequest) -> HttpResponse:
    """My OpenPGP key: with it, mail can carry what otherwise stays a link."""
    mine = accounts.account_of(request.actor)
    form = KeyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and done(form, lambda: notices.use_key(actor=request.actor, octets=form.octets())):
        say(request, _("Your key is kept. Mail to you is encrypted with it from now on."))
        return redirect("own_key")
    wrong = why_not_seal(mine.key, now()) if mine.key else None
    cares = [spoken(wrong)] if wrong else []
    if mine.key and not wrong:
        cares = [spoken(worry) for worry in worries(read_key(mine.key.encode(), now()), mine.email, now())]
    given = {"form": form, "mine": mine, "cares": cares, "usable": not wrong, "looks_up": settings.KRING_KEY_LOOKUP}
    return render(request, "circles/own_key.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def look_up_key(request: PageRequest) -> HttpResponse:
    """Look for my key where my mail domain publishes keys."""
    notices.look_up_key(actor=request.actor)
    say(request, _("Your key was found and is kept."))
    return redirect("own_key")


@require_POST
@signed_in
def remove_key(request: PageRequest) -> HttpResponse:
    """Take my key away."""
    notices.forget_key(actor=request.actor)
    say(request, _("Your key is gone. Mail to you carries a link where it carried content."))
    return redirect("own_key")


@require_http_methods(["GET", "POST"])
@signed_in
def tokens(request: PageRequest) -> HttpResponse:
    """Keys for machines that act for me. A new one is shown once, on the page that answers."""
    circles = [(place.id, place.name) for place in queries.circles_of(request.actor)]
    form = TokenForm(request.POST or None, circles=circles)
    issued: list[people.IssuedToken] = []
    if request.method == "POST" and done(form, lambda: issued.append(_issue(request, form))):
        form = TokenForm(circles=circles)
    names = dict(circles)
    mine = accounts.tokens_of(request.actor)
    rows = [(token, [names.get(circle, "") for circle in token.circles or ()]) for token in mine]
    given = {"form": form, "rows": rows, "issued": issued[0] if issued else None, "now": now()}
    return render(request, "circles/tokens.html", given, status=WRONG if form.errors else 200)


def _issue(request: PageRequest, form: TokenForm) -> people.IssuedToken:
    given = form.cleaned_data
    return people.issue_token(
        actor=request.actor,
        name=given["name"],
        scopes=form.chosen_scopes(),
        ceiling=given["ceiling"],
        expires=form.expires(),
        circles=form.limited_to(),
    )


@require_POST
@signed_in
def revoke_token(request: PageRequest, token: UUID) -> HttpResponse:
    """A token opens nothing from now on."""
    people.revoke_token(actor=request.actor, token=token)
    say(request, _("The token is revoked."))
    return redirect("tokens")


@require_GET
@signed_in
def own_data(request: PageRequest) -> HttpResponse:
    """What is kept about me, and what I can do with it."""
    return render(request, "circles/own_data.html")


@require_POST
@signed_in
def take_own_data(request: PageRequest) -> HttpResponse:
    """A copy of it, to take along."""
    limits.count("own_data", request.user.pk, most=EXPORTS_AN_HOUR, seconds=3600)
    people.take_own_data(actor=request.actor)
    copy = accounts.own_data(request.actor) | queries.own_data(request.actor)
    return JsonResponse(
        copy,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="kring.json"'},
    )


@require_http_methods(["GET", "POST"])
@signed_in
@just_signed_in
def erase_account(request: PageRequest) -> HttpResponse:
    """Be forgotten."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: commands.erase_person(actor=request.actor, typed=form.cleaned_data["typed"])
    ):
        logout(request)
        return redirect("account_login")
    return render(request, "circles/erase_account.html", {"form": form}, status=WRONG if form.errors else 200)
