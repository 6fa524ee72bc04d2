"""What a circle publishes in CSAF, as the world finds it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from kring.exchange.csaf import Publisher, Revision, file_name
from kring.exchange.csaf.provider import METADATA, Listed, Providing
from kring.exchange.models import Advisory, Provider
from kring.exchange.rules import PublisherKind
from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible
from kring.notices import commands as notices
from kring.sharing import queries as sharing
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class ProviderSeen:
    """A circle that publishes."""

    circle: UUID
    slug: str
    kind: PublisherKind
    namespace: str
    contact: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Publishing:
    """An item that is published, or can be."""

    item: UUID
    address: str
    """Of the advisory; nothing as long as there is none."""
    is_published: bool
    may_change: bool
    """This reader is its source."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of an advisory, whether anybody may read it still or not."""

    circle: UUID
    called: str
    released: datetime
    revisions: tuple[Revision, ...]
    language: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Document:
    """An advisory as it is fetched."""

    name: str
    octets: bytes
    signature: str
    changed: datetime


def providers() -> list[ProviderSeen]:
    """Who publishes here, the oldest first: that one has the address that everybody knows."""
    return [_seen(row) for row in _open().order_by("opened_at", "circle_id")]


def provider_addresses() -> list[str]:
    """Where the metadata of each provider is: the address that everybody knows comes first (requirement 8)."""
    return [_metadata_at(one.slug, first=number == 0) for number, one in enumerate(providers())]


def _metadata_at(slug: str, *, first: bool) -> str:
    return f"{settings.KRING_BASE_URL}/.well-known/csaf/{METADATA}" if first else folder_of(slug) + METADATA


def provider_of(circle: UUID) -> ProviderSeen | None:
    """Whether a circle publishes."""
    row = _open().filter(circle_id=circle).first()
    return _seen(row) if row else None


def providing(slug: str) -> tuple[Providing, list[Listed]]:
    """A provider by the name of its circle, and what it has published. Raises `NotVisible`, whatever the reason."""
    row = _open().filter(circle__slug=slug).first()
    if row is None:
        raise NotVisible
    rows = Advisory.objects.filter(circle_id=row.circle_id, published=True)
    listed = [
        Listed(one.called, one.title, one.language, one.released_at, one.changed_at)
        for one in rows.only("called", "title", "language", "released_at", "changed_at", "circle_id")
    ]
    folder = folder_of(slug)
    providing = Providing(
        publisher=publisher_of(row),
        folder=folder,
        canonical=_metadata_at(slug, first=providers()[0].slug == slug),
        key=settings.KRING_BASE_URL + reverse("instance_key"),
        fingerprint=notices.office().seal.fingerprint,
        changed=max([row.changed_at, *(one.changed for one in listed)]),
    )
    return providing, listed


def document(slug: str, year: str, name: str) -> Document:
    """One advisory by the name of its file. Raises `NotVisible`."""
    rows = Advisory.objects.filter(circle__in=_open().filter(circle__slug=slug).values("circle"), published=True)
    of_the_year = rows.filter(released_at__year=int(year)).values_list("pk", "called")
    for key, called in of_the_year:
        if file_name(called) == name:
            found = rows.get(pk=key)
            return Document(name, bytes(found.document), found.signature, found.changed_at)
    raise NotVisible


def advisory_octets(item: UUID) -> bytes:
    """What is published of an item now; nothing when nobody may read it."""
    row = Advisory.objects.filter(item_id=item, published=True).first()
    return bytes(row.document) if row else b""


def publishing_of(actor: Actor, item: UUID) -> Publishing | None:
    """How an item stands to the world. None: its circle publishes nothing, or it is not CLEAR. Raises `NotVisible`."""
    found = sharing.detail(actor, item)
    provider = provider_of(found.circle_id) if found.row.label is Label.CLEAR and not found.row.withdrawn else None
    if provider is None:
        return None
    row = Advisory.objects.filter(item_id=item, published=True, is_withdrawn=False).first()
    address = address_of(provider.slug, row.called, row.released_at) if row else ""
    return Publishing(item, address, is_published=found.published, may_change=found.is_source)


def issued(item: UUID) -> Issued | None:
    """What was published of an item, as far as it is no secret from anybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT circle_id, called, released_at, revisions::text, language, is_withdrawn FROM kring.issued(%s)",
            [item],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    circle, called, released, revisions, language, is_withdrawn = row
    steps = tuple(Revision(**step) for step in json.loads(revisions))
    return Issued(circle, called, released.astimezone(UTC), steps, language, is_withdrawn)


def publisher_of(row: Provider) -> Publisher:
    """Who it is in what is published."""
    return Publisher(name=row.circle.name, namespace=row.namespace, category=row.kind, contact=row.contact)


def folder_of(slug: str) -> str:
    """Where a provider's files are."""
    return settings.KRING_BASE_URL + reverse("csaf_folder", args=[slug])


def address_of(slug: str, called: str, released: datetime) -> str:
    """Where one advisory is."""
    return folder_of(slug) + Listed(called, "", "", released, released).path


def _open() -> QuerySet[Provider]:
    """Of circles that share with everybody: one that narrowed what it shares publishes no more."""
    return Provider.objects.filter(
        closed_at__isnull=True, circle__widest_label=Label.CLEAR, circle__closed_at__isnull=True
    ).select_related("circle")


def _seen(row: Provider) -> ProviderSeen:
    return ProviderSeen(
        row.circle_id, row.circle.slug, PublisherKind(row.kind), row.namespace, row.contact, row.changed_at
    )
