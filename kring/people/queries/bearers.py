"""Who a token acts for."""

import hmac
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from kring.kernel.actor import MACHINE_REACH, Actor
from kring.kernel.clock import now
from kring.people.models import Token
from kring.people.rules import Scope, read_token


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who shows a token: the actor to bind, and what the token lets them do."""

    actor: Actor
    token: UUID
    scopes: frozenset[Scope]
    address: str
    """Of the account, for doors that ask for a name beside the token."""


def digest(secret: str) -> bytes:
    """How a secret is kept. It is 256 bits of chance, so a fast hash is enough."""
    return blake2b(secret.encode(), digest_size=32, person=b"kring token").digest()


def bearer_of(text: str) -> Bearer | None:
    """Who acts with this token; None when it opens nothing: unknown, expired, revoked, or its person is suspended.

    What it compares takes as long for a token that does not exist as for one with another secret.
    """
    token, secret = read_token(text) or (None, "")
    row = Token.objects.select_related("person").filter(pk=token).first() if token else None
    same = hmac.compare_digest(digest(secret), bytes(row.digest) if row else digest(""))
    if row is None or not same or row.revoked_at or row.expires_at <= now() or not row.person.is_active:
        return None
    return Bearer(
        actor=Actor(
            person=row.person_id,
            ceiling=min(row.ceiling, MACHINE_REACH),
            scope=None if row.circles is None else frozenset(row.circles),
        ),
        token=row.pk,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        address=row.person.email,
    )


def actor_of_token(text: str) -> Actor | None:
    """The actor behind a token; None when it opens nothing. `commands.show_token` also notes that it was used."""
    bearer = bearer_of(text)
    return bearer.actor if bearer else None
