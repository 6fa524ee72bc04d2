"""What a circle wants to know about, who teaches whom, and whose doors are open."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked


class Subject(models.Model):
    """A topic that a circle wants somebody to know about. Seen by the circle, kept by who steers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["topic"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "topic"], name="subject_once")]

    def __str__(self) -> str:
        return self.topic


class Wish(models.Model):
    """Somebody offers to teach a topic, or would like to learn it. Seen by the circle."""

    class Side(models.TextChoices):
        TEACHES = "teaches", _("teaches")
        LEARNS = "learns", _("wants to learn")

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    side = models.CharField(max_length=7, choices=Side)

    class Meta:
        ordering: ClassVar = ["topic", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "person", "topic"], name="wish_once")]

    def __str__(self) -> str:
        return f"{self.side} {self.topic}"


class Pair(models.Model):
    """One teaches another: proposed by one, agreed by the other. Seen by these two."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    mentor = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    learner = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "topic", "mentor", "learner"], name="pair_once"),
            models.CheckConstraint(condition=~Q(mentor=F("learner")), name="pair_of_two"),
            models.CheckConstraint(
                condition=Q(proposed_by=F("mentor")) | Q(proposed_by=F("learner")), name="pair_proposed_by_one_of_them"
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class Visit(Locked):
    """An organisation opens its doors to the circle. Seen by the circle."""

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=120)
    """What one sees there."""
    about = models.TextField(max_length=2000, blank=True)
    place = models.CharField(max_length=200)
    at = models.DateTimeField()
    places = models.PositiveSmallIntegerField()
    """How many can come."""

    class Meta:
        ordering: ClassVar = ["at"]
        indexes: ClassVar = [models.Index(fields=["circle", "at"], name="visit_circle")]
        constraints: ClassVar = [
            *Locked.lock_constraints("health_visit"),
            models.CheckConstraint(condition=Q(places__gte=1), name="visit_has_places"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Visitor(models.Model):
    """Somebody who comes along. Seen where the visit is."""

    pk = models.CompositePrimaryKey("visit_id", "person_id")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="visitors")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.visit_id)
