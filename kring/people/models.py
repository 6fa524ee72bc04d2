"""Accounts: people and machines, and the tokens they act with."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from kring.kernel.ids import new_id


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Django's way to ask for the person behind a sign-in name."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. Suspended, the account stays and opens nothing."""

    class Kind(models.TextChoices):
        PERSON = "person"
        MACHINE = "machine"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl")
    timezone = models.CharField(max_length=64, default="Europe/Amsterdam")
    appearance = models.CharField(
        max_length=5, choices=[("auto", "auto"), ("light", "light"), ("dark", "dark")], default="auto"
    )
    phone = models.CharField(max_length=32, blank=True)
    phone_out_of_hours = models.CharField(max_length=32, blank=True)
    speaks = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    introduction = models.TextField(blank=True)
    shown_to = models.JSONField(default=dict, blank=True)
    """Consent per field: {"phone": "circle" | "community" | "nobody"}. A field that is not named is not shown."""
    openpgp_certificate = models.TextField(blank=True)
    openpgp_fingerprint = models.CharField(max_length=64, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    """The person asked to be forgotten: what they wrote stays, who they were does not."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(suspended_at__isnull=False, phone="", name=""),
                name="person_erased_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's question, answered from our own column
        """May this account open anything at all?"""
        return self.suspended_at is None

    @property
    def is_person(self) -> bool:
        """Not a machine account."""
        return self.kind == self.Kind.PERSON

    def get_full_name(self) -> str:
        """For libraries that ask Django's way."""
        return self.name


class AddressChange(models.Model):
    """Another e-mail address that somebody wants to use: it counts once they show that they read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    email = models.EmailField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class Token(models.Model):
    """A key for machines. The secret is shown once and kept as a hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=32), default=list)
    circles = ArrayField(models.UUIDField(), null=True, blank=True)
    ceiling = models.SmallIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ceiling__range=(0, 3)), name="token_never_reads_red")
        ]

    def __str__(self) -> str:
        return self.name
