"""Writing notes: every change is merged into what the others did, and kept before it is answered."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.meetings import access
from kring.meetings.models import Note, NoteUpdate, Room
from kring.meetings.rules import room as rules
from kring.meetings.rules import shared_text

KEPT = timedelta(minutes=5)
"""Updates are kept for open pages that hear of them; a page that was away longer asks for what it missed."""


@dataclass(frozen=True, slots=True)
class Written:
    """A note after a change."""

    item: UUID
    text: str
    missing: bytes
    """What the writer did not have yet, as an update."""


def write_note(*, actor: Actor, item: UUID, update: bytes, vector: bytes = b"") -> Written:
    """Merge what somebody typed. `vector` says how far their own page has come; empty: nowhere.

    Refused: room_closed, not_writing, not_an_update, text_too_long.
    """
    note = _to_write(actor, item)
    before = bytes(note.state)
    after = shared_text.merged(before, update)
    if after != before:
        note.state, note.text, note.changed_at = after, shared_text.text_of(after), now()
        note.save(update_fields=["state", "text", "changed_at"])
        NoteUpdate.objects.filter(note=note, at__lt=now() - KEPT).delete()
        NoteUpdate.objects.create(note=note, content=update, at=now())
    return Written(item, note.text, shared_text.missing(after, vector))


def retype_note(*, actor: Actor, item: UUID, read: bytes, text: str) -> Written:
    """The same for a page without scripts: the whole text comes back, with the state it was read at.

    Refused: room_closed, not_writing, not_an_update, text_too_long.
    """
    access.agenda_item(actor, item)  # what is wrong with a text is told to who may see the point
    update = shared_text.retyped(read, text.replace("\r\n", "\n"))
    return write_note(actor=actor, item=item, update=update)


def _to_write(actor: Actor, item: UUID) -> Note:
    point = access.agenda_item(actor, item)
    is_open = Room.objects.filter(meeting=point.meeting_id, closed_at__isnull=True).exists()
    enforce(rules.why_not_write(is_open=is_open, writes=access.writes_notes(point.pk)))
    Note.objects.get_or_create(item=point, defaults={"state": shared_text.EMPTY})
    return Note.objects.select_for_update().get(item=point)
