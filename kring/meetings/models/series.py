"""Series: the rhythm in which a circle meets."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id


class Series(models.Model):
    """A circle meets in a rhythm. Seen by the circle; made and changed by who steers it."""

    class Pattern(models.TextChoices):
        MONTHLY = "monthly", _("On a set weekday of the month")
        WEEKS = "weeks", _("Every so many weeks")
        YEARLY = "yearly", _("So many times a year")

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    pattern = models.CharField(max_length=8, choices=Pattern, default=Pattern.YEARLY)
    every = models.PositiveSmallIntegerField(default=6)
    """How often: months between two (monthly), weeks between two (weeks), times a year (yearly)."""
    weekday = models.PositiveSmallIntegerField(default=1)
    """0 is Monday."""
    nth = models.SmallIntegerField(default=2)
    """Which of those weekdays in the month, for `monthly`; -1 is the last."""
    time = models.TimeField()
    """Local, in `zone`: half past one stays half past one when the clocks change."""
    zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    minutes = models.PositiveSmallIntegerField(default=180)
    place = models.CharField(max_length=200, blank=True)
    """Where, when no host takes it in."""
    country = models.CharField(max_length=2, default="NL")
    """Whose public holidays are kept free."""
    rotates = models.BooleanField(default=True)
    """Members host in turn."""
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["circle"], name="series_circle")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="series_weekday"),
            models.CheckConstraint(condition=Q(nth__in=[1, 2, 3, 4, -1]), name="series_nth"),
            models.CheckConstraint(condition=Q(every__range=(1, 52)), name="series_every"),
            models.CheckConstraint(condition=Q(minutes__range=(15, 1440)), name="series_minutes"),
        ]

    def __str__(self) -> str:
        return self.name
