"""What is asked about leading a circle."""

from kring.leadership.queries.cockpit import Cockpit, cockpit
from kring.leadership.queries.continuity import Continuity, WorkDone, continuity
from kring.leadership.queries.cycle import Missed, Round, cycles, missed, progress_of, secretariat, secretaries
from kring.leadership.queries.duties import DutyHeld, duties
from kring.leadership.queries.talks import MemberTalks, TalkDue, TalkNoted, talks_due, talks_of
from kring.leadership.queries.thanks import Thanked, people_of, thanks, thanks_to

__all__ = [
    "Cockpit",
    "Continuity",
    "DutyHeld",
    "MemberTalks",
    "Missed",
    "Round",
    "TalkDue",
    "TalkNoted",
    "Thanked",
    "WorkDone",
    "cockpit",
    "continuity",
    "cycles",
    "duties",
    "missed",
    "people_of",
    "progress_of",
    "secretariat",
    "secretaries",
    "talks_due",
    "talks_of",
    "thanks",
    "thanks_to",
]
