"""Sightings: an organisation met in its own systems what an item warns of."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5, Now

from kring.kernel.ids import new_id
from kring.sharing.models.items import Item


class Sighting(models.Model):
    """An organisation saw an indicator of an item. All who have the item learn that somebody did; who, if it wishes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="sightings")
    kind = models.CharField(max_length=20)
    value = models.TextField()
    """As systems write it."""
    membership = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    first_seen = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    """How often."""
    named = models.BooleanField(default=False)
    heard = models.BooleanField(default=False)
    """A machine said so in an object of its own, which other machines have already."""
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            # By its hash: an address of the web can be longer than an index takes.
            models.UniqueConstraint("item", "membership", "kind", MD5("value"), name="sighting_once"),
            models.CheckConstraint(
                condition=Q(first_seen__isnull=True) | Q(first_seen__lte=F("last_seen")), name="sighting_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
