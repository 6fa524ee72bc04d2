"""Files beside items and replies."""

from dataclasses import dataclass
from uuid import UUID

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


def attachment_view(attachment: Attachment) -> AttachmentView:
    """A row with its stored file, as pages show it."""
    stored = attachment.stored
    return AttachmentView(attachment.pk, attachment.name, stored.size, stored.media_type, attachment.danger)


def attachment(actor: Actor, which: UUID) -> AttachmentView:
    """One file that this actor may have. Raises `NotVisible`."""
    return attachment_view(access.readable_attachment(actor, which))


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
