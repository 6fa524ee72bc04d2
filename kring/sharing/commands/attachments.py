"""Files beside an item or a reply."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kring.files import commands as files
from kring.files import queries as stored_files
from kring.kernel.actor import Actor
from kring.kernel.binding import known_person
from kring.kernel.errors import NotVisible, Refused, enforce
from kring.kernel.record import record
from kring.sharing import access, rules
from kring.sharing.commands.holding import drop
from kring.sharing.commands.items import where
from kring.sharing.facts import AttachmentAdded, AttachmentRemoved
from kring.sharing.models import Attachment, Item
from kring.tlp.audience import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it comes in."""

    content: Iterable[bytes]
    name: str
    is_sample: bool = False
    """Malware to be looked at: it is kept as a password-protected archive, whatever it looks like."""


def add_attachment(*, actor: Actor, upload: Upload, item: UUID | None = None, reply: UUID | None = None) -> Attachment:
    """Put a file with an item of one's own, or with a reply one wrote. What could run is wrapped.

    Its text is not read here: that takes a while, and `read_attachment` does it.

    Refused: not_the_source, not_your_reply, withdrawn, too_many_files, file_too_large, file_empty.
    Records: AttachmentAdded.
    """
    person = known_person(actor)
    about, holder = _holder(actor, item=item, reply=reply)
    enforce(rules.why_not_attach(State(about.state), Attachment.objects.filter(**holder).count()))
    kept = files.keep_file(content=upload.content, name=upload.name, is_sample=upload.is_sample)
    attachment = Attachment.objects.create(
        **holder, stored_id=kept.file.sha256, name=kept.name, danger=kept.danger or ""
    )
    record(AttachmentAdded(**_place(about), attachment=attachment.pk, person=person), by=actor)
    return attachment


def read_attachment(*, actor: Actor, attachment: UUID) -> None:
    """Read the text of a file that this actor added, for search and for the check on personal data.

    Read already, it is left as it is.
    """
    found = access.readable_attachment(actor, attachment)
    if found.outcome:
        return
    extracted = stored_files.extract_text(found.stored_id)
    found.text, found.outcome = extracted.text.replace("\x00", ""), extracted.outcome
    found.save(update_fields=["text", "outcome"])


def remove_attachment(*, actor: Actor, attachment: UUID) -> None:
    """Take a file away again. Its bytes go when nothing else holds them.

    Refused: not_the_source, not_your_reply, withdrawn.
    Records: AttachmentRemoved.
    """
    found = access.readable_attachment(actor, attachment)
    about, _ = _holder(actor, item=found.item_id, reply=found.reply_id)
    if about.state == State.WITHDRAWN:
        raise Refused(rules.IS_WITHDRAWN)
    drop(Attachment.objects.filter(pk=found.pk))
    record(AttachmentRemoved(**_place(about), attachment=attachment), by=actor)


def _holder(actor: Actor, *, item: UUID | None, reply: UUID | None) -> tuple[Item, dict[str, Any]]:
    """The item it is about, and what holds the file: that item, locked, or a reply to it."""
    if item is not None:
        return access.own_item(actor, item), {"item_id": item}
    if reply is not None:
        found = access.own_reply(actor, reply)
        return access.readable_item(actor, found.item_id), {"reply_id": reply}
    raise NotVisible


def _place(item: Item) -> dict[str, Any]:
    """Where it happened. A draft is its author's alone, and so is what happens to it."""
    return where(item) if item.state else {"circle": item.circle_id, "item": item.pk, "kept_from_chair": True}
