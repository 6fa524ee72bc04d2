"""A web feed as it is now, for the actor that is bound."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kring.feeds.wires.atom import Entry, Feed, Gone
from kring.kernel.actor import Actor
from kring.profiles.templatetags.matters import matters
from kring.sharing import queries as sharing
from kring.sharing.queries import ItemRow, Wording
from kring.web.markup import render

MOST = 50
"""Entries in a feed."""


def atom(actor: Actor, *, feed: UUID, name: str, address: str, made_at: datetime) -> Feed:
    """The newest items this actor reads; what was withdrawn is a tombstone, so that readers take their copy away."""
    rows = sharing.new_items(actor, most=MOST)
    words = sharing.wordings([row.id for row in rows])
    return Feed(
        id=feed,
        title=name,
        subtitle=_("What reaches you in Kring. Only you may have this address."),
        address=address,
        home=str(settings.KRING_BASE_URL) + "/",
        updated=max((word.updated_at for word in words.values()), default=made_at),
        entries=[_entry(row, words[row.id]) for row in rows],
    )


def _entry(row: ItemRow, words: Wording) -> Entry | Gone:
    if row.withdrawn:
        return Gone(row.id, words.updated_at, _("Its source took it back."))
    return Entry(
        id=row.id,
        title=row.title,
        link=str(settings.KRING_BASE_URL) + reverse("item", args=[row.id]),
        published=row.at,
        updated=words.updated_at,
        author=_source(row),
        label=row.label.marking,
        kind=row.kind,
        tags=row.tags,
        html=_html(row, words),
    )


def _source(row: ItemRow) -> str:
    if row.source.via_secretariat:
        return _("via the secretariat")
    return ", ".join(part for part in (row.source.name, row.source.organisation) if part)


def _html(row: ItemRow, words: Wording) -> SafeString:
    """The label first and last, as on paper: a feed reader shows nothing of it by itself. Why it matters, as mail says it."""
    parts = [format_html("<p><strong>{}</strong> · {}</p>", row.label.marking, row.circle)]
    if row.matters:
        parts.append(format_html("<p><strong>{}</strong></p>", matters(row.matters)))
    parts.append(render(words.what))
    for heading, text in ((_("So what"), words.so_what), (_("Do what"), words.do_what)):
        if text:
            parts.append(format_html("<h3>{}</h3>{}", heading, render(text)))
    parts.append(format_html("<p>{} <strong>{}</strong></p>", words.permitted_use, row.label.marking))
    return SafeString("".join(parts))
