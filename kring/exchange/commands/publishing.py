"""Being a provider of advisories in CSAF: a circle's own folder for the world, and what stands in it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kring.circles import queries as circles
from kring.exchange import csaf, finding, queries, rules
from kring.exchange.csaf import Issue, Note
from kring.exchange.facts import ProviderClosed, ProviderOpened
from kring.exchange.models import Provider
from kring.exchange.rules import PublisherKind
from kring.kernel.actor import VISITOR, Actor
from kring.kernel.binding import acting_as
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, enforce
from kring.kernel.record import record
from kring.notices import commands as notices
from kring.sharing import commands as sharing
from kring.sharing import queries as items
from kring.sharing.queries import Told


@transaction.atomic
def open_provider(*, actor: Actor, circle: UUID, kind: PublisherKind, namespace: str, contact: str) -> None:
    """Have a circle publish advisories, or say otherwise who it is: what is published from then on says so.

    Refused: not_steering, not_clear_here. Records: ProviderOpened.
    """
    place = circles.circle_for(actor, circle)
    enforce(circles.why_not_steer(actor, circle))
    enforce(rules.why_not_publish_here(widest=place.widest_label, is_open=True))
    said = {"kind": kind, "namespace": namespace, "contact": contact.strip(), "changed_at": now(), "closed_at": None}
    Provider.objects.update_or_create(circle_id=place.id, defaults=said)
    record(ProviderOpened(circle=place.id), by=actor)


@transaction.atomic
def close_provider(*, actor: Actor, circle: UUID) -> None:
    """Nothing of a circle is there for the world from now on. What was published can come back with the provider.

    Refused: not_steering. Records: ProviderClosed.
    """
    enforce(circles.why_not_steer(actor, circle))
    if Provider.objects.filter(circle_id=circle, closed_at__isnull=True).update(closed_at=now(), changed_at=now()):
        record(ProviderClosed(circle=circle), by=actor)


@transaction.atomic
def publish_advisory(*, actor: Actor, item: UUID) -> None:
    """Have what is TLP:CLEAR published in CSAF, signed, for everybody.

    Refused: not_clear_here, no_provider, not_the_source, withdrawn, not_shared, not_clear. Raises `NotVisible`.
    Records: ItemPublished.
    """
    place = circles.circle_for(actor, items.detail(actor, item).circle_id)
    is_open = queries.provider_of(place.id) is not None
    enforce(rules.why_not_publish_here(widest=place.widest_label, is_open=is_open))
    sharing.publish_item(actor=actor, item=item)


def write_advisory(*, item: UUID) -> bool:
    """Have the advisory of an item say what the item says now. Gives whether that made another revision.

    There is no actor: it follows from what somebody did, and says what any visitor may read. Of what is for visitors no
    longer stays that it was taken back.
    """
    with acting_as(VISITOR) as actor:
        told = _told(actor, item)
        issued = queries.issued(item)
        if told is not None:
            return _issue(told, issued)
        return issued is not None and not issued.is_withdrawn and _retract(item, issued)


def _told(actor: Actor, item: UUID) -> Told | None:
    try:
        told = items.told(actor, item)
    except NotVisible:
        return None
    return told if told and told.published and not told.is_withdrawn else None


def _issue(told: Told, issued: queries.Issued | None) -> bool:
    provider = Provider.objects.select_for_update().filter(circle__slug=told.slug, closed_at__isnull=True).first()
    if provider is None:
        return False
    if issued is None:
        provider.numbered += 1
        provider.save(update_fields=["numbered"])
    called = issued.called if issued else f"{told.slug}-{now():%Y}-{provider.numbered:04}"
    released = issued.released if issued else now()
    with translation.override(told.language):
        summary, notes = _("Changed") if issued else _("Published"), _notes(told)
    before = issued.revisions if issued else ()
    issue = Issue(
        id=called,
        title=told.title,
        language=told.language,
        publisher=queries.publisher_of(provider),
        address=queries.address_of(told.slug, called, released),
        notes=notes,
        cves=[one.value for one in finding.find(_text(notes)).values if one.kind == "cve"],
        revisions=csaf.following(before, now(), summary),
    )
    if before and csaf.write(replace(issue, revisions=before)) == queries.advisory_octets(told.id):
        return False
    return _call(
        "SELECT kring.issue(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (told.id, told.version, called, *_kept(issue), told.language, told.title, *_signed(issue)),
    )


def _notes(told: Told) -> list[Note]:
    parts = [("summary", _("What"), told.what), ("details", _("So what"), told.so_what)]
    parts += [("general", _("Do what"), told.do_what), ("legal_disclaimer", _("Use"), told.permitted_use)]
    return [Note(category, title, text) for category, title, text in parts if text.strip()]


def _text(notes: Sequence[Note]) -> str:
    return "\n\n".join(note.text for note in notes)


def _retract(item: UUID, issued: queries.Issued) -> bool:
    provider = Provider.objects.select_related("circle").get(circle_id=issued.circle)
    with translation.override(issued.language):
        title, text = _("Withdrawn"), _("The publisher has withdrawn this advisory. Do not use it any more.")
    issue = Issue(
        id=issued.called,
        title=title,
        language=issued.language,
        publisher=queries.publisher_of(provider),
        address=queries.address_of(provider.circle.slug, issued.called, issued.released),
        notes=[Note("summary", title, text)],
        revisions=csaf.following(issued.revisions, now(), title),
    )
    return _call("SELECT kring.retract(%s, %s, %s, %s, %s, %s)", (item, *_kept(issue), title, *_signed(issue)))


def _signed(issue: Issue) -> tuple[bytes, str]:
    document = csaf.write(issue)
    return document, notices.office().seal.sign(document)


def _kept(issue: Issue) -> tuple[datetime, str]:
    """When its last revision was made, as it says itself, and all of them."""
    last = datetime.strptime(issue.revisions[-1].date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return last, json.dumps([asdict(revision) for revision in issue.revisions])


def _call(sql: str, values: tuple[UUID | int | str | bytes | datetime, ...]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (done,) = cursor.fetchone()
        return bool(done)
