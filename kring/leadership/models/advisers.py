"""Who looks along with a circle from outside, and all that they see of it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.leadership import rules


class Advisership(models.Model):
    """An adviser of an authority looks along with a circle, for a term. Seen by its community and by the adviser."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    community = models.UUIDField()
    authority = models.CharField(max_length=rules.LONGEST_AUTHORITY)
    until = models.DateField()
    """The last day of the term."""
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    """Until when the link can be taken."""
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    """Who took the link; None while nobody did."""
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person=None, taken_at=None) | Q(person__isnull=False, taken_at__isnull=False),
                name="advisership_taken_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(ended_at=None), name="advisership_once_a_circle"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="advisership_person", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.authority} with {self.circle_id}"


class Glance(models.Model):
    """All that an adviser sees of a circle, worked out by who steers it: figures, and words that they chose for it.

    The circle reads the very same row.
    """

    circle = models.OneToOneField("circles.Circle", models.PROTECT, primary_key=True, related_name="+")
    phase = models.CharField(max_length=8, default=rules.Phase.EXPLORE)
    next_step = models.CharField(max_length=rules.LONGEST_STEP, blank=True)
    topics = ArrayField(models.CharField(max_length=rules.LONGEST_TOPIC), default=list)
    members = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    planned = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    promised = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    quarter = models.CharField(max_length=7, blank=True)
    trust = models.FloatField(null=True)
    energy = models.FloatField(null=True)
    falling = models.BooleanField()
    next_meeting = models.DateTimeField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.circle_id)
