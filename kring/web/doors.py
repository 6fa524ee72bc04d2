"""The doors of pages: who may come in, and where others are sent."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import gettext

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.web.requests import PageRequest

WRONG = 422
"""The status of a page that says what is wrong with what was sent."""

SIGNED_OUT = N_("You are signed out. Sign in in another window; what you typed is still here.")

P = ParamSpec("P")
Page = Callable[Concatenate[PageRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(page: Page[P]) -> View[P]:
    """A page for people with an account. A visitor is sent to sign in, and comes back afterwards.

    A part of a page is not replaced by the page to sign in: the page that asked says why, and keeps what was typed.
    """

    @wraps(page)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.headers.get("HX-Request"):
                return HttpResponse(format_html('<p id="refusal">{}</p>', gettext(SIGNED_OUT)), status=401)
            # What was posted is lost on the way, so one comes back to where one could post it.
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
            return redirect_to_login(back)
        return page(cast("PageRequest", request), *args, **kwargs)

    return cast("View[P]", door)


def just_signed_in(page: Page[P]) -> Page[P]:
    """A page that asks for the password or the second factor once more, unless it did a moment ago."""
    return cast("Page[P]", reauthentication_required(page))


def spoken(refusal: Refusal) -> str:
    """Why a rule says no, in the reader's language."""
    return gettext(refusal.text).format(**refusal.values)


def done(form: BaseForm, act: Callable[[], object]) -> bool:
    """Does what a form asks, when it is filled in well and no rule says no; otherwise the form says what is wrong."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, spoken(refused.refusal))
        return False
    return True
