"""What members share. Every table here is under the lock; the migrations put it on."""

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

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(Item, models.CASCADE, related_name="feedback")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    note = models.CharField(max_length=1000, blank=True)
    named = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "person", "kind"], name="feedback_once")]

    def __str__(self) -> str:
        return self.kind


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
