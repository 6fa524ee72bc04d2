"""Pages that belong to no subject: choosing whom to be in the demo."""

from typing import cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kring.kernel.errors import NotVisible
from kring.site.demo import described
from kring.site.demo.described import Described, Introduced
from kring.site.demo.looks import looks


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody in the demo, and what each of them sees that others do not."""
    return render(request, "site/demo.html", {"looks": looks(_demo())})


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be one of them. Only in the demo: here nobody is asked for anything."""
    chosen = next((one for one in _demo().people if one.key == request.POST.get("key")), None)
    if chosen is None or chosen.kind != "person":
        raise NotVisible
    return _enter(request, chosen)


def _enter(request: HttpRequest, chosen: Introduced) -> HttpResponse:
    account = get_user_model().objects.get(pk=UUID(chosen.id))
    if not account.is_active:
        return cast("HttpResponse", redirect("account_inactive"))
    get_adapter(request).login(request, account)
    # As if they had just shown their password: their page of security opens without asking for it.
    record_authentication(request, account, method="demo", reauthenticated=True)
    return cast("HttpResponse", redirect("home"))


def _demo() -> Described:
    found = described.read() if settings.KRING_DEMO else None
    if found is None:
        raise NotVisible
    return found
