"""Surveys of a circle that nobody can tie to a person: what is asked, who answered, and what was said.

Who answered and what was said lie apart, and only the librarian writes them. An answer is no row: it is added to numbers.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked


class Survey(Locked):
    """Everybody who sits in a circle is asked the same, once a quarter. Seen by the circle."""

    class Kind(models.TextChoices):
        PULSE = "pulse", _("Pulse")
        BARRIERS = "barriers", _("What keeps us from sharing")

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=8, choices=Kind)
    quarter = models.CharField(max_length=7)
    """As `rules.quarter_of` writes it: 2026-Q4."""
    started_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    repeats = models.BooleanField(default=False)
    """Asked anew by itself in the next quarter."""

    class Meta:
        constraints: ClassVar = [
            *Locked.lock_constraints("health_survey"),
            models.UniqueConstraint(fields=["circle", "kind", "quarter"], name="survey_once_a_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quarter}"


class Answered(models.Model):
    """Somebody answered, and does not answer twice. Gone when the survey is closed."""

    pk = models.CompositePrimaryKey("survey_id", "person_id")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.survey_id)


class Tally(models.Model):
    """What all said together. Read through `kring.survey_results` alone."""

    survey = models.OneToOneField(Survey, models.CASCADE, primary_key=True, related_name="tally")
    answered = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    """How often each answer was given: {"trust.4": 3}."""
    remarks = ArrayField(models.CharField(max_length=500), default=list)
    """In an order that is drawn anew with each."""

    def __str__(self) -> str:
        return str(self.survey_id)
