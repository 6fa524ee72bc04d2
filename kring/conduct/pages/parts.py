"""What conduct adds to pages of others."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from kring.circles import queries as circles
from kring.circles.queries import CirclePlace, Entry, Member
from kring.conduct import queries
from kring.web.parts import few
from kring.web.requests import PageRequest

LOOKUPS = (
    queries.NEWEST,
    queries.ACCEPTED,
    queries.BUDDY_ASKED,
    queries.UNHEARD,
    queries.WAITING,
    circles.SINCE,
    queries.TO_MEET,
)


def asks(request: PageRequest, about: Any) -> str:
    """At home: a code to accept, a newcomer to show around, a side to give, a case to look into."""
    cases, other_cases = few(queries.cases_waiting(request.actor))
    given = {
        "codes": queries.asked_to_accept(request.actor),
        "buddies": queries.buddy_asks(request.actor),
        "hearings": queries.hearings_asked(request.actor),
        "cases": cases,
        "other_cases": other_cases,
    }
    return _shown("asks", request, given) if any(given.values()) else ""


def beside_home(request: PageRequest, about: Any) -> str:
    """At home: what somebody new has left to do, and whom one has not met."""
    given = {"arrivals": queries.own_arrivals(request.actor), "cards": queries.cards_to_meet(request.actor)}
    return _shown("beside_home", request, given) if any(given.values()) else ""


def links(request: PageRequest, place: CirclePlace) -> str:
    """On the page of a circle: its code, who is new, reporting a suspicion."""
    seated = place.standing is not None and not place.standing.observes
    steers = place.standing is not None and place.standing.steers
    code = queries.code_in_force(place.path)
    return _shown("links", request, {"place": place, "code": code, "seated": seated, "steers": steers})


def of_member(request: PageRequest, member: Member) -> str:
    """Beside an organisation: whether it signed its letter of entry."""
    place = circles.circle_for(request.actor, member.circle)
    signed = queries.letters_signed(place.id).get(member.id)
    own = place.standing is not None and place.standing.sits_for(member.id)
    may_sign = own and signed is None and queries.code_in_force(place.path) is not None
    if signed is None and not may_sign:
        return ""
    reads = own or (place.standing is not None and place.standing.steers)
    given = {"place": place, "member": member, "signed": signed, "reads": reads, "language": get_language()}
    return _shown("of_member", request, given)


def of_person(request: PageRequest, entry: Entry) -> str:
    """On the page of a person in a circle: since when they sit there, and their card."""
    match = request.resolver_match
    place = circles.circle_for(request.actor, match.kwargs["circle"] if match else "")
    given = {
        "place": place,
        "entry": entry,
        "card": queries.card_of(place.id, entry.person),
        "since": circles.sits_since(entry.membership, entry.person),
        "own": entry.person == request.user.pk and place.standing is not None and not place.standing.observes,
    }
    return _shown("of_person", request, given) if given["card"] or given["since"] or given["own"] else ""


def _shown(name: str, request: PageRequest, given: dict[str, Any]) -> str:
    return render_to_string(f"conduct/parts/{name}.html", given, request)
