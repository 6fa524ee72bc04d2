"""Breach cases. Their ids and dates say no more than a day: nothing here tells when somebody sat down to report."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from kring.conduct.rules import CASE_OUTCOMES, CASE_STATES, CaseState


class Case(models.Model):
    """A suspicion, and what becomes of it. Seen by who looks into it (`kring.handlers`), and by who reported it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    accused = models.ForeignKey("circles.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    """The organisation it is about, as far as that is known."""
    handler = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    """Whom the reporter chose to look into it, where everybody who steers belongs to that organisation."""
    item = models.ForeignKey("sharing.Item", models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.TextField()
    state = models.CharField(max_length=12, choices=CASE_STATES, default=CaseState.REPORTED)
    reporter = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    """None: who reported it wished to stay unknown."""
    return_key = models.UUIDField(null=True, blank=True, unique=True)
    """What the code of an unknown reporter opens; the code itself is kept nowhere."""
    reported_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=CASE_OUTCOMES, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    told = models.ForeignKey("sharing.Item", models.SET_NULL, null=True, blank=True, related_name="+")
    """What the circle was told."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reporter__isnull=True) | Q(return_key__isnull=True), name="case_known_or_unknown"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(state__in=["concluded", "dismissed"]), name="case_closed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Note(models.Model):
    """Something written in a case. Questions and answers are between who handles it and who reported it; the rest is theirs."""

    class Kind(models.TextChoices):
        NOTE = "note"
        QUESTION = "question"
        ANSWER = "answer"
        FINDING = "finding"

    id = models.BigAutoField(primary_key=True)
    """In the order in which they were written; when, nobody needs to know."""
    case = models.ForeignKey(Case, models.CASCADE, related_name="note")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    """Who handles it; None for who reported it."""
    written_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.kind


class Hearing(models.Model):
    """An organisation is asked for its side. Seen by it and by who handles the case; it says nothing of who reported it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    case = models.OneToOneField(Case, models.CASCADE, related_name="hearing")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    asked = models.TextField()
    asked_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)
