"""Minutes: what is kept of a meeting, in versions; approved ones are never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.meetings.models.agenda import AgendaItem
from kring.meetings.models.invitees import Invitee
from kring.meetings.models.meetings import Meeting


class Minutes(models.Model):
    """A version of a meeting's minutes: read over by the invited, then approved by who steers, and from then on fixed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    """That of the meeting, for the lock."""
    version = models.PositiveSmallIntegerField(default=1)
    why = models.CharField(max_length=300, blank=True)
    """What is corrected in it; empty in the first."""
    shared_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(approved_at__isnull=True), name="minutes_one_in_review"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="minutes_approved_by_somebody",
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(why=""), name="minutes_corrected_for_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Section(models.Model):
    """What the minutes say of one point of the agenda. Seen by those who see the point."""

    id = models.UUIDField(primary_key=True, default=new_id)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="sections")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="sections")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["minutes", "item"], name="section_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Attendee(models.Model):
    """Who was there, as it was then. Seen by the circle and the invited."""

    id = models.UUIDField(primary_key=True, default=new_id)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="attendees")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=200, blank=True)
    attendance = models.CharField(max_length=7, choices=Invitee.Attendance)
    phone = models.CharField(max_length=32, blank=True)
    """Only what this person shows the circle; so is the address."""
    email = models.EmailField(blank=True)

    class Meta:
        ordering: ClassVar = ["organisation", "name"]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """What somebody who reads minutes over says of a section, or of one line of it. Seen with the section."""

    id = models.UUIDField(primary_key=True, default=new_id)
    section = models.ForeignKey(Section, models.CASCADE, related_name="remarks")
    line = models.PositiveSmallIntegerField(null=True, blank=True)
    """From 0; None: the section as a whole."""
    text = models.CharField(max_length=1000)
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return str(self.pk)
