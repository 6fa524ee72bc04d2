"""Codes of conduct with their versions, who accepted them, and letters of entry."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked


class Code(Locked):
    """One version of a circle's code of conduct. Read by the community, so that circles inside can keep to it; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.PositiveSmallIntegerField()
    text_nl = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    changed = models.CharField(max_length=500, blank=True)
    """What is new in it, for those who accepted the one before."""
    meetings = models.PositiveSmallIntegerField()
    out_of = models.PositiveSmallIntegerField()
    shares_a_year = models.PositiveSmallIntegerField()
    hours_a_month = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            *Locked.lock_constraints("conduct_code"),
            models.UniqueConstraint(fields=["circle", "number"], name="code_numbered"),
            models.CheckConstraint(condition=~Q(text_nl="", text_en=""), name="code_says_something"),
            models.CheckConstraint(condition=Q(meetings__lte=F("out_of")), name="code_can_be_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.circle_id} {self.number}"


class Acceptance(models.Model):
    """Somebody accepted a version. Seen by them, and by who steers a circle where they sit."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.ForeignKey(Code, models.PROTECT, related_name="acceptances")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "person"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.code_id}"


class Letter(models.Model):
    """The letter by which an organisation comes in, as it was signed. Seen by itself, and by who steers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    membership = models.OneToOneField("circles.Membership", models.PROTECT, related_name="+")
    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=2)
    signed_by = models.CharField(max_length=120)
    function = models.CharField(max_length=120)
    authority = models.CharField(max_length=200)
    """On whose authority: "the board, decision of 3 March"."""
    signed_at = models.DateTimeField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title
