"""Who does what for a circle, the log of those who lead it, and the thanks they send."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked
from kring.leadership import rules


class Duty(Locked):
    """What somebody does for a circle: with a remit, a deputy and a term. TLP:GREEN, so that people know whom to turn to."""

    id = models.UUIDField(primary_key=True, default=new_id)
    duty = models.CharField(max_length=16)
    """One of `rules.Duty`."""
    title = models.CharField(max_length=80, blank=True)
    """What it is called; empty for one that has a name of its own."""
    remit = models.CharField(max_length=rules.LONGEST_REMIT, blank=True)
    holder = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    """Nobody, where it follows from a seat (`rules.BY_SEAT`) or waits for somebody."""
    deputy = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    """The last day of the term; none is for as long as it goes well."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            *Locked.lock_constraints("leadership_duty"),
            models.CheckConstraint(
                condition=Q(duty="other", title__gt="") | (~Q(duty="other") & Q(title="")), name="duty_has_one_name"
            ),
            models.CheckConstraint(
                condition=~Q(duty__in=sorted(rules.BY_SEAT)) | Q(holder=None), name="duty_of_a_seat_has_no_holder"
            ),
            models.UniqueConstraint(
                fields=["circle", "duty", "title"], condition=Q(ended_at=None), name="duty_once_a_circle"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.duty


class Talk(Locked):
    """Who leads spoke with a member. TLP:RED for the chairs and their deputy of that moment; see `kring.leads`."""

    class Kind(models.TextChoices):
        CHECK_IN = "check_in"
        TALK = "talk"
        THANKS = "thanks"

    id = models.UUIDField(primary_key=True, default=new_id)
    about = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CHECK_IN)
    on = models.DateField()
    note = models.TextField(max_length=rules.LONGEST_NOTE, blank=True)
    again_on = models.DateField(null=True)
    """When to speak again. Asked for at home, until somebody does."""
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            *Locked.lock_constraints("leadership_talk"),
            models.CheckConstraint(condition=Q(label=4, state=1), name="talk_is_red"),
        ]
        indexes: ClassVar = [models.Index(fields=["circle", "-on"], name="talk_circle")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class Thanks(Locked):
    """Words of thanks to a member, from who leads. For the people who sit for it; the log they stand beside is not."""

    id = models.UUIDField(primary_key=True, default=new_id)
    to = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    words = models.CharField(max_length=rules.LONGEST_THANKS)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [*Locked.lock_constraints("leadership_thanks")]
        indexes: ClassVar = [models.Index(fields=["to", "-on"], name="thanks_to")]

    def __str__(self) -> str:
        return f"{self.to_id} on {self.on}"
