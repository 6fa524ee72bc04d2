"""Beyond the audience: what goes on to others, and who asks for a wider label."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.sharing.models.items import Item


class Onward(models.Model):
    """Somebody passed an item on, or asks the source whether it may. Seen by giver, receiver and source."""

    class To(models.TextChoices):
        COLLEAGUE = "colleague", _("a colleague")
        CLIENT = "client", _("a client")
        CIRCLE = "circle", _("another circle")

    class State(models.TextChoices):
        DONE = "done", _("passed on")
        ASKED = "asked", _("waiting for the source")
        REFUSED = "refused", _("refused by the source")
        ENDED = "ended", _("ended when the source narrowed the label")

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="onward")
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    to = models.CharField(max_length=10, choices=To)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.PROTECT, null=True, related_name="+")
    """The membership under which the colleague may have it."""
    client = models.ForeignKey("circles.Client", models.PROTECT, null=True, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, null=True, related_name="+")
    key = models.UUIDField()
    """What is added to the item's `passed_to`."""
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State)
    at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    """A client's link ends."""
    opened_at = models.DateTimeField(null=True, blank=True)
    """When the client first opened it."""

    class Meta:
        ordering: ClassVar = ["at"]
        indexes: ClassVar = [models.Index(fields=["key"], name="onward_key", condition=Q(state="done"))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "key"], condition=Q(state__in=["done", "asked"]), name="onward_once"
            ),
            models.CheckConstraint(
                condition=Q(to="colleague", person__isnull=False, membership__isnull=False)
                | Q(to="client", client__isnull=False, expires_at__isnull=False)
                | Q(to="circle", circle__isnull=False),
                name="onward_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} to {self.to}"


class WideningRequest(models.Model):
    """Somebody in the audience asks the source for a wider label. Seen by who asks and by the source."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="widening_requests")
    by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    label = models.SmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(
        max_length=8,
        choices=[("asked", _("asked")), ("granted", _("granted")), ("refused", _("refused"))],
        default="asked",
    )
    at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "by"], condition=Q(state="asked"), name="widening_asked_once"),
            models.CheckConstraint(condition=Q(label__lt=4), name="widening_asks_wider_than_red"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} to {self.label}"


class Freeze(models.Model):
    """Something is looked into: until that is over, readers keep what they have and it goes no further."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="freeze")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.item_id)
