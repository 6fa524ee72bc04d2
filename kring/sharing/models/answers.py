"""What readers do with it: they open it, and say what it is to them."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.sharing.models.items import Item


class Reading(models.Model):
    """Somebody opened an item; and said so, where that was asked. Seen by that person and by the source."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="readings")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "person"], name="reading_once")]
        indexes: ClassVar = [models.Index(fields=["person", "item"], name="reading_person")]

    def __str__(self) -> str:
        return str(self.pk)


class Feedback(models.Model):
    """One tap, with a note if one likes. Counts go to the source; the name only if the person allows it."""

    class Kind(models.TextChoices):
        USEFUL = "useful", _("Useful")
        NOT_RELEVANT = "not_relevant", _("Not relevant")
        KNOWN = "known", _("Already known")
        AFFECTED = "affected", _("We are affected")
        ACTED = "acted", _("We acted")
        DOUBTED = "doubted", _("This is wrong")

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="feedback")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    note = models.CharField(max_length=1000, blank=True)
    named = models.BooleanField(default=False)
    heard = models.BooleanField(default=False)
    """A machine said so in an object of its own, which other machines have already."""
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "person", "kind"], name="feedback_once")]

    def __str__(self) -> str:
        return self.kind
