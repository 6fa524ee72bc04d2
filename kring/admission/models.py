"""Policies, links to apply by, applications with their files and questions, and ballots."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked


class Policy(models.Model):
    """One version of what a circle asks of those who apply. The latest counts; the others stay."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    criteria = models.JSONField(default=list)
    """What this circle asks itself; a circle around it may ask more. See `queries.policy`."""
    excluded = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    declaration = models.BooleanField()
    motive = models.BooleanField()
    rule = models.CharField(max_length=10)
    quorum = models.PositiveSmallIntegerField()
    """Percent."""
    days = models.PositiveSmallIntegerField()
    minimum = models.PositiveIntegerField(null=True, blank=True)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "version"], name="policy_version"),
            models.CheckConstraint(condition=Q(quorum__lte=100), name="policy_quorum"),
        ]

    def __str__(self) -> str:
        return f"{self.circle_id} {self.version}"


class Opening(models.Model):
    """A link by which organisations apply to a circle, for as long as it is open."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class Application(Locked):
    """What a candidate wrote. Read by the candidate, by who steers once it is sent, by members once they vote on it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    stage = models.CharField(max_length=10, default="draft")
    organisation = models.CharField(max_length=160, blank=True)
    person = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="nl")
    function = models.CharField(max_length=16, blank=True)
    motive = models.TextField(blank=True)
    declared = models.BooleanField(default=False)
    answers = models.JSONField(default=dict, blank=True)
    """By the code of the criterion."""
    conditions = models.TextField(blank=True)
    """What goes with a decision; the candidate reads it."""
    begun_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["circle", "stage", "sent_at"], name="application_circle")]
        constraints: ClassVar = [*Locked.lock_constraints("admission_application")]

    def __str__(self) -> str:
        return str(self.pk)


class Evidence(models.Model):
    """A file that a candidate gave where one is asked. Seen by whoever sees the application."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, models.CASCADE, related_name="evidence")
    code = models.CharField(max_length=32)
    """Of the criterion."""
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["application", "code"], name="evidence_once")]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """Something that a candidate is asked, and the answer. Seen by whoever sees the application."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, models.CASCADE, related_name="questions")
    text = models.CharField(max_length=500)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at"]

    def __str__(self) -> str:
        return str(self.pk)


class Ballot(Locked):
    """The members are asked about a candidate. Seen by the circle, save the candidate itself once it is in."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(Application, models.PROTECT, related_name="ballots")
    candidate = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    sponsor = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    rule = models.CharField(max_length=10)
    quorum = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    """Set together with all below, and never changed: the database refuses."""
    result = models.CharField(max_length=10, blank=True)
    papers = models.JSONField(default=list, blank=True)
    """Receipt and choice of every paper, in the order of the receipts, which say nothing of who has them."""
    reasons = models.JSONField(default=list, blank=True)
    """Why some objected, without names, in the order of their letters."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["circle", "-opened_at"], name="ballot_circle")]
        constraints: ClassVar = [
            *Locked.lock_constraints("admission_ballot"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(closed_at__isnull=True), name="ballot_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="") | (Q(closed_at__isnull=False) & ~Q(result="")),
                name="ballot_closed_with_a_result",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Urn(models.Model):
    """The sealed papers of a ballot while it runs. Its key is not in the database."""

    ballot = models.OneToOneField(Ballot, models.CASCADE, primary_key=True, related_name="urn")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)
