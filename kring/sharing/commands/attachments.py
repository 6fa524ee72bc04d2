"""Files beside an item or a reply."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record
from kring.sharing import access, rules
from kring.sharing.commands.items import where
from kring.sharing.facts import AttachmentAdded, AttachmentRemoved
from kring.sharing.models import Attachment, Item
from kring.tlp.audience import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Bytes that are stored already, under the name they came with."""

    sha256: str
    name: str
    wrapped: bool = False
    """Kept as a password-protected archive, because they could run."""
    text: str = ""
    """What can be read in them, for search; empty when that is still to be found out."""


def add_attachment(
    *, actor: Actor, enclosure: Enclosure, item: UUID | None = None, reply: UUID | None = None
) -> Attachment:
    """Put a file with an item of one's own, or with a reply one wrote.

    Refused: not_the_source, not_your_reply, withdrawn, too_many_files.
    Records: AttachmentAdded.
    """
    about, holder = _holder(actor, item=item, reply=reply)
    enforce(rules.why_not_attach(State(about.state), Attachment.objects.filter(**holder).count()))
    attachment = Attachment.objects.create(
        **holder,
        stored_id=enclosure.sha256,
        name=rules.file_name(enclosure.name),
        wrapped=enclosure.wrapped,
        text=enclosure.text,
    )
    record(AttachmentAdded(**_place(about), attachment=attachment.pk), by=actor)
    return attachment


def remove_attachment(*, actor: Actor, attachment: UUID) -> None:
    """Take a file away again. Its bytes go when nothing else holds them.

    Refused: not_the_source, not_your_reply, withdrawn.
    Records: AttachmentRemoved.
    """
    found = access.readable_attachment(actor, attachment)
    about, _ = _holder(actor, item=found.item_id, reply=found.reply_id)
    if about.state == State.WITHDRAWN:
        raise Refused(rules.IS_WITHDRAWN)
    found.delete()
    record(AttachmentRemoved(**_place(about), attachment=attachment), by=actor)


def _holder(actor: Actor, *, item: UUID | None, reply: UUID | None) -> tuple[Item, dict[str, object]]:
    """The item it is about, locked, and what holds the file: that item, or a reply to it."""
    if item is not None:
        return access.own_item(actor, item), {"item_id": item}
    if reply is not None:
        found = access.own_reply(actor, reply)
        return access.readable_item(actor, found.item_id), {"reply_id": reply}
    raise NotVisible


def _place(item: Item) -> dict[str, Any]:
    """Where it happened. A draft is its author's alone, and so is what happens to it."""
    return where(item) if item.state else {"circle": item.circle_id, "item": item.pk, "kept_from_chair": True}
