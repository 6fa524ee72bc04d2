"""What somebody hears by mail, when, and when trying stops. Values in, a decision out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

NO_CIRCLE = UUID(int=0)
"""Stands where a mail is about no circle: the digest, which is about all of them."""

MOST_TAGS = 60
TOO_MANY_TAGS = Refusal("too_many_tags", N_("At most {most} topics can be muted."), {"most": MOST_TAGS})


class Kind(StrEnum):
    """What a mail is about."""

    ITEM = "item"
    REPLY = "reply"
    REMINDER = "reminder"
    WITHDRAWN = "withdrawn"
    DIGEST = "digest"
    DRAFT = "draft"
    ROUND = "round"
    POLL = "poll"
    ADMISSION = "admission"
    SURVEY = "survey"
    FALLING = "falling"
    CODE = "code"
    CASE = "case"
    HEARING = "hearing"
    MEETING = "meeting"
    MINUTES = "minutes"
    OUTCOME = "outcome"
    VERDICT = "verdict"
    CYCLE = "cycle"
    THANKS = "thanks"


class Wish(StrEnum):
    """When somebody wants to hear of new items in a circle."""

    AT_ONCE = "at_once"
    MATTERS = "matters"
    """At once what matters to one's organisation; the rest in the digest."""
    DIGEST = "digest"
    OFF = "off"


class RepliesWish(StrEnum):
    """Which replies somebody wants to hear of."""

    ALL = "all"
    MINE = "mine"
    """In threads one takes part in: wrote the item, answered, or is mentioned."""
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants to hear by mail of one circle. It never changes what a mail carries: the label does."""

    items: Wish = Wish.AT_ONCE
    replies: RepliesWish = RepliesWish.MINE
    urgent: bool = True
    """Urgent items come at once, whatever else is said here."""
    digest: bool = True
    """The week, once a week."""
    muted: frozenset[str] = frozenset()
    """Topics one wants nothing of, save what is urgent."""


def hears_of_item(wishes: Wishes, *, urgent: bool, tags: Collection[str], matters: bool = False) -> Wish:
    """When somebody hears of an item. `matters`: to an organisation they work for."""
    if urgent and wishes.urgent:
        return Wish.AT_ONCE
    if wishes.muted & set(tags):
        return Wish.OFF
    if wishes.items is Wish.MATTERS:
        return Wish.AT_ONCE if matters else Wish.DIGEST
    return wishes.items


def hears_of_reply(wishes: Wishes, *, takes_part: bool, urgent: bool, tags: Collection[str]) -> bool:
    """Does a mail go out for a reply? Who is in the thread hears of it even when its topic is muted."""
    if wishes.replies is RepliesWish.OFF:
        return False
    if takes_part:
        return True
    return wishes.replies is RepliesWish.ALL and hears_of_item(wishes, urgent=urgent, tags=tags) is Wish.AT_ONCE


def notice_of(kind: Kind, *about: UUID | str) -> UUID:
    """The identifier of what a mail is about: always the same for the same, so that nobody hears of it twice."""
    return uuid5(NAMESPACE_OID, ":".join(("kring", kind, *map(str, about))))


# --- Trying again ---

TRIES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60, 180, 360, 720, 1440, 1440))
"""How long to wait after each refusal that is not final: in all about three days."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when it is enough."""
    return TRIES[attempts - 1] if attempts <= len(TRIES) else None


# --- The digest ---

DIGEST_HOUR = 8
_LATEST_HOUR = 20
"""A worker that stood still on Monday morning catches up until the evening."""


def digest_week(now: datetime, timezone: str) -> str | None:
    """The week ("2026-W48") whose digest is due to somebody on this clock; None when none is due now."""
    try:
        local = now.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        local = now.astimezone(ZoneInfo("Europe/Amsterdam"))
    year, week, day = local.isocalendar()
    return f"{year}-W{week:02}" if day == 1 and DIGEST_HOUR <= local.hour < _LATEST_HOUR else None


# --- Answers and taps ---

REPLIES_FOR = timedelta(days=180)
"""How long a mail can be answered."""
TAPS_FOR = timedelta(days=90)
"""How long the buttons in a mail work without signing in. The way out of a list works for ever."""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody to write to."""

    person: UUID
    name: str
    email: str
    language: str
    timezone: str
    certificate: str


class Occasion(Protocol):
    """What a mail is about and where that happened.

    `notice` is its identifier, the same at every try; `parent` is the notice whose mail this one follows.
    """

    @property
    def kind(self) -> Kind: ...

    @property
    def notice(self) -> UUID: ...

    @property
    def circle(self) -> UUID: ...

    @property
    def item(self) -> UUID | None: ...

    @property
    def reply(self) -> UUID | None: ...

    @property
    def parent(self) -> UUID | None: ...
