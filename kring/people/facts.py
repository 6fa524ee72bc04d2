"""What can happen to accounts and tokens. Most of it concerns the person alone."""

from dataclasses import dataclass
from uuid import UUID

from kring.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMade(Fact):
    """Somebody took an invitation, or an operator made a machine."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Fact):
    """Somebody said something else about themselves, or showed it to others."""

    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChangeAsked(Fact):
    """Somebody wants to use another e-mail address; a link goes there."""

    person: UUID
    change: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChanged(Fact):
    """Somebody showed that they read the new address."""

    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasswordAsked(Fact):
    """Somebody forgot a password. No person: there is no such account, and whoever asks does not hear that."""

    person: UUID | None
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInChanged(Fact):
    """Somebody has another password, or another second factor. `what` is a code."""

    person: UUID
    what: str
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyKept(Fact):
    """Somebody added the OpenPGP key that mail to them is encrypted with."""

    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRemoved(Fact):
    """Somebody took their OpenPGP key away."""

    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(Fact):
    """A machine got a key to act for a person."""

    token: UUID
    person: UUID
    scopes: tuple[str, ...]
    ceiling: int
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Fact):
    """A token opens nothing any more."""

    token: UUID
    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Fact):
    """Somebody signed a device out from afar."""

    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSuspended(Fact):
    """An account opens nothing any more."""

    person: UUID
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReadmitted(Fact):
    """A suspended account opens again what it did."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountErased(Fact):
    """Somebody was forgotten, as they asked."""

    person: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataTaken(Fact):
    """Somebody took a copy of what is kept about them."""

    person: UUID
    kept_from_chair: bool = True
