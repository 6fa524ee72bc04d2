"""What is shared."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kring.kernel.ids import new_id
from kring.kernel.lock import DRAFT, Locked


class Item(Locked):
    """Something shared in a circle: a warning, a question, news. Withdrawn, it keeps no content."""

    class Kind(models.TextChoices):
        WARNING = "warning", _("Warning")
        QUESTION = "question", _("Question")
        NEWS = "news", _("News")
        DOCUMENT = "document", _("Document")
        SUCCESS = "success", _("Success")
        HELP = "help", _("Request for help")

    class Urgency(models.IntegerChoices):
        NORMAL = 0, _("Normal")
        URGENT = 1, _("Urgent: notify at once and ask to acknowledge")

    class Reliability(models.TextChoices):
        A = "A", _("A: completely reliable")
        B = "B", _("B: usually reliable")
        C = "C", _("C: fairly reliable")
        D = "D", _("D: not usually reliable")
        E = "E", _("E: unreliable")
        F = "F", _("F: cannot be judged")

    class Credibility(models.IntegerChoices):
        CONFIRMED = 1, _("1: confirmed by other sources")
        PROBABLE = 2, _("2: probably true")
        POSSIBLE = 3, _("3: possibly true")
        DOUBTFUL = 4, _("4: doubtful")
        IMPROBABLE = 5, _("5: improbable")
        UNJUDGED = 6, _("6: cannot be judged")

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WARNING)
    title = models.CharField(max_length=200, blank=True)
    what = models.TextField(blank=True)
    so_what = models.TextField(blank=True)
    do_what = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="en")
    urgency = models.SmallIntegerField(choices=Urgency, default=Urgency.NORMAL)
    reliability = models.CharField(max_length=1, choices=Reliability, blank=True)
    credibility = models.SmallIntegerField(choices=Credibility, null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    expertise = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """A request for help: the topics that are asked for."""
    about = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    """A request for help: the warning it follows from."""
    origin = models.CharField(max_length=300, blank=True)
    """The report of others that it was made of: its identifier among the objects of the circle."""
    origin_label = models.SmallIntegerField(null=True, blank=True)
    """The label of that report: it is never shared under a wider one, since the report's source decides."""
    via_secretariat = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    shared_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    """A draft its author threw away. For a day they can take it back."""
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            *Locked.lock_constraints("sharing_item"),
            models.CheckConstraint(
                condition=Q(state=DRAFT, shared_at__isnull=True) | Q(state__gt=DRAFT, shared_at__isnull=False),
                name="item_shared_when_not_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False, membership__isnull=False) | Q(via_secretariat=True),
                name="item_has_a_source",
            ),
            models.CheckConstraint(
                condition=Q(state__lt=2) | Q(title="", what="", so_what="", do_what=""), name="item_tombstone_is_empty"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["circle", "-shared_at"], name="item_circle", condition=Q(state__gt=DRAFT)),
            models.Index(fields=["-shared_at"], name="item_recent", condition=Q(state__gt=DRAFT)),
            models.Index(
                fields=["community", "-shared_at"], name="item_community", condition=Q(state__gt=DRAFT, label__lte=1)
            ),
            # What waits to be acknowledged is asked on every home page.
            models.Index(fields=["circle", "-shared_at"], name="item_urgent", condition=Q(urgency=1, state=1)),
            models.Index(
                fields=["community", "-shared_at"],
                name="item_urgent_green",
                condition=Q(urgency=1, state=1, label__lte=1),
            ),
            models.Index(fields=["circle", "label", "-shared_at"], name="item_label", condition=Q(state__gt=DRAFT)),
            models.Index(fields=["author", "-saved_at"], name="item_author"),
            GinIndex(fields=["passed_to"], name="item_passed", condition=~Q(passed_to=[])),
            GinIndex(fields=["words"], name="item_words"),
            GinIndex(fields=["tags"], name="item_tags"),
            models.Index(fields=["circle", "origin"], name="item_origin", condition=~Q(origin="")),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SealedSource(models.Model):
    """Who shared via the secretariat. Only the author's own row is ever let out."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="+")
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    membership = models.ForeignKey("circles.Membership", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class ItemVersion(Locked):
    """An item as it was. It keeps the lock it had: widening an item does not widen what stood there before."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    what = models.TextField()
    so_what = models.TextField(blank=True)
    do_what = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            *Locked.lock_constraints("sharing_itemversion"),
            models.UniqueConstraint(fields=["item", "number"], name="item_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"
