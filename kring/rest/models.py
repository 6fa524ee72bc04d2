"""What was asked for once, and is not to be done again when the answer got lost on the way."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Once(models.Model):
    """A request that made something, under a key of the client's own. It says what was made, and nothing of its content."""

    pk = models.CompositePrimaryKey("token", "key")
    token = models.UUIDField()
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField()
    """Tells the same request from another one that uses the same key by mistake."""
    made = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="once_at")]

    def __str__(self) -> str:
        return self.key
