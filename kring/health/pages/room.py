"""What the pages of this room have in common: whose circle it is, and the way from one face to the next."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.web.frame import Link
from kring.web.requests import PageRequest


def shown(
    request: PageRequest, template: str, place: CirclePlace, given: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the room, with its faces above it."""
    sits = place.standing is not None and not place.standing.observes
    steers = place.standing is not None and place.standing.steers
    frame = {"place": place, "faces": _faces(request, place), "sits": sits, "steers": steers}
    return render(request, f"health/{template}.html", {**frame, **given}, status=status)


def back(request: PageRequest, face: str, circle: UUID) -> HttpResponse:
    """To a face of the room, after something was done there."""
    return redirect(face, circles.circle_for(request.actor, circle).slug)


def _faces(request: PageRequest, place: CirclePlace) -> list[Link]:
    faces = [
        (_("Pulse"), "pulse", "heartbeat"),
        (_("Give and take"), "give_and_take", "heart-handshake"),
        (_("Hours"), "hours", "clock"),
        (_("What we know"), "knowledge", "bulb"),
        (_("Mentors"), "mentors", "users"),
        (_("Visits"), "visits", "door-enter"),
        (_("Barriers"), "barriers", "lock-open"),
    ]
    addresses = [(text, reverse(name, args=[place.slug]), icon) for text, name, icon in faces]
    return [Link(text, url, icon, current=request.path == url) for text, url, icon in addresses]
