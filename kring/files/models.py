"""Stored bytes, by their hash. Who may have them is decided by the row that attaches them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class StoredFile(models.Model):
    """Bytes on disk: named by what they are, kept once."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    """What the bytes are, found by looking at them."""
    sample_of = models.CharField(max_length=64, blank=True)
    """The SHA-256 of what came in, when these bytes are the password-protected archive around it."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    touched_at = models.DateTimeField(db_default=Now())
    """When these bytes last came in: who has just uploaded them will attach them in a moment."""
    checked_at = models.DateTimeField(null=True, blank=True)
    """When it was last found to be in use."""

    class Meta:
        constraints: ClassVar = [
            # The hash becomes a path.
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="storedfile_hash"),
            models.UniqueConstraint(fields=["sample_of"], condition=~Q(sample_of=""), name="storedfile_sample_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["checked_at", "touched_at"], name="storedfile_unchecked")]

    def __str__(self) -> str:
        return self.sha256
