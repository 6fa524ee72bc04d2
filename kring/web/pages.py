"""The pages of the frame itself: the gallery of components, light or dark, and what is said when something is wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kring.web.frame import THEME_COOKIE, THEMES
from kring.web.gallery import gallery_of

YEAR = 365 * 24 * 60 * 60
"""Seconds that a device remembers a choice of appearance."""


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for whoever writes or judges a page."""
    return render(request, "web/gallery.html", gallery_of(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that stood open too long."""
    return render(request, "web/csrf_failure.html", status=403)


@require_POST
def choose_appearance(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or the system's choice on this device, and go back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response
