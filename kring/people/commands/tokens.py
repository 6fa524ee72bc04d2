"""Tokens: keys for machines that act for a person. The secret is shown once."""

import secrets
import string
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import enforce
from kring.kernel.record import record
from kring.people import access, rules
from kring.people.commands.cut import cut_off
from kring.people.facts import TokenIssued, TokenRevoked
from kring.people.models import Token
from kring.people.queries.bearers import Bearer, bearer_of, digest
from kring.people.rules import Scope
from kring.tlp.labels import Label

_LETTERS = string.digits + string.ascii_letters
NOTED_EVERY = timedelta(minutes=1)
"""How often it is noted that a token is in use: a machine that asks all day writes once a minute."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token at the one moment when it can be read."""

    id: UUID
    text: str


@transaction.atomic
def issue_token(
    *,
    actor: Actor,
    name: str,
    scopes: Collection[Scope],
    ceiling: Label,
    expires: datetime,
    circles: Collection[UUID] | None = None,
) -> IssuedToken:
    """A key with which a machine does what its person may, and no more than said here.

    `circles` limits it to these; None is all of its person's. Only its hash is kept.

    Refused: no_scope, no_red, already_expired, lives_too_long.
    Records: TokenIssued.
    """
    person = access.own_account(actor)
    enforce(rules.why_not_issue(scopes, ceiling=ceiling, now=now(), expires=expires))
    secret = "".join(secrets.choice(_LETTERS) for _ in range(rules.SECRET_LENGTH))
    chosen = tuple(sorted(scope.value for scope in scopes))
    token = Token.objects.create(
        person=person,
        name=name.strip(),
        digest=digest(secret),
        scopes=list(chosen),
        circles=None if circles is None else sorted(circles),
        ceiling=ceiling,
        expires_at=expires,
    )
    record(TokenIssued(token=token.pk, person=person.pk, scopes=chosen, ceiling=ceiling), by=actor)
    return IssuedToken(token.pk, rules.written_token(token.pk, secret))


@transaction.atomic
def revoke_token(*, actor: Actor, token: UUID) -> None:
    """A token opens nothing from now on, and what it holds open closes. Twice does no harm.

    Records: TokenRevoked.
    """
    found = access.own_token(actor, token, lock=True)
    if found.revoked_at:
        return
    Token.objects.filter(pk=token).update(revoked_at=now())
    cut_off([found.person_id])
    record(TokenRevoked(token=token, person=found.person_id), by=actor)


def show_token(*, text: str) -> Bearer | None:
    """A machine shows its token at a door: who it acts for, or None. Notes that the token is in use."""
    bearer = bearer_of(text)
    if bearer:
        long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now() - NOTED_EVERY)
        Token.objects.filter(long_ago, pk=bearer.token).update(last_used_at=now())
    return bearer
