"""Rounds: a circle asks each of its members what there is to tell."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked


class Round(Locked):
    """Who steers asks every member to share what it has, or to say that there is nothing. Seen by the circle."""

    id = models.UUIDField(primary_key=True, default=new_id)
    question = models.CharField(max_length=500, blank=True)
    """What is asked in particular; empty: anything."""
    started_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["circle", "-started_at"], name="round_circle")]
        constraints: ClassVar = [
            *Locked.lock_constraints("sharing_round"),
            models.UniqueConstraint(fields=["circle"], condition=Q(closed_at__isnull=True), name="round_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RoundAnswer(models.Model):
    """What a member said in a round. Seen by that member and by who steers the circle; everybody gets the count."""

    class Kind(models.TextChoices):
        NOTHING = "nothing", _("Nothing to report")
        SHARED = "shared", _("Shared something")

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.CASCADE, related_name="answers")
    membership = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "membership"], name="round_answer_once"),
        ]

    def __str__(self) -> str:
        return self.kind
