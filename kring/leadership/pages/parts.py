"""What leading adds to pages of others."""

from django.template.loader import render_to_string

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Entry, Member
from kring.kernel.clock import now
from kring.leadership import access, queries
from kring.leadership.rules import YEAR
from kring.sharing import queries as sharing
from kring.web.parts import few
from kring.web.requests import PageRequest

LOOKUPS = (queries.AROUND, queries.DUE, queries.LATEST)


def links_to_leading(request: PageRequest, place: CirclePlace) -> str:
    """On the page of a circle: who for what, and for those who lead it, their log."""
    steers = place.standing is not None and place.standing.steers
    given = {"place": place, "steers": steers, "leads": access.leads(place.id)}
    return render_to_string("leadership/links.html", given, request)


def beside_circle(request: PageRequest, place: CirclePlace) -> str:
    """Beside the page of a circle: what it is for, and who looks along from outside."""
    steers = place.standing is not None and place.standing.steers
    scope, advisers = queries.scope_of(place.id), queries.advisers_of(place.id)
    outside = sharing.outside_scope(place.id, since=now() - YEAR) if steers else {}
    quarters = sorted(outside.items(), reverse=True)
    given = {"place": place, "steers": steers, "scope": scope, "advisers": advisers, "outside": quarters}
    return render_to_string("leadership/beside_circle.html", given, request)


def pack_of_person(request: PageRequest, entry: Entry) -> str:
    """On the page of a person in a circle: to what they would hand over, for who may open it."""
    match = request.resolver_match
    place = circles.circle_for(request.actor, match.kwargs["circle"] if match else "")
    if not queries.packs_open(request.actor, place, [entry.person]):
        return ""
    return render_to_string("leadership/pack_of_person.html", {"place": place, "person": entry.person}, request)


def scopes_to_review(request: PageRequest, about: None) -> str:
    """At home of who steers: what a circle is for, to be looked at again."""
    return render_to_string("leadership/scopes_due.html", {"due": queries.scopes_to_review(request.actor)}, request)


def talks_due(request: PageRequest, about: None) -> str:
    """At home: with whom one wanted to speak again by now."""
    due, others = few(queries.talks_due(request.actor))
    return render_to_string("leadership/talks_due.html", {"due": due, "others": others}, request) if due else ""


def missed_steps(request: PageRequest, about: None) -> str:
    """At home of who keeps a secretariat: what should have been done by now."""
    missed = queries.missed(request.actor)
    return render_to_string("leadership/missed.html", {"missed": missed}, request) if missed else ""


def vacancy(request: PageRequest, place: CirclePlace) -> str:
    """On the page of a circle that nobody steers: so it is, and who can do something about it."""
    if place.standing is None or place.standing.observes or circles.steering(place.id):
        return ""
    return render_to_string("leadership/vacancy.html", {"place": place, "leads": access.leads(place.id)}, request)


def thanks(request: PageRequest, member: Member) -> str:
    """Beside an organisation, for its own people: the thanks it got."""
    found = queries.thanks_to(member.id)
    return render_to_string("leadership/thanks.html", {"thanks": found}, request) if found else ""
