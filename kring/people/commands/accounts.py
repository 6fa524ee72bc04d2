"""Accounts: made from an invitation, suspended and opened again, erased."""

from collections.abc import Mapping
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import Refused, enforce
from kring.kernel.record import record
from kring.people import access, queries, rules
from kring.people.commands.cut import cut_off
from kring.people.commands.sessions import end_all_sessions
from kring.people.facts import (
    AccountErased,
    AccountMade,
    AccountReadmitted,
    AccountSuspended,
    NewPasswordAsked,
    SignInChanged,
)
from kring.people.models import AddressChange, Person, Token


@transaction.atomic
def make_account(
    *,
    email: str,
    name: str,
    language: str,
    password: str | None = None,
    shown_to: Mapping[str, str] | None = None,
    machine: bool = False,
) -> UUID:
    """An account for somebody who was invited, or for a machine. Without a password it signs in by other ways.

    There is no actor: a person acts only once there is an account. Who may be invited is decided in `circles`.

    Refused: address_taken.
    Records: AccountMade.
    """
    if queries.account_by_address(email):
        raise Refused(rules.ADDRESS_TAKEN)
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        language=language,
        shown_to=dict(shown_to or {}),
        kind=Person.Kind.MACHINE if machine else Person.Kind.PERSON,
    )
    person.set_password(password)
    person.save(force_insert=True)
    if not machine:
        # The invitation went to this very address, so it is known to be theirs.
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record(AccountMade(person=person.pk), by=Actor(person=person.pk))
    return person.pk


@transaction.atomic
def suspend_account(*, actor: Actor | None, person: UUID, why: str) -> None:
    """Close an account at once, on every way in. Whoever calls has made sure that the actor has the say over it.

    `actor` is None for the operator of the server. In a circle, people are suspended by `circles`.

    Refused: own_account, already_suspended.
    Records: AccountSuspended.
    """
    account = access.account(person, lock=True)
    own = actor is not None and actor.person == person
    enforce(rules.why_not_suspend(own=own, suspended=not account.is_active))
    close_account(person)
    cut_off([person])
    record(AccountSuspended(person=person, why=why), by=actor)


def close_account(person: UUID) -> None:
    """Let an account open nothing and sign its devices out, for a command that records why."""
    Person.objects.filter(pk=person, suspended_at__isnull=True).update(suspended_at=now())
    end_all_sessions(person)


@transaction.atomic
def readmit_account(*, actor: Actor | None, person: UUID) -> None:
    """Open a suspended account again.

    Refused: not_suspended, is_erased.
    Records: AccountReadmitted.
    """
    account = access.account(person, lock=True)
    enforce(rules.why_not_readmit(suspended=not account.is_active, erased=account.erased_at is not None))
    open_account(person)
    record(AccountReadmitted(person=person), by=actor)


def open_account(person: UUID) -> None:
    """Let an account open again what it did, for a command that records why. What was erased stays erased."""
    Person.objects.filter(pk=person, erased_at__isnull=True).update(suspended_at=None)


@transaction.atomic
def erase_account(*, actor: Actor, typed: str) -> None:
    """Forget the person behind one's own account: what they wrote stays, as by a former member.

    `typed` is the address, typed to be sure. The seats are ended by `circles`, which calls this.

    Refused: other_address.
    Records: AccountErased.
    """
    person = access.own_account(actor, lock=True)
    enforce(rules.why_not_erase(typed, person.email))
    end_all_sessions(person.pk)
    for kept in (EmailAddress, Authenticator, SocialAccount):
        kept.objects.filter(user=person).delete()
    Token.objects.filter(person=person).delete()
    AddressChange.objects.filter(person=person).delete()
    moment = now()
    Person.objects.filter(pk=person.pk).update(
        email=f"{person.pk.hex}@erased.invalid",
        name="",
        function="",
        phone="",
        phone_out_of_hours="",
        speaks=[],
        introduction="",
        shown_to={},
        openpgp_certificate="",
        openpgp_fingerprint="",
        password="!",  # noqa: S106  # no password at all
        last_login=None,
        suspended_at=moment,
        erased_at=moment,
    )
    cut_off([person.pk])
    record(AccountErased(person=person.pk), by=actor)


def ask_for_new_password(*, person: UUID | None) -> None:
    """Somebody forgot a password; what follows is a mail, sent later, so that an unknown address takes as long.

    Records: NewPasswordAsked.
    """
    record(NewPasswordAsked(person=person), by=None)


def note_sign_in_changed(*, person: UUID, what: str) -> None:
    """Somebody has another password or second factor; a mail tells them, in case it was not them.

    Records: SignInChanged.
    """
    record(SignInChanged(person=person, what=what), by=Actor(person=person))
