"""Mail that came in, so that the same mail lands once."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Arrival(models.Model):
    """A mail that was taken in. It keeps a digest of what it was and where it went, and nothing of what it said."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="arrival_at")]

    def __str__(self) -> str:
        return bytes(self.digest).hex()
