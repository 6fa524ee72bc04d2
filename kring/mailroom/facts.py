"""What can happen to mail that comes in."""

from dataclasses import dataclass
from uuid import UUID

from kring.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBecameDraft(Fact):
    """A mail to a circle's address waits as a draft. It is its author's alone."""

    draft: UUID
    person: UUID
    kept_from_chair: bool = True
