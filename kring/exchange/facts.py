"""What can happen to what machines exchange."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionOpened(Fact):
    """A circle has a collection for machines."""

    said: ClassVar[str] = N_("{who} opened a collection for machines.")

    collection: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionClosed(Fact):
    """A circle has that collection no longer."""

    said: ClassVar[str] = N_("{who} closed a collection for machines.")

    collection: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectsTakenIn(Fact):
    """Somebody's machine added objects to a collection."""

    said: ClassVar[str] = N_("{who} added {count} objects to a collection.")

    collection: UUID | None = None
    """None: they came from somebody else's collection."""
    subscription: UUID | None = None
    count: int
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed(Fact):
    """A circle reads what somebody else has from now on, or gives to it."""

    said: ClassVar[str] = N_("{who} connected the circle with others.")

    subscription: UUID
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribed(Fact):
    """It does so no longer."""

    said: ClassVar[str] = N_("{who} ended a connection with others.")

    subscription: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRemoved(Fact):
    """Somebody's machine removed what it had added."""

    said: ClassVar[str] = N_("{who} removed an object from a collection.")

    collection: UUID
    versions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderOpened(Fact):
    """A circle publishes advisories from now on, or says otherwise who it is."""

    said: ClassVar[str] = N_("{who} had the circle publish advisories.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderClosed(Fact):
    """It does so no longer: nothing of it is there for the world."""

    said: ClassVar[str] = N_("{who} ended that the circle publishes advisories.")
