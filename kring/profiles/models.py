"""What matters to each organisation, and what of that it shows to circles.

Every key begins with the organisation (or the circle, for what a circle is shown), and nothing points out by a foreign
key, so that inventories of any size can be spread over several machines.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kring.kernel.ids import new_id


class Profile(models.Model):
    """An organisation keeps a profile: the part that is one row. Read by who works for it, and by nobody else."""

    organisation_id = models.UUIDField(primary_key=True)
    sectors = ArrayField(models.CharField(max_length=40), default=list)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    domains = ArrayField(models.CharField(max_length=253), default=list)
    networks = ArrayField(models.CharField(max_length=49), default=list)
    shown_in = ArrayField(models.UUIDField(), default=list)
    """The memberships whose circles may know which products it uses, all of them. Who leaves is not shown again."""
    changed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.organisation_id)


class Technology(models.Model):
    """Something an organisation uses."""

    pk = models.CompositePrimaryKey("organisation_id", "id")
    organisation_id = models.UUIDField()
    id = models.UUIDField()
    """Follows from what it is, so that the same thing twice is one row; see `rules.technology_id`."""
    vendor = models.CharField(max_length=200, blank=True)
    product = models.CharField(max_length=300)
    version = models.CharField(max_length=200, blank=True)
    cpe = models.CharField(max_length=1000, blank=True)
    purl = models.CharField(max_length=1000, blank=True)
    supplier_id = models.UUIDField(null=True)
    origins = ArrayField(models.CharField(max_length=200, blank=True), default=list)
    """The files that named it, by their names; an empty name for what was typed. Without any it is gone."""
    shown_in = ArrayField(models.UUIDField(), default=list)
    """The memberships whose circles may know that it is used."""
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(product=""), name="technology_has_a_name")]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "vendor", "product"], name="technology_by_name"),
            models.Index(fields=["organisation_id", "supplier_id"], name="technology_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.vendor} {self.product} {self.version}".strip()


class Supplier(models.Model):
    """Somebody an organisation depends on."""

    pk = models.CompositePrimaryKey("organisation_id", "id")
    organisation_id = models.UUIDField()
    id = models.UUIDField()
    """Follows from the name; see `rules.supplier_id`."""
    name = models.CharField(max_length=200)
    domains = ArrayField(models.CharField(max_length=253), default=list)
    added_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Use(models.Model):
    """An organisation chose to let a circle know that it uses this. No version, and nothing else of the profile."""

    pk = models.CompositePrimaryKey("circle_id", "organisation_id", "vendor", "product")
    circle_id = models.UUIDField()
    organisation_id = models.UUIDField()
    vendor = models.CharField(max_length=200)
    product = models.CharField(max_length=300)
    membership_id = models.UUIDField()
    """By which the organisation was in the circle when it chose so: shown for as long as that is in force."""

    def __str__(self) -> str:
        return f"{self.vendor} {self.product}".strip()


class Match(models.Model):
    """Something that was shared matters to an organisation: an item, or an object in a circle's store.

    Seen by who works for the organisation and may read what it is about; that part of the lock is added by the package
    which holds it. Written by a job that acts for somebody of the organisation.
    """

    pk = models.CompositePrimaryKey("organisation_id", "id")
    organisation_id = models.UUIDField()
    id = models.UUIDField(default=new_id)
    item_id = models.UUIDField(null=True)
    circle_id = models.UUIDField(null=True)
    """With `stix_id`: in whose store the object is."""
    stix_id = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=list)
    """Why, the strongest first: what of the profile it is, and what of the item. As private as the profile."""
    severity = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    """The highest CVSS score of what is meant, 0 to 10; None where nothing says."""
    in_kev = models.BooleanField(default=False)
    """It is known to be exploited (CISA's catalogue)."""
    sureness = models.PositiveSmallIntegerField(default=0)
    """Of the surest reason, higher is surer; the numbers are those of `exchange.csaf.Sureness`."""
    at = models.DateTimeField(db_default=Now())
    """When what it is about was shared or arrived: lists run by it."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item_id__isnull=False, circle_id__isnull=True, stix_id="")
                | (Q(item_id__isnull=True, circle_id__isnull=False) & ~Q(stix_id="")),
                name="match_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(0, 10)), name="match_severity"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "item_id"], condition=Q(item_id__isnull=False), name="match_item_once"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "circle_id", "stix_id"],
                condition=Q(item_id__isnull=True),
                name="match_object_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation_id", "-at"], name="match_newest")]

    def __str__(self) -> str:
        return str(self.item_id or self.stix_id)
