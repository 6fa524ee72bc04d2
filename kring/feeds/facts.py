"""What can happen to the ways out to machines. All of it concerns the person alone."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMade(Fact):
    """Somebody has a web feed under a secret address."""

    said: ClassVar[str] = N_("{who} made a web feed.")
    feed: UUID
    ceiling: int
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRevoked(Fact):
    """The address leads nowhere any more."""

    said: ClassVar[str] = N_("{who} revoked a web feed.")
    feed: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRegistered(Fact):
    """A machine elsewhere is told of what reaches somebody."""

    said: ClassVar[str] = N_("{who} registered a webhook.")
    webhook: UUID
    ceiling: int
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRemoved(Fact):
    """It is told nothing any more."""

    said: ClassVar[str] = N_("{who} removed a webhook.")
    webhook: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WayDisabled(Fact):
    """A receiver was switched off: it failed for days, or said that it wants nothing. `why` is a code."""

    said: ClassVar[str] = N_("A webhook or messenger of {who} was switched off.")
    way: str
    target: UUID
    person: UUID
    why: str
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerAdded(Fact):
    """Somebody hears of things through another messenger."""

    said: ClassVar[str] = N_("{who} added a messenger.")
    messenger: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerRemoved(Fact):
    """No longer."""

    said: ClassVar[str] = N_("{who} removed a messenger.")
    messenger: UUID
    kept_from_chair: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingAsked(Fact):
    """Somebody tries a receiver, or has something sent to it again."""

    said: ClassVar[str] = N_("{who} had something sent to a webhook.")
    way: str
    target: UUID
    kept_from_chair: bool = True
