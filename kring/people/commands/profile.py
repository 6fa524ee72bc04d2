"""What somebody says about themselves, and to whom; how they want Kring to look; the address and key they use."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, Refused
from kring.kernel.record import record
from kring.people import access, queries, rules
from kring.people.facts import AddressChangeAsked, AddressChanged, KeyKept, KeyRemoved, OwnDataTaken, ProfileChanged
from kring.people.models import AddressChange, Person
from kring.people.rules import Detail, ShownTo

ADDRESS_LINK = timedelta(days=2)
"""How long the link to a new address works."""


@transaction.atomic
def change_profile(
    *,
    actor: Actor,
    name: str,
    function: str,
    phone: str,
    phone_out_of_hours: str,
    speaks: Collection[str],
    introduction: str,
    shown_to: Mapping[Detail, ShownTo],
) -> None:
    """Say who one is, and who may see which part of it.

    Records: ProfileChanged.
    """
    person = access.own_account(actor, lock=True)
    Person.objects.filter(pk=person.pk).update(
        name=name.strip(),
        function=function.strip(),
        phone=phone.strip(),
        phone_out_of_hours=phone_out_of_hours.strip(),
        speaks=list(speaks),
        introduction=introduction.strip(),
        shown_to={detail.value: shown.value for detail, shown in shown_to.items()},
    )
    record(ProfileChanged(person=person.pk), by=actor)


@transaction.atomic
def change_settings(*, actor: Actor, language: str, timezone: str, appearance: str) -> None:
    """How Kring speaks to somebody, on which clock, and in which light. It concerns nobody else: no fact."""
    person = access.own_account(actor, lock=True)
    Person.objects.filter(pk=person.pk).update(language=language, timezone=timezone, appearance=appearance)


@transaction.atomic
def keep_key(*, actor: Actor, certificate: str, fingerprint: str) -> None:
    """Keep the OpenPGP key, already tried out, that mail to oneself is encrypted with.

    Records: KeyKept.
    """
    person = access.own_account(actor, lock=True)
    Person.objects.filter(pk=person.pk).update(openpgp_certificate=certificate, openpgp_fingerprint=fingerprint)
    record(KeyKept(person=person.pk), by=actor)


@transaction.atomic
def remove_key(*, actor: Actor) -> None:
    """Take one's OpenPGP key away.

    Records: KeyRemoved.
    """
    person = access.own_account(actor, lock=True)
    Person.objects.filter(pk=person.pk).update(openpgp_certificate="", openpgp_fingerprint="")
    record(KeyRemoved(person=person.pk), by=actor)


@transaction.atomic
def ask_for_address(*, actor: Actor, email: str) -> UUID:
    """Ask to use another address: a link goes there, and nothing changes until it is used.

    Whether somebody else has that address is not told.

    Records: AddressChangeAsked.
    """
    person = access.own_account(actor, lock=True)
    change = AddressChange.objects.create(person=person, email=email.strip().lower(), expires_at=now() + ADDRESS_LINK)
    record(AddressChangeAsked(person=person.pk, change=change.pk), by=actor)
    return change.pk


@transaction.atomic
def take_address(*, actor: Actor, change: UUID) -> None:
    """Use the new address from now on: whoever has the link reads it.

    Refused: address_taken.
    Records: AddressChanged.
    """
    person = access.own_account(actor, lock=True)
    asked = AddressChange.objects.select_for_update().filter(pk=change, person=person, taken_at__isnull=True).first()
    if asked is None or asked.expires_at <= now():
        raise NotVisible
    if queries.account_by_address(asked.email) not in {None, person.pk}:
        raise Refused(rules.ADDRESS_TAKEN)
    AddressChange.objects.filter(pk=change).update(taken_at=now())
    Person.objects.filter(pk=person.pk).update(email=asked.email)
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=asked.email, verified=True, primary=True)
    record(AddressChanged(person=person.pk), by=actor)


def take_own_data(*, actor: Actor) -> None:
    """Somebody takes a copy of what is kept about them.

    Records: OwnDataTaken.
    """
    person = access.own_account(actor)
    record(OwnDataTaken(person=person.pk), by=actor)
