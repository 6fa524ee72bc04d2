"""Meetings: when, where, about what, with which host."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.clock import now
from kring.kernel.ids import new_id
from kring.kernel.lock import Locked
from kring.meetings.models.series import Series


class Meeting(Locked):
    """A circle meets. Made and changed by who steers it, and never a draft: a plan is there to be seen."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("Regular meeting")
        EXTRA = "extra", _("Extra meeting")
        SOCIAL = "social", _("Social event")
        KICK_OFF = "kick_off", _("Kick-off")

    class Stage(models.TextChoices):
        PLANNED = "planned", _("Planned")
        INVITED = "invited", _("Invitations are out")
        RUNNING = "running", _("Going on")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id)
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="meetings")
    number = models.PositiveIntegerField(null=True, blank=True)
    """In its series, from 1."""
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.REGULAR)
    title = models.CharField(max_length=160)
    topic = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    """The zone of the place; times are shown in each reader's own."""
    place = models.CharField(max_length=200, blank=True)
    online = models.URLField(max_length=500, blank=True)
    host = models.ForeignKey("circles.Membership", models.PROTECT, null=True, related_name="+")
    within = models.CharField(max_length=200, blank=True)
    """The larger gathering that it is part of."""
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    """Rises with each change that calendars must hear of (RFC 5545 section 3.8.7.4)."""
    moved = models.PositiveIntegerField(default=0)
    """The `sequence` at which it last got another moment: what was answered before says nothing of it."""
    asked_again_at = models.DateTimeField(null=True, blank=True)
    """When those who had not answered the invitation were asked once more."""
    asked_again = models.PositiveSmallIntegerField(default=0)
    """How many they were."""
    planned_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["circle", "starts_at"], name="meeting_circle"),
            models.Index(fields=["series", "number"], name="meeting_series"),
        ]
        constraints: ClassVar = [
            *Locked.lock_constraints("meetings_meeting"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"),
            models.UniqueConstraint(fields=["series", "number"], name="meeting_number_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
