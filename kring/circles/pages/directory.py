"""The directory of a circle: its members, one person, who to call at night; shutting somebody out."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kring.circles import commands, queries
from kring.circles.forms import ROLES, DirectoryForm, ReasonForm
from kring.circles.queries import CirclePlace, Search
from kring.kernel import limits
from kring.kernel.errors import enforce
from kring.web.doors import WRONG, done, signed_in
from kring.web.frame import Link
from kring.web.paging import page_of
from kring.web.requests import PageRequest
from kring.web.toasts import say

SEARCHES_A_MINUTE = 120
HOUSES, DEVIATIONS = 10, 8
"""Organisations on one page, and deviations from one vote beside them."""


@require_GET
@signed_in
def members(request: PageRequest, circle: str) -> HttpResponse:
    """Who is in a circle, or in its whole community; found while one types."""
    place = queries.circle_for(request.actor, circle)
    limits.count("directory", request.user.pk, most=SEARCHES_A_MINUTE, seconds=60)
    search = _search(DirectoryForm(request.GET))
    page = page_of(request, queries.houses_found(request.actor, place.id, search), most=HOUSES)
    given: dict[str, object] = {
        "place": place,
        "search": search,
        "page": page,
        "houses": queries.people_of_houses(request.actor, place.id, search, page.rows),
    }
    if request.htmx:
        return render(request, "circles/found.html", given)
    steers = queries.why_not_steer(request.actor, place.id) is None
    around = queries.circles_around(request.actor, place.community)
    beside = queries.beside_members(request.actor, place.id, most=DEVIATIONS, steers=steers)
    given |= {
        "size": (beside.equality.houses, beside.equality.people),
        "where": _where(place, search) if len(around) > 1 else [],
        "roles": _roles(search),
        "topics": _topics(search, beside.topics),
        "deviations": beside.equality.deviations,
        "more": beside.equality.more,
        "rights": beside.rights,
        "steers": steers,
        "coming": beside.coming,
        "suspended": beside.suspended,
    }
    return render(request, "circles/members.html", given)


def _search(asked: DirectoryForm) -> Search:
    """What is asked, without what makes no sense."""
    asked.is_valid()
    given = asked.cleaned_data
    return Search(
        words=given.get("q", ""),
        role=given.get("role", ""),
        topic=given.get("topic", ""),
        whole_community=given.get("where") == "community",
    )


def _address(search: Search, **changed: str) -> str:
    """The address of this page with one word changed."""
    kept = {"q": search.words, "role": search.role, "topic": search.topic}
    words = kept | {"where": "community" if search.whole_community else ""} | changed
    return "?" + urlencode({name: value for name, value in words.items() if value})


def _where(place: CirclePlace, search: Search) -> list[Link]:
    return [
        Link(place.name, _address(search, where=""), current=not search.whole_community),
        Link(_("the whole community"), _address(search, where="community"), current=search.whole_community),
    ]


def _roles(search: Search) -> list[Link]:
    named = [("", _("any role")), *ROLES]
    return [Link(str(name), _address(search, role=role), current=search.role == role) for role, name in named]


def _topics(search: Search, known: list[str]) -> list[Link]:
    if not known:
        return []
    everything = Link(_("anything"), _address(search, topic=""), current=not search.topic)
    return [everything, *(Link(topic, _address(search, topic=topic), current=search.topic == topic) for topic in known)]


@require_GET
@signed_in
def out_of_hours(request: PageRequest, circle: str) -> HttpResponse:
    """Who to call at night, to print and hang beside the telephone."""
    place = queries.circle_for(request.actor, circle)
    entries = queries.out_of_hours(request.actor, place.id)
    return render(
        request, "circles/out_of_hours.html", {"place": place, "entries": entries, "today": timezone.localdate()}
    )


@require_GET
@signed_in
def person(request: PageRequest, circle: str, person: UUID) -> HttpResponse:
    """One person, as I may see them."""
    place = queries.circle_for(request.actor, circle)
    entry = queries.entry_of(request.actor, place.id, person)
    given = {
        "place": place,
        "entry": entry,
        "mandates": queries.mandates([held.seat for held in entry.places]),
        "steers": queries.why_not_steer(request.actor, place.id) is None,
        "own": person == request.user.pk,
    }
    return render(request, "circles/person.html", given)


@require_GET
@signed_in
def person_card(request: PageRequest, circle: str, person: UUID) -> HttpResponse:
    """The same person for an address book."""
    place = queries.circle_for(request.actor, circle)
    entry = queries.entry_of(request.actor, place.id, person)
    name = slugify(entry.name) or "person"
    return HttpResponse(
        queries.vcard(entry),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.vcf"'},
    )


@require_http_methods(["GET", "POST"])
@signed_in
def suspend_person(request: PageRequest, circle: str, person: UUID) -> HttpResponse:
    """Shut somebody out at once: asked for with one click, done with another."""
    place = queries.circle_for(request.actor, circle)
    enforce(queries.why_not_steer(request.actor, place.id))
    entry = queries.entry_of(request.actor, place.id, person)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and done(
        form,
        lambda: commands.suspend_person(actor=request.actor, circle=place.id, person=person, **form.cleaned_data),
    ):
        say(request, _("%(name)s is shut out.") % {"name": entry.name})
        return redirect("members", place.slug)
    given = {"place": place, "entry": entry, "form": form}
    return render(request, "circles/suspend_person.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def readmit_person(request: PageRequest, circle: str, person: UUID) -> HttpResponse:
    """Let somebody in again."""
    place = queries.circle_for(request.actor, circle)
    commands.readmit_person(actor=request.actor, circle=place.id, person=person)
    say(request, _("They are let in again."))
    return redirect("members", place.slug)
