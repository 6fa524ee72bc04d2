"""Agendas: what a meeting is about, point by point, each with its own label."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kring.kernel.clock import now
from kring.kernel.ids import new_id
from kring.kernel.lock import Locked
from kring.meetings.models.meetings import Meeting


class AgendaItem(Locked):
    """A point on the agenda. Seen by those whom its own label allows, where its meeting is seen too.

    Its RED names author, presenter and who steers; those present come with them when it is opened.
    """

    class Kind(models.TextChoices):
        INFORM = "inform", _("To inform")
        DISCUSS = "discuss", _("To discuss")
        DECIDE = "decide", _("To decide")

    class Outcome(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        CARRIED = "carried", _("Carried over")

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.INFORM)
    minutes = models.PositiveSmallIntegerField(default=10)
    presenter = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    presenter_name = models.CharField(max_length=120, blank=True)
    """Who presents it, for somebody without an account."""
    explanation = models.TextField(blank=True)
    looks_back = models.BooleanField(default=False)
    """Under it stands by itself what is late, and how the last meeting was found."""
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="carried_to")
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.OPEN)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        indexes: ClassVar = [models.Index(fields=["meeting", "position"], name="agenda_meeting")]
        constraints: ClassVar = [
            *Locked.lock_constraints("meetings_agendaitem"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 600)), name="agenda_minutes"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
