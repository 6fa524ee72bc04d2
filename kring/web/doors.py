"""The doors of pages: who may come in, and where others are sent."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from kring.web.requests import PageRequest

P = ParamSpec("P")
Page = Callable[Concatenate[PageRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(page: Page[P]) -> View[P]:
    """A page for people with an account. A visitor is sent to sign in, and comes back afterwards."""

    @wraps(page)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            # What was posted is lost on the way, so one comes back to where one could post it.
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
            return redirect_to_login(back)
        return page(cast("PageRequest", request), *args, **kwargs)

    return cast("View[P]", door)
