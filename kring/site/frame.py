"""What every page's frame shows: the circle one is in, its rooms, what waits."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from kring.web.frame import Frame, Link, PersonPlace, theme_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """For templates. The frame itself is worked out when a page asks for it; parts of pages do not."""
    return {
        "nonce": getattr(request, "nonce", ""),
        "theme": theme_of(request),
        "frame": SimpleLazyObject(lambda: frame_of(request)),
    }


def frame_of(request: HttpRequest) -> Frame:
    """The frame for who asks."""
    if not request.user.is_authenticated:
        return Frame()
    person = request.user
    return Frame(
        person=PersonPlace(person.name, person.email, (Link(_("Security"), reverse("mfa_index"), "shield-lock"),)),
        sign_out_url=reverse("account_logout"),
    )
