"""What can happen to mail that comes in."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kring.kernel.facts import Fact
from kring.kernel.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBecameDraft(Fact):
    """A mail to a circle's address waits as a draft. It is its author's alone."""

    said: ClassVar[str] = N_("{who} sent a mail that became a draft.")

    draft: UUID
    person: UUID
    kept_from_chair: bool = True
