"""What goes into a plan: topics that are offered, who hosts when not, what a host sees to, templates of agendas."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked
from kring.meetings.models.meetings import Meeting


class Topic(Locked):
    """Something to meet about: a member offers it, with or without a speaker. Seen by the circle, planned by who steers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=200)
    speaker = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    """The speaker's."""
    bio = models.TextField(blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    """What the speaker asks: no recording, a projector, travel paid."""
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="topics")
    """Where it is planned; None is a candidate."""
    offered_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["circle", "offered_at"], name="topic_circle")]
        constraints: ClassVar = [*Locked.lock_constraints("meetings_topic")]

    def __str__(self) -> str:
        return str(self.pk)


class Rating(models.Model):
    """What somebody who was there thought of a topic. Seen by that person; everybody else gets counts."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="ratings")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "person"], name="rating_once"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} for {self.topic_id}"


class HostPause(models.Model):
    """An organisation does not host for a while. Seen by its circle; said by itself or by who steers."""

    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    membership = models.OneToOneField("circles.Membership", models.CASCADE, primary_key=True, related_name="+")
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.membership_id} until {self.until}"


class HostTick(models.Model):
    """Something that the host has seen to. Ticked by the host and by who steers."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ticks")
    task = models.CharField(max_length=12)
    """As `rules.CHECKLIST` names it."""
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "task"], name="host_tick_once")]

    def __str__(self) -> str:
        return self.task


class AgendaTemplate(models.Model):
    """The agenda with which a circle begins each meeting. Seen by the circle, kept by who steers. Nothing of RED is in it."""

    circle = models.OneToOneField("circles.Circle", models.CASCADE, primary_key=True, related_name="+")
    items = models.JSONField(default=list)
    """Each {"title", "kind", "minutes", "label"}."""
    saved_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.pk)
