"""What people are told by mail of meetings, and what guests are written."""

from kring.meetings.mails.guests import guest_letter
from kring.meetings.mails.meetings import AgainTelling, MeetingTelling, entry_of
from kring.meetings.mails.minutes import MinutesTelling
from kring.meetings.mails.outcomes import OutcomeTelling
from kring.meetings.mails.verdicts import VerdictTelling

__all__ = [
    "AgainTelling",
    "MeetingTelling",
    "MinutesTelling",
    "OutcomeTelling",
    "VerdictTelling",
    "entry_of",
    "guest_letter",
]
