"""Tokens in links, reply addresses and return paths: the mail they came with, and proof that we wrote it there.

A token is 26 octets in hexadecimal digits: it fits into the local part of an address (64 octets), survives servers
that change capitals, and needs no row of its own. The identifier inside is a UUID of version 7, so a token knows
when it was made.
"""

import hmac
from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

__all__ = ["Purpose", "made_at", "read_token", "token_for"]

_PROOF = 10
"""Octets of proof. Whoever guesses has to ask us each time; 80 bits are more than anybody asks."""


class Purpose(Enum):
    """What a token is good for. One of them opens nothing of another."""

    LINK = b"link"
    REPLY = b"reply"
    BOUNCE = b"bounce"
    INVITATION = b"invitation"
    """Answers an invitation from a mail, for as long as the meeting is ahead. It stands for the invitation, not for a mail."""
    VERDICT = b"verdict"
    """Answers how a meeting was, for some weeks after it. It stands for the invitation by which somebody was there."""
    CALENDAR = b"calendar"
    """The address to which calendars answer the same: it must not change from one mail to the next."""


def token_for(secret: bytes, purpose: Purpose, delivery: UUID) -> str:
    """The token to put into one mail."""
    octets = delivery.bytes
    return (octets + _proof(secret, purpose, octets)).hex()


def read_token(secret: bytes, purpose: Purpose, token: str) -> UUID | None:
    """Which mail a token came with; None when we did not write it for this purpose."""
    try:
        octets = bytes.fromhex(token)
    except ValueError:
        return None
    identifier, proof = octets[:16], octets[16:]
    if len(identifier) < 16 or not hmac.compare_digest(proof, _proof(secret, purpose, identifier)):
        return None
    return UUID(bytes=identifier)


def made_at(identifier: UUID) -> datetime:
    """The moment in a UUID of version 7 (RFC 9562 section 5.7)."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)


def _proof(secret: bytes, purpose: Purpose, identifier: bytes) -> bytes:
    return hmac.digest(secret, purpose.value + b":" + identifier, "sha256")[:_PROOF]
