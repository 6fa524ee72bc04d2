"""Polls: the source asks every organisation that has an item how it stands."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.sharing.models.items import Item


class Poll(models.Model):
    """A question to all who have an item, asked by its source or by who steers the circle. Seen with the item."""

    class Kind(models.TextChoices):
        PATCHED = "patched", _("Have you patched?")
        AFFECTED = "affected", _("Are you affected?")
        FREE = "free", _("Another question")

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="polls")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    """Who asks; nobody when the source shared via the secretariat."""
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PATCHED)
    question = models.CharField(max_length=500, blank=True)
    """In words of one's own; empty: as the kind says."""
    named = models.BooleanField(default=False)
    """All who have the item see what each organisation answers. Said before anybody answers, and not changed after."""
    asked_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item"], condition=Q(closed_at__isnull=True), name="poll_one_at_a_time"),
            models.CheckConstraint(condition=~Q(kind="free", question=""), name="poll_asks_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["item", "-asked_at"], name="poll_item")]

    def __str__(self) -> str:
        return str(self.pk)


class PollAnswer(models.Model):
    """What an organisation answered. Seen by its people who have the item, by who asks, and by all where that was said."""

    class Kind(models.TextChoices):
        YES = "yes", _("Yes")
        IN_PROGRESS = "in_progress", _("In progress")
        PLANNED = "planned", _("Planned")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")
        NO = "no", _("No")

    id = models.UUIDField(primary_key=True, default=new_id)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="answers")
    membership = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    planned_for = models.DateField(null=True, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "membership"], name="poll_answer_once"),
            models.CheckConstraint(
                condition=Q(planned_for__isnull=True) | Q(kind="planned"), name="poll_answer_day_when_planned"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
