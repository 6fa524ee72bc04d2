"""What a circle is for, and what not."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked
from kring.leadership import rules


class Scope(Locked):
    """What a circle is for and what not, as written or looked at again one day. TLP:GREEN. The latest counts, all stay."""

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.PositiveIntegerField()
    """Stays the same where it was looked at and kept."""
    inside = models.CharField(max_length=rules.LONGEST_SCOPE)
    outside = models.CharField(max_length=rules.LONGEST_SCOPE, blank=True)
    topics = ArrayField(models.CharField(max_length=rules.LONGEST_TOPIC), default=list)
    """The same in a few words, TLP:CLEAR: an adviser reads them."""
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [*Locked.lock_constraints("leadership_scope")]
        indexes: ClassVar = [models.Index(fields=["circle", "-at"], name="scope_circle")]

    def __str__(self) -> str:
        return f"{self.circle_id} v{self.version}"
