"""What is asked about duties and talks."""

from kring.leadership.queries.continuity import Continuity, WorkDone, continuity
from kring.leadership.queries.duties import DutyHeld, duties
from kring.leadership.queries.talks import MemberTalks, TalkDue, TalkNoted, talks_due, talks_of

__all__ = [
    "Continuity",
    "DutyHeld",
    "MemberTalks",
    "TalkDue",
    "TalkNoted",
    "WorkDone",
    "continuity",
    "duties",
    "talks_due",
    "talks_of",
]
