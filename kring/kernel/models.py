"""The trail: facts that nobody can change, and the seals that would show it if somebody did."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class FactRow(models.Model):
    """One fact. The database adds the transaction's number and refuses update and delete."""

    id = models.BigAutoField(primary_key=True)
    epoch = models.IntegerField(db_default=models.Func(function="kring.epoch"), editable=False)
    tx = models.BigIntegerField(db_default=models.Func(function="kring.current_tx"), editable=False)
    at = models.DateTimeField(db_default=Now())
    kind = models.TextField()
    by = models.UUIDField(null=True)
    circle = models.UUIDField(null=True)
    item = models.UUIDField(null=True)
    source = ArrayField(models.UUIDField(), default=list)
    kept_from_chair = models.BooleanField(default=False)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "kernel_fact"
        indexes: ClassVar = [
            models.Index(fields=["epoch", "tx", "id"], name="fact_order"),
            models.Index(fields=["item", "id"], name="fact_item", condition=models.Q(item__isnull=False)),
            models.Index(fields=["circle", "id"], name="fact_circle", condition=models.Q(circle__isnull=False)),
            models.Index(
                fields=["circle", "at"], name="fact_as_such", condition=models.Q(circle__isnull=False, item=None)
            ),
            models.Index(fields=["by", "id"], name="fact_by", condition=models.Q(by__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Seal(models.Model):
    """A batch of facts, hashed together with the seal before it. Only `kring.seal_facts()` writes it."""

    id = models.BigAutoField(primary_key=True)
    epoch = models.IntegerField()
    from_tx = models.BigIntegerField()
    before_tx = models.BigIntegerField()
    facts = models.IntegerField()
    marks = models.BinaryField()
    """16 bytes a fact: its number and the start of its hash. They tell which fact was touched."""
    previous = models.BinaryField()
    digest = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_seal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["epoch", "from_tx"], name="seal_once"),
        ]

    def __str__(self) -> str:
        return f"seal {self.pk}: {self.facts} facts"


class Epoch(models.Model):
    """The first life of this installation, and one more for each time it was restored.

    Transaction numbers start anew in a new database; the highest number here keeps the order of facts.
    """

    number = models.IntegerField(primary_key=True)

    class Meta:
        db_table = "kernel_epoch"

    def __str__(self) -> str:
        return str(self.number)
