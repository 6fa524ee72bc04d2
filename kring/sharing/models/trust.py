"""What readers make of an item and of its source. Only the librarian writes it: see `kring.sharing.commands.trust`."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kring.sharing.models.items import Item


class Judgement(models.Model):
    """How many organisations said what of an item, and what that makes of its credibility. Who has the item sees it."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.CASCADE, related_name="+")
    """Of its source."""
    saw = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    doubted = models.PositiveIntegerField(default=0)
    credibility = models.SmallIntegerField(choices=Item.Credibility, null=True)
    """None: it is what the source said."""
    confirmed = models.BooleanField(default=False)
    refuted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(confirmed=True, refuted=True), name="judgement_one_way")
        ]
        indexes: ClassVar = [
            models.Index(fields=["membership"], name="judgement_source", condition=Q(confirmed=True) | Q(refuted=True))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TrackRecord(models.Model):
    """How the items of an organisation turned out in a circle. Who may read AMBER of the whole circle sees it."""

    membership = models.OneToOneField("circles.Membership", models.CASCADE, primary_key=True, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.CASCADE, related_name="+")
    confirmed = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    reliability = models.CharField(max_length=1, choices=Item.Reliability, default=Item.Reliability.F)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(confirmed__lte=F("judged")), name="track_confirmed_of_judged")
        ]

    def __str__(self) -> str:
        return str(self.pk)
