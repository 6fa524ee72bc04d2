"""What came of a meeting: decisions, agreements, actions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.meetings.models.agenda import AgendaItem


class Outcome(models.Model):
    """A row of the registers. Its label and audience are those of its point on the agenda: seen by those who see that."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision")
        AGREEMENT = "agreement", _("Agreement")
        ACTION = "action", _("Action")

    class Standing(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")
        IN_FORCE = "in_force", _("In force")
        KEPT = "kept", _("Kept")
        BROKEN = "broken", _("Broken")
        ENDED = "ended", _("Ended")

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="outcomes")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    """That of its meeting, for the lock."""
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.CharField(max_length=500)
    owner = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    """Who does it; for an agreement, who looks at it again."""
    owner_name = models.CharField(max_length=120, blank=True)
    """Whom the line named, when that was nobody invited."""
    parties = models.CharField(max_length=300, blank=True)
    """Between whom, for an agreement; empty: the circle."""
    since = models.DateField()
    due = models.DateField(null=True, blank=True)
    """By when it is done; for an agreement, when it is looked at again."""
    standing = models.CharField(max_length=8, choices=Standing)
    changed_at = models.DateTimeField(db_default=Now())
    asked = models.PositiveSmallIntegerField(default=0)
    """How often the owner was reminded of this day."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["circle", "kind", "due"], name="outcome_circle"),
            models.Index(fields=["owner", "standing"], name="outcome_owner"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="action", standing__in=["open", "done", "dropped"])
                | Q(kind="agreement", standing__in=["in_force", "kept", "broken", "ended"])
                | Q(kind="decision", standing__in=["in_force", "ended"]),
                name="outcome_stands_as_its_kind_can",
            ),
        ]

    def __str__(self) -> str:
        return self.text
