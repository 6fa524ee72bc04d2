"""Who acts: the plain value that is bound to a transaction before anything is read."""

from dataclasses import dataclass
from uuid import UUID

WIDEST_REACH = 4
"""The number of the narrowest label there is (TLP:RED): an actor with this ceiling is not limited by it."""

MACHINE_REACH = 3
"""What tokens and machine accounts get at most (TLP:AMBER+STRICT): RED never goes to a machine."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks: a person, a machine account, the holder of a guest link, or a visitor.

    What an actor may read is not in here: the database works it out anew from seats and memberships in
    every transaction, so that a suspension counts from the next statement on.
    """

    person: UUID | None = None
    ceiling: int = WIDEST_REACH
    """The narrowest label this door lets through, as its number (4 is RED)."""
    scope: frozenset[UUID] | None = None
    """The circles a token is limited to; None means no limit of its own."""
    guest: UUID | None = None
    """The one key that a guest link opens."""

    @property
    def is_visitor(self) -> bool:
        """Nobody we know."""
        return self.person is None and self.guest is None


VISITOR = Actor()
