"""What this room adds to pages of others."""

from django.template.loader import render_to_string

from kring.admission import queries
from kring.circles import queries as circles
from kring.circles.queries import CirclePlace
from kring.web import parts
from kring.web.requests import PageRequest

LOOKUPS = (queries.RUNNING, queries.WAITING, circles.SEATS)


def asks(request: PageRequest, about: object) -> str:
    """At home: ballots to vote in or to close, applications to judge."""
    ballots = queries.ballots_asked(request.actor)
    applications = queries.applications_to_judge(request.actor, most=parts.AT_HOME)
    if not ballots and not applications.first:
        return ""
    given = {"ballots": ballots, "applications": applications.first, "others": applications.others}
    return render_to_string("admission/parts/asks.html", given, request)


def links(request: PageRequest, place: CirclePlace) -> str:
    """On the page of a circle: its policy, its applications, its ballots."""
    seated = place.standing is not None and not place.standing.observes
    return render_to_string("admission/parts/links.html", {"place": place, "seated": seated}, request)


def room(request: PageRequest, place: CirclePlace) -> str:
    """On the page of a circle, for who steers it: that it is too small, or so large that two would do better."""
    if place.standing is None or not place.standing.steers:
        return ""
    found = queries.room_in(place.id)
    if not (found.too_few or found.should_split):
        return ""
    return render_to_string("admission/parts/room.html", {"place": place, "room": found}, request)
