"""Where one goes after having done something, and how an act that a rule refused is shown where it was tried."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kring.web.requests import PageRequest


def to_item(item: UUID, part: str = "") -> HttpResponseRedirect:
    """To the page of an item, perhaps to a part of it."""
    return HttpResponseRedirect(reverse("item", args=[item]) + (f"#{part}" if part else ""))


def back(request: PageRequest, item: UUID, part: str = "") -> HttpResponse:
    """To the list where one pressed the button, such as home; else to the item."""
    return home_or(request, to_item(item, part).url)


def home_or(request: PageRequest, elsewhere: str) -> HttpResponse:
    """Home, when one pressed the button there; else to this address."""
    came_from = request.META.get("HTTP_REFERER", "")
    on_this_site = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    return redirect("home" if on_this_site and urlsplit(came_from).path == reverse("home") else elsewhere)
