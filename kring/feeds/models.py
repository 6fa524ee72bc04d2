"""Ways out to machines: web feeds, webhooks, messengers, and the ledger of what was sent to which.

The ledger grows without end, so it has no foreign keys and is kept by circle: it can be spread over several machines.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.feeds.rules import Way
from kring.kernel.actor import MACHINE_REACH
from kring.kernel.ids import new_id


class Outlet(models.Model):
    """What the three have in common: whose it is, and how far it reaches. RED goes to none of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    circles = ArrayField(models.UUIDField(), null=True, blank=True)
    """The circles it is limited to; None: all of its person's."""
    ceiling = models.SmallIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Feed(Outlet):
    """A web feed under a secret address. The secret is shown once and kept as a hash."""

    digest = models.BinaryField(unique=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ceiling__range=(0, MACHINE_REACH)), name="feed_never_reads_red")
        ]


class Receiver(Outlet):
    """Something that things are sent to. It is switched off when it fails for days."""

    failing_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=12, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Webhook(Receiver):
    """An address that is told what happened. Its key is needed to sign, so it is kept encrypted."""

    url = models.URLField(max_length=500)
    sealed_secret = models.BinaryField()
    events = ArrayField(models.CharField(max_length=20))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person"], name="webhook_on", condition=Q(ended_at=None, disabled_at=None))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ceiling__range=(0, MACHINE_REACH)), name="webhook_never_reads_red")
        ]


class Messenger(Receiver):
    """Another messenger of somebody. Its address holds keys, so it is kept encrypted."""

    sealed_address = models.BinaryField()
    kind = models.CharField(max_length=24)
    """The first part of the address: "tgram"."""
    urgent_only = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person"], name="messenger_on", condition=Q(ended_at=None, disabled_at=None))
        ]


class Dispatch(models.Model):
    """Something on its way to a receiver: to be sent, sent, or why not. It says of what, and nothing of what was said."""

    class State(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        FAILED = "failed"
        WITHHELD = "withheld"
        """Its person may not have it at the moment it was to be sent."""

    pk = models.CompositePrimaryKey("circle", "id")
    circle = models.UUIDField()
    id = models.UUIDField(default=new_id)
    way = models.CharField(max_length=9, choices=[(way.value, way.value) for way in Way])
    target = models.UUIDField()
    person = models.UUIDField()
    event = models.CharField(max_length=20)
    occurrence = models.UUIDField()
    """What happened, the same for all who are told of it: nobody is told twice."""
    item = models.UUIDField(null=True)
    reply = models.UUIDField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    carried = models.BooleanField(default=False)
    """The item itself went along: its withdrawal has to follow."""
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True)
    """What the receiver answered, or why it could not be reached."""
    due_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "occurrence", "target"], name="dispatch_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["target", "-id"], name="dispatch_target"),
            models.Index(fields=["item", "target"], name="dispatch_carried", condition=Q(carried=True)),
        ]

    def __str__(self) -> str:
        return str(self.id)
