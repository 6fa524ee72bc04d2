"""Taking along: what is ticked in a list, or one thing, in the formats that others read. One page names them all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kring.circles import queries as circles
from kring.exchange import finding, queries
from kring.exchange.queries import Parcel
from kring.kernel import limits
from kring.kernel.errors import NotVisible, enforce
from kring.sharing import commands as sharing
from kring.sharing.rules import why_not_take_along
from kring.tlp.labels import Label
from kring.web.doors import signed_in
from kring.web.paper import Paper, Part, pdf
from kring.web.requests import PageRequest
from kring.web.tables import as_csv

FILES_AN_HOUR = 60
STIX, JSON, TABLE, PAPER = "application/stix+json;version=2.1", "application/json", "text/csv", "application/pdf"


@require_safe
@signed_in
def take_along(request: PageRequest) -> HttpResponse:
    """What was ticked, under which label it goes, and in which formats."""
    items, objects, place = request.GET.getlist("item"), request.GET.getlist("object"), request.GET.get("circle", "")
    if not items and not objects:
        return render(request, "exchange/nothing_ticked.html", {"place": place})
    parcel = _parcel(request)
    given = {
        "parcel": parcel,
        "asked": request.GET.urlencode(),
        "of_items": not objects,
        "place": place,
        "publishing": queries.publishing_of(request.actor, UUID(items[0])) if len(items) == 1 and not objects else None,
    }
    return render(request, "exchange/take_along.html", given)


@require_safe
@signed_in
def take_along_file(request: PageRequest, name: str) -> HttpResponse:
    """One of the formats. What is AMBER+STRICT counts as read; what is RED goes in none of them."""
    if name not in FILES:
        raise NotVisible
    limits.count("take_along", request.actor.person, most=FILES_AN_HOUR, seconds=3600)
    parcel = _parcel(request)
    kind, write = FILES[name]
    octets = write(parcel, request.user.name)
    if not octets:
        raise NotVisible
    for item in {line.item for line in parcel.lines if line.item and line.label is not Label.RED}:
        sharing.note_reading(actor=request.actor, item=item)
    title = parcel.lines[0].title if len(parcel.lines) == 1 else str(len(parcel.lines))
    file = f"{parcel.machine_label.slug}-{slugify(title)[:60] or 'kring'}{name[name.index('.') :]}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "private, no-store"}
    return HttpResponse(octets, content_type=kind, headers=headers)


def _parcel(request: PageRequest) -> Parcel:
    items, objects = request.GET.getlist("item"), request.GET.getlist("object")
    enforce(why_not_take_along(len(items) + len(objects)))
    if objects:
        place = circles.circle_for(request.actor, request.GET.get("circle", ""))
        return queries.parcel_of_objects(request.actor, place.id, objects)
    try:
        return queries.parcel_of_items(request.actor, [UUID(item) for item in items])
    except ValueError:
        raise NotVisible from None


def _table(parcel: Parcel) -> bytes:
    return as_csv([("type", "value", "first_seen", "label", "source"), *_cells(parcel)])


def _cells(parcel: Parcel) -> Iterator[Sequence[str]]:
    for sign in parcel.signs:
        yield sign.kind, sign.value, sign.first_seen, sign.label.marking, sign.source


def _paper(parcel: Parcel, reader: str) -> bytes:
    """A list of objects, for people; items have a paper of their own."""
    things = [(line.title, line.label.marking) for line in parcel.lines]
    signs = [(sign.kind, finding.harmless(sign.value), sign.source) for sign in parcel.signs]
    parts = [Part(_("Objects"), head=(_("Object"), _("Label")), rows=things)]
    if signs:
        head = (_("Kind"), _("Value"), _("Source"))
        parts.append(Part(_("Indicators"), head=head, rows=signs, codes=frozenset({1})))
    return pdf(Paper(title=_("Objects"), label=parcel.label, reader=reader, place=parcel.place, parts=parts))


FILES: Mapping[str, tuple[str, Callable[[Parcel, str], bytes]]] = {
    "stix.json": (STIX, lambda parcel, _reader: parcel.bundle if parcel.objects else b""),
    "misp.json": (JSON, lambda parcel, _reader: parcel.misp if parcel.objects else b""),
    "advisory.json": (JSON, lambda parcel, _reader: parcel.advisory),
    "indicators.csv": (TABLE, lambda parcel, _reader: _table(parcel) if parcel.objects else b""),
    "objects.pdf": (PAPER, lambda parcel, reader: _paper(parcel, reader) if parcel.place else b""),
}
"""By the end of their addresses. Nothing, where there is nothing to take along in that format."""
