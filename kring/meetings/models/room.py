"""The room: a meeting while it goes on. Who may write, what runs, who speaks."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.meetings.models.agenda import AgendaItem
from kring.meetings.models.invitees import Invitee
from kring.meetings.models.meetings import Meeting


class Room(models.Model):
    """A meeting that was opened. Seen by the invited, changed by who steers. Once closed, nobody writes notes any more."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="room")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    """That of the meeting, for the lock."""
    code = models.CharField(max_length=6)
    """What one types to tick in."""
    pens = ArrayField(models.UUIDField(), default=list, blank=True)
    """The people who write notes beside who steers and who presents."""
    everybody_writes = models.BooleanField(default=False)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=Q(closed_at__isnull=True), name="room_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Spell(models.Model):
    """A time in which a point of the agenda was spoken of. Seen with the point."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="spells")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item"], condition=Q(ended_at__isnull=True), name="spell_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="spell_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Turn(models.Model):
    """Somebody's turn in the speaking round that goes on. A new round takes the place of the last."""

    id = models.UUIDField(primary_key=True, default=new_id)
    invitee = models.OneToOneField(Invitee, models.CASCADE, related_name="turn")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="turns")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [models.Index(fields=["meeting", "position"], name="turn_meeting")]

    def __str__(self) -> str:
        return str(self.pk)
