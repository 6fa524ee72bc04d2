"""What is asked about leading a circle."""

from kring.leadership.queries.cockpit import Cockpit, cockpit
from kring.leadership.queries.continuity import Continuity, WorkDone, continuity
from kring.leadership.queries.cycle import (
    Missed,
    Round,
    cycles,
    meetings_ahead,
    missed,
    progress_of,
    secretariat,
    secretaries,
)
from kring.leadership.queries.duties import DutyHeld, duties
from kring.leadership.queries.talks import MemberTalks, TalkDue, TalkNoted, talks_due, talks_of

__all__ = [
    "Cockpit",
    "Continuity",
    "DutyHeld",
    "MemberTalks",
    "Missed",
    "Round",
    "TalkDue",
    "TalkNoted",
    "WorkDone",
    "cockpit",
    "continuity",
    "cycles",
    "duties",
    "meetings_ahead",
    "missed",
    "progress_of",
    "secretariat",
    "secretaries",
    "talks_due",
    "talks_of",
]
