"""Pages about one's own account: how Kring looks, one's address, and where one is signed in."""

from uuid import UUID

from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kring.kernel import limits
from kring.kernel.errors import NotVisible
from kring.people import commands, queries
from kring.people.forms import LANGUAGES, AddressForm, SettingsForm
from kring.people.mails import ADDRESS
from kring.web.doors import WRONG, done, just_signed_in, signed_in
from kring.web.frame import THEME_COOKIE
from kring.web.pages import YEAR
from kring.web.requests import PageRequest
from kring.web.toasts import say


@require_http_methods(["GET", "POST"])
@signed_in
def settings(request: PageRequest) -> HttpResponse:
    """Language, clock and light."""
    mine = queries.account_of(request.actor)
    initial = {"language": mine.language, "timezone": mine.timezone, "appearance": mine.appearance}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(
        form, lambda: commands.change_settings(actor=request.actor, **form.cleaned_data)
    ):
        say(request, _("Your settings are kept."))
        response = redirect("settings")
        # This device shows it at once; others ask the account.
        response.set_cookie(THEME_COOKIE, form.cleaned_data["appearance"], max_age=YEAR, samesite="Lax", httponly=True)
        return response
    return render(request, "people/settings.html", {"form": form, "mine": mine}, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def choose_language(request: PageRequest) -> HttpResponse:
    """The language, chosen in the menu of any page."""
    mine, language = queries.account_of(request.actor), request.POST.get("language", "")
    if language in dict(LANGUAGES):
        commands.change_settings(
            actor=request.actor, language=language, timezone=mine.timezone, appearance=mine.appearance
        )
    back = request.POST.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/")


@require_http_methods(["GET", "POST"])
@signed_in
@just_signed_in
def change_address(request: PageRequest) -> HttpResponse:
    """Use another e-mail address: a link goes there first."""
    mine = queries.account_of(request.actor)
    form = AddressForm(request.POST or None)
    if request.method == "POST":
        limits.count("address", request.user.pk, most=5, seconds=3600)
        if done(form, lambda: commands.ask_for_address(actor=request.actor, email=form.cleaned_data["email"])):
            say(request, _("A link is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
            return redirect("settings")
    return render(
        request, "people/change_address.html", {"form": form, "mine": mine}, status=WRONG if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new_address(request: PageRequest, link: str) -> HttpResponse:
    """The page behind that link: looking shows it, agreeing changes the address."""
    try:
        change = UUID(hex=ADDRESS.unsign(link))
    except (BadSignature, ValueError):
        raise NotVisible from None
    email = queries.address_asked_for(request.actor, change)
    if request.method == "POST":
        commands.take_address(actor=request.actor, change=change)
        say(request, _("From now on your address is %(email)s.") % {"email": email})
        return redirect("settings")
    return render(request, "people/new_address.html", {"email": email})


@require_POST
@signed_in
def end_session(request: PageRequest, session: int) -> HttpResponse:
    """Sign one device out."""
    commands.end_session(actor=request.actor, session=session)
    say(request, _("That device is signed out."))
    return redirect("usersessions_list")
