"""Pages that belong to no subject: where to report a weakness, and choosing whom to be in the demo."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kring.exchange import queries as exchange
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible
from kring.site.demo import described
from kring.site.demo.described import Described, Introduced
from kring.site.demo.looks import looks

SECURITY_DAYS = 180
"""How long what /.well-known/security.txt says may be believed: it should be less than a year (RFC 9116, 2.5.5)."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness of this installation (RFC 9116). It is not there until the operator says where."""
    if not settings.KRING_SECURITY_CONTACT:
        raise NotVisible
    until = now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=SECURITY_DAYS)
    lines = [
        f"Contact: {settings.KRING_SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _ in settings.LANGUAGES)}",
        f"Canonical: {settings.KRING_BASE_URL}/.well-known/security.txt",
        *(f"CSAF: {address}" for address in exchange.provider_addresses()),
    ]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


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
