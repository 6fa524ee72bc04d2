"""What accounts show to whom, and what a token may be, on plain values."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

from kring.kernel.actor import MACHINE_REACH
from kring.kernel.errors import Refusal
from kring.kernel.words import N_

# --- What is shown to whom (R56) ---


class Detail(StrEnum):
    """What somebody can show of themselves, or not."""

    EMAIL = "email"
    PHONE = "phone"
    PHONE_OUT_OF_HOURS = "phone_out_of_hours"
    SPEAKS = "speaks"
    INTRODUCTION = "introduction"
    KEY = "key"


class ShownTo(StrEnum):
    """Who sees a detail."""

    CIRCLE = "circle"
    COMMUNITY = "community"
    NOBODY = "nobody"


class Nearness(IntEnum):
    """How close whoever looks is to whom they look at."""

    STRANGER = 0
    COMMUNITY = 1
    CIRCLE = 2
    SELF = 3


NEEDED = {ShownTo.COMMUNITY: Nearness.COMMUNITY, ShownTo.CIRCLE: Nearness.CIRCLE, ShownTo.NOBODY: Nearness.SELF}


def may_see(consent: Mapping[str, str], detail: Detail, nearness: Nearness) -> bool:
    """Is this detail shown to somebody that near? What nobody agreed to is shown to nobody."""
    return nearness >= NEEDED[ShownTo(consent.get(detail, ShownTo.NOBODY))]


# --- Tokens ---


class Scope(StrEnum):
    """What a token lets a machine do, within what its person may."""

    READ = "read"
    WRITE = "write"
    FEEDBACK = "feedback"
    MANAGE = "manage"
    PROFILE = "profile"


LONGEST_TOKEN = timedelta(days=366)
"""A year, and a day so that nobody has to count."""

SECRET_LENGTH = 43
"""Characters of a token's secret: 256 bits in base 62."""

_TOKEN = re.compile(rf"kring_([0-9a-f]{{32}})_([0-9A-Za-z]{{{SECRET_LENGTH}}})")

NO_SCOPE = Refusal("no_scope", N_("Say what the token may do."))
ALREADY_EXPIRED = Refusal("already_expired", N_("The token would have expired already. Choose a later day."))
LIVES_TOO_LONG = Refusal("lives_too_long", N_("A token lives for a year at most. Choose an earlier day."))
NO_RED = Refusal("no_red", N_("TLP:RED goes to no machine. Choose AMBER+STRICT or wider."))


def why_not_issue(scopes: Collection[Scope], *, ceiling: int, now: datetime, expires: datetime) -> Refusal | None:
    """May there be such a token?"""
    if not scopes:
        return NO_SCOPE
    if ceiling > MACHINE_REACH:
        return NO_RED
    if expires <= now:
        return ALREADY_EXPIRED
    return LIVES_TOO_LONG if expires > now + LONGEST_TOKEN else None


def written_token(token: UUID, secret: str) -> str:
    """A token as its owner keeps it."""
    return f"kring_{token.hex}_{secret}"


def read_token(text: str) -> tuple[UUID, str] | None:
    """The id and the secret in a token; None for what is no token of ours."""
    found = _TOKEN.fullmatch(text)
    return (UUID(hex=found[1]), found[2]) if found else None


# --- Accounts ---

ADDRESS_TAKEN = Refusal("address_taken", N_("There is an account with this address already. Sign in instead."))
OWN_ACCOUNT = Refusal("own_account", N_("You cannot suspend yourself. Ask somebody else to do it."))
ALREADY_SUSPENDED = Refusal("already_suspended", N_("This account is suspended already."))
NOT_SUSPENDED = Refusal("not_suspended", N_("This account is not suspended."))
IS_ERASED = Refusal("is_erased", N_("This account was erased; it cannot be opened again."))
OTHER_ADDRESS = Refusal("other_address", N_("Type your own e-mail address to go on."))


def why_not_suspend(*, own: bool, suspended: bool) -> Refusal | None:
    """May this account be suspended by somebody who has the say over it?"""
    if own:
        return OWN_ACCOUNT
    return ALREADY_SUSPENDED if suspended else None


def why_not_readmit(*, suspended: bool, erased: bool) -> Refusal | None:
    """May this account be opened again?"""
    if erased:
        return IS_ERASED
    return None if suspended else NOT_SUSPENDED


def why_not_erase(typed: str, email: str) -> Refusal | None:
    """May this account be erased by its owner, who typed this to be sure?"""
    return None if typed.strip().casefold() == email.casefold() else OTHER_ADDRESS
