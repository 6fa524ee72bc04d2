"""Advisories in CSAF for the world, without sign-in: a provider's folder, its lists and feeds, and each document."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kring.circles import queries as circles
from kring.exchange import commands, queries
from kring.exchange.csaf import provider
from kring.exchange.csaf.provider import Listed, Providing
from kring.exchange.forms import ProviderForm
from kring.exchange.rules import why_not_publish_here
from kring.kernel.errors import NotVisible, enforce
from kring.sharing import commands as sharing
from kring.web.doors import WRONG, done, signed_in
from kring.web.requests import PageRequest
from kring.web.toasts import say

A_MOMENT = 60
"""Seconds that a copy is good without asking."""

TEXT, JSON, CSV = "text/plain; charset=utf-8", "application/json", "text/csv; charset=utf-8"
FILES: Mapping[str, tuple[str, Callable[[Providing, Sequence[Listed]], bytes]]] = {
    provider.METADATA: (JSON, lambda one, _listed: provider.metadata(one)),
    provider.FEED: (JSON, provider.feed),
    provider.SERVICE: (JSON, lambda one, _listed: provider.service(one)),
    provider.CATEGORIES: (JSON, lambda _one, listed: provider.categories(listed)),
    provider.INDEX: (TEXT, lambda _one, listed: provider.index(listed)),
    provider.CHANGES: (CSV, lambda _one, listed: provider.changes(listed)),
}


@require_safe
def csaf_metadata(request: HttpRequest) -> HttpResponse:
    """Who publishes here, where everybody looks first (requirement 9): of several, who began first."""
    first = next(iter(queries.providers()), None)
    if first is None:
        raise NotVisible
    return csaf_file(request, first.slug, provider.METADATA)


@require_safe
def csaf_folder(request: HttpRequest, circle: str, year: str = "") -> HttpResponse:
    """What a provider has published, in all or in one year: for people, and for programs that follow links (requirement 14)."""
    one, listed = queries.providing(circle)
    entries = [entry for entry in provider.newest_first(listed) if not year or f"{entry.released:%Y}" == year]
    if year and not entries:
        raise NotVisible
    given = {
        "circle": circle,
        "one": one,
        "year": year,
        "years": sorted({f"{entry.released:%Y}" for entry in listed}, reverse=True),
        "files": list(FILES),
        "entries": entries,
        "endings": (*provider.HASHES, provider.SIGNATURE),
    }
    return render(request, "exchange/csaf_folder.html", given)


@require_safe
def csaf_file(request: HttpRequest, circle: str, name: str) -> HttpResponse:
    """One of the files by which a provider is read: metadata, feed, index, changes."""
    if name not in FILES:
        raise NotVisible
    one, listed = queries.providing(circle)
    kind, write = FILES[name]
    return _public(request, write(one, listed), kind, one.changed)


@require_safe
def csaf_document(request: HttpRequest, circle: str, year: str, name: str, ending: str = "") -> HttpResponse:
    """An advisory, its signature, or a hash of it (requirements 18 and 19)."""
    found = queries.document(circle, year, name)
    match ending:
        case "":
            octets, kind = found.octets, JSON
        case provider.SIGNATURE:
            octets, kind = found.signature.encode(), "application/pgp-signature"
        case _:
            octets, kind = provider.hash_file(found.octets, ending, name), TEXT
    return _public(request, octets, kind, found.changed)


def _public(request: HttpRequest, octets: bytes, kind: str, changed: datetime) -> HttpResponse:
    """The same for everybody, to be kept a moment by whoever stands between."""
    mark = f'"{hashlib.sha256(octets).hexdigest()[:32]}"'
    headers = {
        "ETag": mark,
        "Cache-Control": f"public, max-age={A_MOMENT}",
        "Vary": "Accept-Encoding",
        "Last-Modified": f"{changed:%a, %d %b %Y %H:%M:%S} GMT",
    }
    response = HttpResponse(octets, content_type=kind, headers=headers)
    # By the mark alone: within the same second two documents are different, and have the same moment.
    return get_conditional_response(request, etag=mark, response=response) or response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def advisories(request: PageRequest, circle: str) -> HttpResponse:
    """Whether a circle publishes advisories, for who steers."""
    place = circles.circle_for(request.actor, circle)
    enforce(circles.why_not_steer(request.actor, place.id))
    found = queries.provider_of(place.id)
    initial = {"kind": found.kind, "namespace": found.namespace, "contact": found.contact} if found else None
    form = ProviderForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(
        form, lambda: commands.open_provider(actor=request.actor, circle=place.id, **form.cleaned_data)
    ):
        say(request, _("The circle publishes advisories."))
        return redirect("advisories", place.slug)
    given = {
        "place": place,
        "form": form,
        "provider": found,
        "one": queries.providing(place.slug)[0] if found else None,
        "impossible": why_not_publish_here(widest=place.widest_label, is_open=True),
    }
    return render(request, "exchange/advisories.html", given, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def close_provider(request: PageRequest, circle: str) -> HttpResponse:
    """It publishes no longer."""
    place = circles.circle_for(request.actor, circle)
    commands.close_provider(actor=request.actor, circle=place.id)
    say(request, _("The circle publishes no advisories any more."))
    return redirect("advisories", place.slug)


@require_POST
@signed_in
def publish_advisory(request: PageRequest, item: UUID) -> HttpResponse:
    """Have it published in CSAF."""
    commands.publish_advisory(actor=request.actor, item=item)
    say(request, _("It is published. Everybody finds it within a minute."))
    return redirect(f"{reverse('take_along')}?item={item}")


@require_POST
@signed_in
def unpublish_advisory(request: PageRequest, item: UUID) -> HttpResponse:
    """Leave in its place that it was taken back."""
    sharing.unpublish_item(actor=request.actor, item=item)
    say(request, _("It is taken back. Who fetched it before finds that it was."))
    return redirect(f"{reverse('take_along')}?item={item}")
