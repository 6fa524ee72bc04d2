"""Signed links that are used once: invitations to a seat, and offers of a bridge."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

INVITATION_LASTS = timedelta(days=14)
OFFER_LASTS = timedelta(days=14)

LINK_USED = Refusal("link_used", N_("This invitation was used already. Sign in instead."))
LINK_REVOKED = Refusal("link_revoked", N_("This invitation was taken back. Ask the person who sent it why."))
LINK_EXPIRED = Refusal("link_expired", N_("This invitation has expired. Ask the person who sent it for a new one."))
WRONG_ADDRESS = Refusal("wrong_address", N_("This invitation was sent to another address."))
SIGN_IN_FIRST = Refusal("sign_in_first", N_("There is an account with this address. Sign in, and open the link again."))
OFFER_GONE = Refusal(
    "offer_gone", N_("This offer was taken, taken back, or has expired. Ask the other chair for a new one.")
)
SAME_COMMUNITY = Refusal(
    "same_community", N_("Both circles are in one community: GREEN reaches all of it without a bridge.")
)
ALREADY_BRIDGED = Refusal("already_bridged", N_("There is a bridge between these circles in that direction already."))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link is in its life."""

    expires_at: datetime
    used: bool
    revoked: bool


def why_not_open(link: Link, now: datetime) -> Refusal | None:
    """Does an invitation still open anything?"""
    if link.used:
        return LINK_USED
    if link.revoked:
        return LINK_REVOKED
    return LINK_EXPIRED if link.expires_at <= now else None


def why_not_take(link: Link, now: datetime, *, invited: str, own: str) -> Refusal | None:
    """May somebody with this address of their own take an invitation to that address?"""
    return why_not_open(link, now) or (None if invited.casefold() == own.casefold() else WRONG_ADDRESS)


def why_not_bridge(link: Link, now: datetime, *, offering: UUID, taking: UUID, bridged: bool) -> Refusal | None:
    """May the chair of a circle in the community `taking` take an offer from a circle in the community `offering`?"""
    if why_not_open(link, now):
        return OFFER_GONE
    if offering == taking:
        return SAME_COMMUNITY
    return ALREADY_BRIDGED if bridged else None
