"""What goes out to machines and messengers, when it is tried again, and when trying stops. Values in, a decision out."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kring.kernel.actor import MACHINE_REACH
from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.labels import Label

NO_CIRCLE = UUID(int=0)
"""Stands where something is about no circle: a trial."""


class Way(StrEnum):
    """What something is sent to."""

    WEBHOOK = "webhook"
    MESSENGER = "messenger"


class Event(StrEnum):
    """What a webhook can hear of. `GONE` is told by itself, to who had an item and may not have it any more."""

    ITEM_SHARED = "item.shared"
    ITEM_EDITED = "item.edited"
    ITEM_RELABELLED = "item.relabelled"
    ITEM_WITHDRAWN = "item.withdrawn"
    ITEM_GONE = "item.gone"
    ITEM_REMINDED = "item.reminded"
    REPLY_ADDED = "reply.added"
    REPLY_EDITED = "reply.edited"
    REPLY_REMOVED = "reply.removed"
    FEEDBACK_CHANGED = "feedback.changed"
    TRIAL = "webhook.trial"


EVENTS: dict[Event, str] = {
    Event.ITEM_SHARED: N_("An item reaches you"),
    Event.ITEM_EDITED: N_("Its words changed"),
    Event.ITEM_RELABELLED: N_("Its label or audience changed"),
    Event.ITEM_WITHDRAWN: N_("It was taken back"),
    Event.ITEM_REMINDED: N_("Its source asks again who has it"),
    Event.REPLY_ADDED: N_("Somebody answered"),
    Event.REPLY_EDITED: N_("An answer changed"),
    Event.REPLY_REMOVED: N_("An answer was taken back"),
    Event.FEEDBACK_CHANGED: N_("Feedback on what you shared"),
}
"""What somebody can choose to hear of, in words."""

FOLLOWS = frozenset({Event.ITEM_RELABELLED, Event.ITEM_WITHDRAWN})
"""These go to whoever had the item, chosen or not: a copy elsewhere has to follow."""


# --- Trying again ---

TRIES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)  # as Standard Webhooks proposes
)
"""How long to wait after each attempt that failed; the first is made at once. In all about three days."""

DISABLED_AFTER = timedelta(days=5)
"""How long every attempt has to fail before a receiver is switched off."""

GONE = 410
"""The status by which a receiver says that it wants nothing any more."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when it is enough."""
    return TRIES[attempts - 1] if attempts <= len(TRIES) else None


def why_disable(*, failing_since: datetime | None, now: datetime, status: int | None) -> str:
    """Why a receiver is to be switched off, as a code; empty: it is not."""
    if status == GONE:
        return "gone"
    return "failing" if failing_since is not None and now - failing_since >= DISABLED_AFTER else ""


# --- Making one ---

MOST = 20
"""Feeds, webhooks or messengers that one person can have at a time."""

TOO_MANY = Refusal("too_many", N_("You have {most} of these. Take one away first."), {"most": MOST})
NO_EVENT = Refusal("no_event", N_("Choose what it should hear of."))
NO_RED = Refusal("no_red", N_("TLP:RED goes to no machine. Choose AMBER+STRICT or wider."))
BEYOND_OWN = Refusal("beyond_own", N_("This goes beyond what you act with. Choose a wider label, or fewer circles."))
BAD_ADDRESS = Refusal("bad_address", N_("This address cannot be used: {why}."))
NOT_TAKEN = Refusal("not_taken", N_("The messenger did not take it: {why}."))
IS_DISABLED = Refusal("is_disabled", N_("This is switched off. Switch it on first."))


def why_not_make(
    *,
    count: int,
    ceiling: Label,
    circles: Collection[UUID] | None,
    own_ceiling: int,
    own_circles: Collection[UUID] | None,
) -> Refusal | None:
    """May somebody have one more machine way out, with this ceiling and these circles (None: all of theirs)?

    Who acts with a token makes nothing that reaches further than the token does.
    """
    if count >= MOST:
        return TOO_MANY
    if ceiling > MACHINE_REACH:
        return NO_RED
    beyond = ceiling > own_ceiling or (own_circles is not None and not set(circles or own_circles) <= set(own_circles))
    return BEYOND_OWN if beyond else None
