"""What this room adds to pages of others."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.circles.queries import CirclePlace
from kring.health import queries
from kring.web.requests import PageRequest

LOOKUPS = (queries.ASKED, queries.PROPOSED, queries.PULSES)


def asks(request: PageRequest, about: Any) -> str:
    """At home: surveys that wait for me, lessons to agree to, and for who steers, what falls."""
    given = {
        "surveys": queries.surveys_asked(request.actor),
        "lessons": queries.lessons_proposed(request.actor),
        "falling": queries.falling(request.actor),
    }
    return render_to_string("health/asks.html", given, request) if any(given.values()) else ""


def energy(request: PageRequest, about: Any) -> str:
    """Beside home: how much energy my circles give."""
    circles = queries.energies(request.actor)
    return render_to_string("health/energy.html", {"circles": circles}, request) if circles else ""


def links(request: PageRequest, place: CirclePlace) -> str:
    """On the page of a circle, for who sits there."""
    if place.standing is None or place.standing.observes:
        return ""
    address = reverse("pulse", args=[place.slug])
    return render_to_string("health/link.html", {"address": address, "name": _("How we are doing")}, request)
