"""Settling in: the circle's list, what is ticked by hand, buddies, introduction cards."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked


class Welcome(models.Model):
    """What somebody new goes through in a circle: steps that tick themselves, and the circle's own. Seen by who sits there."""

    circle = models.OneToOneField("circles.Circle", models.CASCADE, primary_key=True, related_name="+")
    steps = ArrayField(models.CharField(max_length=16), default=list)
    """Codes of `rules.Step`."""
    own = ArrayField(models.CharField(max_length=120), default=list)

    def __str__(self) -> str:
        return str(self.circle_id)


class Tick(models.Model):
    """Somebody new did one of the circle's own steps. Seen by them, and by who steers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    step = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle", "person", "step"], name="tick_once")]

    def __str__(self) -> str:
        return self.step


class Buddy(models.Model):
    """Somebody of another organisation shows a newcomer around. Seen by the two of them, and by who steers."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    newcomer = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    buddy = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "newcomer"], condition=~Q(state="declined"), name="buddy_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(newcomer=models.F("buddy")), name="buddy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.buddy_id} for {self.newcomer_id}"


class Introduction(Locked):
    """Who somebody is, in their own words, to one circle. Its author is who it is about."""

    id = models.UUIDField(primary_key=True, default=new_id)
    does = models.CharField(max_length=400)
    helps = models.CharField(max_length=400, blank=True)
    seeks = models.CharField(max_length=400, blank=True)
    beside = models.CharField(max_length=400, blank=True)
    """Something that is no work."""
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *Locked.lock_constraints("conduct_introduction"),
            models.UniqueConstraint(fields=["circle", "author"], name="introduction_once"),
        ]

    def __str__(self) -> str:
        return str(self.author_id)


class Met(models.Model):
    """Somebody read an introduction at home, and need not be shown it again. Their own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="met")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["introduction", "person"], name="met_once")]

    def __str__(self) -> str:
        return str(self.introduction_id)
