"""What machines exchange: STIX objects, the collections they go through, and what became of what somebody sent.

Objects grow without end. Their keys begin with the circle and they have no foreign keys, so that they can be spread
over several machines; stores and collections stay few.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kring.exchange.rules import Direction, Place, PublisherKind, Way
from kring.kernel.actor import MACHINE_REACH
from kring.kernel.ids import new_id
from kring.kernel.lock import DRAFT, SHARED, WITHDRAWN, Locked


class Store(models.Model):
    """All objects of one circle, in one order."""

    circle = models.OneToOneField("circles.Circle", models.PROTECT, primary_key=True, related_name="+")
    last = models.BigIntegerField(default=0)
    """When its newest object was added, in microseconds since 1970. Whoever adds holds this row until the commit."""
    turn = models.BigIntegerField(default=0)
    """Goes up when something changed in what was added before: what was kept ready of it is out of date."""
    matched = models.BigIntegerField(default=0)
    """How far it was held against what matters to organisations: up to what was added at this moment."""
    keys = ArrayField(models.UUIDField(), default=list)
    """Every key that an object here names in its audience or in whom it was passed to: no other key opens anything."""

    def __str__(self) -> str:
        return str(self.pk)


class Collection(models.Model):
    """A way in or out for machines to what is in a circle's store (TAXII 2.1, section 5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Of version 4: some clients take no other."""
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    alias = models.CharField(max_length=100)
    """The circle's name in addresses, with a dot and the direction behind it: no other circle can be called so."""
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    direction = models.CharField(
        max_length=4, choices=[(way.value, way.value) for way in Direction], default=Direction.BOTH.value
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["circle", "direction"], condition=Q(closed_at__isnull=True), name="collection_one_each_way"
            ),
            models.UniqueConstraint(
                fields=["alias"], condition=Q(closed_at__isnull=True), name="collection_alias_once"
            ),
        ]

    def __str__(self) -> str:
        return self.alias


class Subscription(models.Model):
    """What others have and a circle reads, or a collection of others to which it gives what it has."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    """In whose name objects come in and go out: what they may not, it does not."""
    place = models.CharField(
        max_length=5, choices=[(place.value, place.value) for place in Place], default=Place.TAXII.value
    )
    name = models.CharField(max_length=80)
    way = models.CharField(max_length=4, choices=[(way.value, way.value) for way in Way])
    url = models.URLField(max_length=500)
    user = models.CharField(max_length=200, blank=True)
    sealed_secret = models.BinaryField(default=b"")
    default_label = models.SmallIntegerField()
    """Coming in: for what carries none. Going out: nothing narrower goes."""
    minutes = models.PositiveIntegerField()
    """Between one time and the next."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    after = models.CharField(max_length=64, blank=True)
    next = models.TextField(blank=True)
    """Where it goes on; see `wires.taxii.Mark`. Going out: the newest moment in our store that they have. Of what is fetched
    by its address: the mark by which one hears that nothing changed, and of a list its hash in `after`."""
    due_at = models.DateTimeField(db_default=Now())
    ran_at = models.DateTimeField(null=True, blank=True)
    went_well_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    """One after the other, up to now."""
    problem = models.CharField(max_length=40, blank=True)
    problem_text = models.CharField(max_length=500, blank=True)
    passed = models.BigIntegerField(default=0)
    """Objects that came in or went out in all."""
    refused = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=list)
    """Why, of those that were refused last."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="subscription_due", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """One thing that others have for a subscription, in which version, and which of them was taken."""

    pk = models.CompositePrimaryKey("subscription", "name")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="+")
    name = models.TextField()
    """An event's identifier, an advisory's address, the identifier of what stands on a list."""
    version = models.BigIntegerField()
    """More is newer."""
    taken = models.BigIntegerField(default=-1)
    """The version that was fetched, whatever became of it; -1 as long as none was."""
    where = models.JSONField(default=dict)
    """What has to be known to fetch it."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subscription", "version"], name="offer_waiting", condition=Q(taken__lt=F("version")))
        ]

    def __str__(self) -> str:
        return self.name


class StoredObject(models.Model):
    """One version of one STIX object in one circle, as it came."""

    pk = models.CompositePrimaryKey("circle_id", "added")
    circle_id = models.UUIDField()
    added = models.BigIntegerField()
    """Microseconds since 1970, never twice in a circle, and in the order in which writers were done."""
    stix_id = models.CharField(max_length=300)
    type = models.CharField(max_length=250)
    version = models.BigIntegerField()
    """`modified`, else `created`, in microseconds since 1970; 0 for an object that has neither."""
    spec_version = models.CharField(max_length=8, default="2.1")
    is_latest = models.BooleanField(default=True)
    """No newer version is here for all who may read this one."""
    is_forked = models.BooleanField(default=False)
    """A newer version is here for some of those who may read this one: for them that is the latest."""
    is_revoked = models.BooleanField(default=False)
    body = models.BinaryField()
    marks = ArrayField(models.TextField(), default=list)
    """By what it is found: the objects it refers to, and what it lets one look for ("ipv4 198.51.100.7")."""
    item_id = models.UUIDField(null=True)
    """What people shared, of which this was written: it is under the very lock of that item."""
    # The columns of the lock; see `kring.kernel.lock.Locked`, without its foreign keys.
    community = models.UUIDField()
    label = models.SmallIntegerField()
    state = models.SmallIntegerField(default=SHARED)
    author_id = models.UUIDField(null=True)
    membership_id = models.UUIDField(null=True)
    audience = ArrayField(models.UUIDField(), default=list)
    passed_to = ArrayField(models.UUIDField(), default=list)
    published = models.BooleanField(default=False)

    class Meta:
        db_table = "exchange_object"
        constraints: ClassVar = [
            # Under another label, or for others, it is another row: who posts must not meet what they may not see.
            models.UniqueConstraint(
                fields=["circle_id", "stix_id", "version", "label", "audience"], name="object_version_once"
            ),
            models.CheckConstraint(condition=Q(label__range=(0, MACHINE_REACH)), name="object_never_red"),
            models.CheckConstraint(condition=Q(state__range=(DRAFT, WITHDRAWN)), name="object_state"),
            models.CheckConstraint(condition=Q(published=False) | Q(label=0), name="object_only_clear_is_public"),
            models.CheckConstraint(condition=Q(label__lt=2) | ~Q(audience=[]), name="object_has_an_audience"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["circle_id", "added"], name="object_latest", condition=Q(is_latest=True, state=1)),
            models.Index(
                fields=["circle_id", "type", "added"], name="object_type", condition=Q(is_latest=True, state=1)
            ),
            GinIndex(fields=["marks"], name="object_marks"),
            models.Index(fields=["circle_id", "item_id"], name="object_item", condition=Q(item_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.stix_id


class Interest(models.Model):
    """What an organisation is to be asked about, in the words of `relevance.keys_of_profile`. The librarian's alone."""

    organisation_id = models.UUIDField(primary_key=True)
    keys = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["keys"], name="interest_keys")]

    def __str__(self) -> str:
        return str(self.organisation_id)


class Receipt(models.Model):
    """What became of the objects somebody sent: the status of TAXII 2.1, section 4.3. Its maker's alone."""

    pk = models.CompositePrimaryKey("circle_id", "id")
    circle_id = models.UUIDField()
    id = models.UUIDField(default=uuid.uuid4)
    person_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    outcome = models.JSONField()
    """Of each object: identifier, version and, where it was refused, why. What was here before counts as taken."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person_id", "at"], name="receipt_person")]

    def __str__(self) -> str:
        return str(self.id)


class Provider(models.Model):
    """A circle that publishes advisories in CSAF: who it is to the world (CSAF 2.0, section 3.2.1.8)."""

    circle = models.OneToOneField("circles.Circle", models.PROTECT, primary_key=True, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in PublisherKind])
    namespace = models.URLField(max_length=300)
    """The address that tells this publisher from all others in the world."""
    contact = models.CharField(max_length=500)
    numbered = models.PositiveIntegerField(default=0)
    """Advisories that got a number here."""
    opened_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.namespace


class Advisory(Locked):
    """What was published of an item in CSAF, as it is fetched, with its signature."""

    item_id = models.UUIDField(primary_key=True)
    called = models.CharField(max_length=100)
    """Its identifier in the world, within the namespace of its publisher: "north-2026-0003"."""
    released_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revisions = models.JSONField()
    """Of each: number, date and summary (CSAF 2.0, section 3.2.1.12.6)."""
    language = models.CharField(max_length=2)
    is_withdrawn = models.BooleanField(default=False)
    title = models.CharField(max_length=300, blank=True)
    document = models.BinaryField(default=b"")
    signature = models.TextField(blank=True)
    """OpenPGP, detached, armored."""

    class Meta:
        constraints: ClassVar = [
            *Locked.lock_constraints("advisory"),
            models.UniqueConstraint(fields=["circle", "called"], name="advisory_called_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["circle", "changed_at"], name="advisory_newest")]

    def __str__(self) -> str:
        return self.called
