"""A client's link: one item, without an account, as long as whoever gave it still could."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kring.files.pages import send_file
from kring.kernel.binding import acting_as
from kring.kernel.errors import NotVisible
from kring.sharing import commands, queries

GONE = 404
"""A link that ended, one that never was and one that was tampered with are one answer."""


@require_safe
def guest(request: HttpRequest, link: str) -> HttpResponse:
    """What the client was given to read."""
    try:
        guest = queries.guest_in(link)
    except NotVisible:
        return _private(render(request, "sharing/guest_ended.html", status=GONE))
    with acting_as(guest.actor) as actor:
        commands.note_guest_reading(actor=actor, onward=guest.onward)
        given = {"given": queries.guest_view(actor, guest.onward), "link": link}
        return _private(render(request, "sharing/guest.html", given))


@require_safe
def guest_file(request: HttpRequest, link: str, attachment: UUID) -> HttpResponseBase:
    """A file beside it."""
    with acting_as(queries.guest_in(link).actor) as actor:
        file = queries.attachment_file(actor, attachment)
        return send_file(file.stored, name=file.name)


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no proxy, found by no search engine, told to nobody by the browser."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
