"""What every page's frame shows: the circle one is in, its rooms, what waits."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from kring.circles import queries as circles
from kring.kernel.actor import Actor
from kring.leadership import queries as leadership
from kring.web.frame import CirclePlace, Colour, Frame, Link, PersonPlace, theme_of

LOOKUPS = (leadership.ADVISES,)

LAST = "circle"
"""Where the session keeps the name of the circle one was in last."""


ROOM_OF = {
    "items": "items",
    "objects": "items",
    "collections": "items",
    "subscriptions": "items",
    "advisories": "items",
    "paste": "items",
    "share": "items",
    "rounds": "items",
    "meetings": "meetings",
    "minutes": "agreements",
    "agreements": "agreements",
    "actions": "agreements",
    "decisions": "agreements",
    "members": "members",
    "people": "members",
    "newcomers": "members",
    "seats": "members",
    "trail": "circle_trail",
    **dict.fromkeys(("pulse", "give-and-take", "hours", "knowledge", "mentors", "visits", "barriers"), "pulse"),
}
"""The room that pages of a circle belong to, by what follows its name in their address; the others are in "Circle"."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """For templates. The frame itself is worked out when a page asks for it; parts of pages do not."""
    return {
        "nonce": getattr(request, "nonce", ""),
        "theme": theme_of(request),
        "demo_url": reverse("demo") if settings.KRING_DEMO else "",
        "frame": SimpleLazyObject(lambda: frame_of(request)),
    }


def frame_of(request: HttpRequest) -> Frame:
    """The frame for who asks."""
    if not request.user.is_authenticated:
        return Frame()
    person = request.user
    places = circles.circles_of(Actor(person=person.pk))
    here = _here(request, places)
    return Frame(
        person=PersonPlace(person.name, person.email, _own_links(request)),
        circle=_shown(here, here) if here else None,
        circles=tuple(_shown(place, here) for place in places),
        rooms=_rooms(request, here),
        share_url=_share_url(places, here),
        search_url=reverse("search"),
        notices_url=reverse("home") if places else "",
        language_url=reverse("choose_language"),
        sign_out_url=reverse("account_logout"),
    )


def _here(request: HttpRequest, places: Sequence[circles.CirclePlace]) -> circles.CirclePlace | None:
    """The circle of this address, or the one that was last in an address, or the first."""
    match = request.resolver_match
    named = match.kwargs.get("circle") if match else None
    if any(place.slug == named for place in places) and request.session.get(LAST) != named:
        request.session[LAST] = named
    last = request.session.get(LAST)
    return next((place for place in places if place.slug == last), next(iter(places), None))


def _shown(place: circles.CirclePlace, here: circles.CirclePlace | None) -> CirclePlace:
    return CirclePlace(place.name, reverse("items", args=[place.slug]), Colour(place.colour), current=place is here)


def _rooms(request: HttpRequest, here: circles.CirclePlace | None) -> tuple[Link, ...]:
    """The rooms that are there for this person: home everywhere, the others in a circle."""
    rooms: list[tuple[str, str, list[str], str]] = [(_("Home"), "home", [], "home")]
    if here:
        place = [here.slug]
        rooms += [
            (_("Items"), "items", place, "messages"),
            (_("Meetings"), "meetings", place, "calendar-event"),
            (_("Members"), "members", place, "users"),
            (_("Agreements"), "agreements", place, "heart-handshake"),
            (_("Circle"), "circle", place, "circles-relation"),
        ]
        if here.standing and not here.standing.observes:
            rooms.append((_("Health"), "pulse", place, "heartbeat"))
        if here.standing and "chair" in here.standing.roles:
            rooms.append((_("Trail"), "circle_trail", place, "history"))
    if leadership.advises(Actor(person=request.user.pk)):
        rooms.append((_("Portfolio"), "portfolio", [], "eye"))
    current = _room_of(request)
    return tuple(
        Link(text, reverse(name, args=place), icon, current=name == current) for text, name, place, icon in rooms
    )


def _room_of(request: HttpRequest) -> str:
    """The room that this page is in, by the name of its address; nothing for pages about oneself."""
    match = request.resolver_match
    if match is None or "circle" not in match.kwargs or not match.route.startswith("c/"):
        return match.url_name or "" if match else ""
    section = match.route.split("/")[2]
    return ROOM_OF.get(section, "circle")


def _own_links(request: HttpRequest) -> tuple[Link, ...]:
    links = [
        (_("Profile"), reverse("profile"), "user"),
        (_("Drafts"), reverse("drafts"), "pencil"),
        (_("Language and appearance"), reverse("settings"), "adjustments-horizontal"),
        (_("Security"), reverse("mfa_index"), "shield-lock"),
        (_("Mail"), reverse("mail_wishes"), "mail"),
        (_("Connections"), reverse("connections"), "plug-connected"),
        (_("Tokens"), reverse("tokens"), "key"),
        (_("Your organisations"), reverse("organisations"), "building"),
        (_("What matters to us"), reverse("what_matters_to_us"), "target"),
        (_("Circles"), reverse("circles"), "circles-relation"),
    ]
    if settings.KRING_DEMO:
        links.append((_("Be somebody else"), reverse("demo"), "users"))
    return tuple(Link(text, url, icon, current=request.path == url) for text, url, icon in links)


def _share_url(places: Sequence[circles.CirclePlace], here: circles.CirclePlace | None) -> str:
    """Where one shares: in the circle one is in, or in another; nowhere for who has no seat."""
    if here and _shares(here):
        return reverse("share", args=[here.slug])
    return reverse("share") if any(map(_shares, places)) else ""


def _shares(place: circles.CirclePlace) -> bool:
    return place.standing is not None and not place.standing.observes
