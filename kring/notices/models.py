"""Deliveries: one row per person and notice. What somebody wants to hear. The key of this installation.

Deliveries grow without end, so they have no foreign keys and are kept by circle: they can be spread over
several machines.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.notices.rules import RepliesWish, Wish


class Delivery(models.Model):
    """One mail to one person: to be sent, sent, or why not. It says of what, and nothing of what was said."""

    class State(models.TextChoices):
        PENDING = "pending"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"
        WITHHELD = "withheld"

    pk = models.CompositePrimaryKey("circle", "notice", "person")
    circle = models.UUIDField()
    notice = models.UUIDField()
    person = models.UUIDField()
    id = models.UUIDField(default=new_id)
    """What tokens in the mail stand for."""
    kind = models.CharField(max_length=12)
    """As `rules.Kind` names it."""
    item = models.UUIDField(null=True)
    reply = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING, db_default=State.PENDING)
    form = models.CharField(max_length=9, blank=True, db_default="")
    """What it carried: "full", "encrypted" or "link"."""
    reason = models.CharField(max_length=32, blank=True, db_default="")
    """The code of why it carried a link, or was withheld."""
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(db_default=Now())
    words = models.CharField(max_length=500, blank=True, db_default="")
    """What the mail server said last."""
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="pending", sent_at__isnull=True) | ~Q(state="pending"),
                name="delivery_pending_is_unsent",
            ),
        ]
        # What changes while mail is sent is in no index, so that the change stays on its page (HOT).
        indexes: ClassVar = [
            models.Index(fields=["id"], name="delivery_token"),
            models.Index(fields=["person", "-created_at"], name="delivery_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Wishing(models.Model):
    """What somebody wants to hear by mail, of one circle or, without a circle, of every other."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    circle = models.UUIDField(null=True)
    items = models.CharField(max_length=8, default=Wish.AT_ONCE.value)
    replies = models.CharField(max_length=8, default=RepliesWish.MINE.value)
    urgent = models.BooleanField(default=True)
    digest = models.BooleanField(default=True)
    """The week, once a week. It counts where no circle is named."""
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "circle"], name="wishing_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.circle}"


class MutedTopics(models.Model):
    """The topics somebody wants nothing of."""

    person = models.OneToOneField("people.Person", models.CASCADE, primary_key=True, related_name="+")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class Following(models.Model):
    """Somebody takes part in a thread: wrote the item, answered in it, or asked to follow it. Known to them alone."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    item = models.UUIDField()
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "person"], name="following_once")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.item}"


class InstanceKey(models.Model):
    """The OpenPGP key this installation signs with. The secret half is encrypted with KRING_SECRET_KEY."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sealed_secret = models.BinaryField()
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="instance_key_is_one")]

    def __str__(self) -> str:
        return self.fingerprint
