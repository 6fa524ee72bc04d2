"""What is said about it, and the files."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id
from kring.kernel.lock import Locked
from kring.sharing.models.items import Item


class Reply(Locked):
    """A contribution to an item's thread. It inherits the item's audience or narrows it."""

    class Way(models.TextChoices):
        PAGE = "page"
        MAIL = "mail"
        API = "api"

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="replies")
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField()
    mentions = ArrayField(models.UUIDField(), default=list, blank=True)
    way = models.CharField(max_length=4, choices=Way, default=Way.PAGE)
    message_id = models.CharField(max_length=250, null=True, blank=True)  # noqa: DJ001  # none is not the same as ""
    """The Message-ID of the mail it came in by: the same mail lands once."""
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, blank=True)
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["item", "at"], name="reply_item"),
            GinIndex(fields=["words"], name="reply_words"),
            GinIndex(fields=["mentions"], name="reply_mentions"),
        ]
        constraints: ClassVar = [
            *Locked.lock_constraints("sharing_reply"),
            models.UniqueConstraint(
                fields=["item", "message_id"], condition=Q(message_id__isnull=False), name="reply_mail_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReplyVersion(Locked):
    """A reply as it was."""

    id = models.UUIDField(primary_key=True, default=new_id)
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            *Locked.lock_constraints("sharing_replyversion"),
            models.UniqueConstraint(fields=["reply", "number"], name="reply_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} v{self.number}"


class Attachment(models.Model):
    """A file with an item or a reply: who sees that sees this."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="attachments")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="attachments")
    stored = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    danger = models.CharField(max_length=20, blank=True)
    """Why it is kept as a password-protected archive; empty: it is not. See `kring.files.rules.DANGERS`."""
    text = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    """How reading its text went, as in `kring.files.rules.OUTCOMES`; empty: it is still to be read."""
    at = models.DateTimeField(db_default=Now())
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [GinIndex(fields=["words"], name="attachment_words")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, reply__isnull=True) | Q(item__isnull=True, reply__isnull=False),
                name="attachment_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def wrapped(self) -> bool:
        """Is it kept as a password-protected archive?"""
        return bool(self.danger)
