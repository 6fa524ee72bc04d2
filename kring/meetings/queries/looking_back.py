"""What stands by itself under the point that looks back, for each reader as far as they may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.kernel.actor import Actor
from kring.meetings.queries.outcomes import OutcomeRow, late_for
from kring.meetings.queries.verdicts import Verdict, last_verdict


@dataclass(frozen=True, slots=True)
class LookBack:
    """The actions that are late by the day of a meeting, and how the one before it was found."""

    late: Sequence[OutcomeRow]
    last: tuple[str, Verdict] | None

    def __bool__(self) -> bool:
        return bool(self.late or self.last)


def look_back(actor: Actor, circle: UUID, meeting: UUID, starts_at: datetime) -> LookBack:
    """Worked out when it is asked for: what was done since is not there any more."""
    return LookBack(late_for(actor, circle, starts_at.date()), last_verdict(circle, meeting))
