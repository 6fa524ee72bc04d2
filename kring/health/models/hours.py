"""Hours that somebody gave to a circle."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from kring.health import rules
from kring.kernel.ids import new_id


class Hours(models.Model):
    """Time somebody spent on a circle, written down by themselves. Theirs alone; their organisation sees the sum."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.CASCADE, related_name="+")
    day = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2, validators=[MinValueValidator(rules.LEAST_HOURS)])
    what = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["-day", "-id"]
        indexes: ClassVar = [models.Index(fields=["person", "-day"], name="hours_person")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=rules.MOST_HOURS), name="hours_of_one_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hours}"
