"""What those who were there say of a meeting, without their names."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kring.meetings.models.meetings import Meeting


class Verdicts(models.Model):
    """Three questions, counted. One row per meeting, written anew with each answer, so that none can be tied to a person.

    Nobody reads it: `kring.verdicts` gives the counts from five answers on.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="+")
    given = ArrayField(models.UUIDField(), default=list)
    """Who answered, in the order of their ids."""
    useful = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    better = ArrayField(models.TextField(), default=list)
    """What could be better next time, in the order of the alphabet."""

    def __str__(self) -> str:
        return str(self.pk)
