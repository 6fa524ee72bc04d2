"""What leading adds to pages of others."""

from django.template.loader import render_to_string

from kring.circles.queries import CirclePlace
from kring.leadership import access, queries
from kring.web.requests import PageRequest


def links_to_leading(request: PageRequest, place: CirclePlace) -> str:
    """On the page of a circle: who for what, and for those who lead it, their log."""
    steers = place.standing is not None and place.standing.steers
    given = {"place": place, "leads": access.leads(place.id), "steers": steers}
    return render_to_string("leadership/links.html", given, request)


def talks_due(request: PageRequest, about: None) -> str:
    """At home: with whom one wanted to speak again by now."""
    return render_to_string("leadership/talks_due.html", {"due": queries.talks_due()}, request)
