"""Files beside items and replies."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kring.files import queries as files
from kring.files.rules import SAFE_INLINE
from kring.kernel.actor import Actor
from kring.sharing import access
from kring.sharing.models import Attachment
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file beside an item or a reply."""

    id: UUID
    name: str
    size: int
    media_type: str
    danger: str
    """Why it was wrapped, as in `kring.files.rules.DANGERS`; empty: it was not."""

    @property
    def wrapped(self) -> bool:
        """Is it kept as a password-protected archive?"""
        return bool(self.danger)

    @property
    def can_be_shown(self) -> bool:
        """May a browser show it by itself?"""
        return self.media_type in SAFE_INLINE


def attachment(actor: Actor, which: UUID) -> AttachmentView:
    """One file that this actor may have. Raises `NotVisible`."""
    found = access.readable_attachment(actor, which)
    stored = found.stored
    return AttachmentView(found.pk, found.name, stored.size, stored.media_type, found.danger)


def attachments(holders: Collection[UUID]) -> dict[UUID, list[AttachmentView]]:
    """The files beside these items and replies, by either, as far as the bound actor may have them."""
    found: dict[UUID, list[AttachmentView]] = {}
    rows = Attachment.objects.filter(Q(item__in=holders) | Q(reply__in=holders))
    said = ("item", "reply", "pk", "name", "stored__size", "stored__media_type", "danger")
    for item, reply, *file in rows.values_list(*said):
        found.setdefault(item or reply, []).append(AttachmentView(*file))
    return found


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """What a download needs."""

    stored: files.Stored
    name: str
    wrapped: bool
    label: Label


def attachment_file(actor: Actor, attachment: UUID) -> AttachmentFile:
    """The stored bytes behind an attachment this actor may have. Raises `NotVisible`."""
    found = access.readable_attachment(actor, attachment)
    holder = found.item or found.reply
    assert holder is not None
    return AttachmentFile(files.stored(found.stored_id), found.name, found.wrapped, Label(holder.label))
