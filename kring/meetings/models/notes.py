"""Notes: one text per point of the agenda, with several writers."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.meetings.models.agenda import AgendaItem


class Note(models.Model):
    """What is written at a point. Its label is the point's: seen by those of the invited who see the point.

    Written by who steers, who presents it, and whom they gave a pen.
    """

    item = models.OneToOneField(AgendaItem, models.CASCADE, primary_key=True, related_name="note")
    state = models.BinaryField()
    """Of the CRDT: see `rules.shared_text`."""
    text = models.TextField(blank=True)
    """The same, to be read."""
    changed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.pk)


class NoteUpdate(models.Model):
    """What one writer did, for the open pages of the others; kept for minutes. The note has it too."""

    id = models.UUIDField(primary_key=True, default=new_id)
    note = models.ForeignKey(Note, models.CASCADE, related_name="updates")
    content = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["note", "at"], name="noteupdate_note")]

    def __str__(self) -> str:
        return str(self.pk)
