"""Notes: what the page's own engine sends and asks, and the form for a page without scripts."""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from kring.kernel.errors import Refused
from kring.meetings.commands import notes as commands
from kring.meetings.queries import notes as queries
from kring.meetings.rules import shared_text
from kring.web.doors import signed_in
from kring.web.requests import PageRequest


@dataclass(frozen=True, slots=True)
class Sent:
    """What an open page sends: what was typed there, and how far the page has come."""

    update: bytes
    vector: bytes


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def note(request: PageRequest, item: UUID) -> HttpResponse:
    """Merges what was typed, and gives what the page lacks. A form sends the whole text with the state it was read at."""
    if request.method != "POST":
        missing = queries.missing_in(request.actor, item, _bytes(request.GET.get("vector")))
        return JsonResponse({"update": _text(missing), "cards": cards_html(request, item)})
    if request.content_type == "application/json":
        sent = _sent(request.body)
        written = commands.write_note(actor=request.actor, item=item, update=sent.update, vector=sent.vector)
        return JsonResponse({"update": _text(written.missing), "cards": cards_html(request, item)})
    read, text = _bytes(request.POST.get("read")), request.POST.get("text", "")
    commands.retype_note(actor=request.actor, item=item, read=read, text=text)
    return redirect("meeting_room", queries.meeting_of(request.actor, item))


def cards_html(request: PageRequest, item: UUID) -> str:
    """The typed lines of a note as cards."""
    return render_to_string("meetings/room/cards.html", {"cards": queries.cards_at(request.actor, item)})


def _sent(body: bytes) -> Sent:
    try:
        given = json.loads(body)
        return Sent(_bytes(given["update"]), _bytes(given["vector"]))
    except (ValueError, KeyError, TypeError):
        raise Refused(shared_text.NOT_AN_UPDATE) from None


def _bytes(text: str | None) -> bytes:
    try:
        return b64decode(text or "", validate=True)
    except (NotBase64, TypeError):
        raise Refused(shared_text.NOT_AN_UPDATE) from None


def _text(content: bytes) -> str:
    return b64encode(content).decode()
