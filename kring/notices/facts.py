"""What can happen to mails."""

from dataclasses import dataclass
from uuid import UUID

from kring.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBounced(Fact):
    """A mail did not arrive. No circle's concern: the person sees it, and the source sees how many."""

    person: UUID
    delivery: UUID
    kept_from_chair: bool = True
