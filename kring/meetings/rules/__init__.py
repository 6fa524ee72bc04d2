"""What may be done about meetings, and what follows from a rhythm, on plain values."""

from kring.meetings.rules.acquaintance import strangers
from kring.meetings.rules.agenda import USUAL_AGENDA, Point, clock, moved
from kring.meetings.rules.asked import MeetingAsked, PointAsked, RowAsked, YearAsked
from kring.meetings.rules.attending import (
    NOTED,
    OPEN_STAGES,
    THERE,
    Rate,
    is_time_to_ask_again,
    rate,
    why_not_answer,
    why_not_take,
)
from kring.meetings.rules.hosting import CHECKLIST, LATE, Host, fair_hosts
from kring.meetings.rules.reasons import (
    CANNOT_DEPUTISE,
    ENDS_FIRST,
    GUESTS_READ_NO_RED,
    MEETING_OVER,
    NO_DATES,
    NOBODY_TO_INVITE,
    NOT_HOST,
    NOT_PRESENT,
    NOT_SEATED,
    NOT_STEERING,
    NOTHING_LEFT,
    STALE_ANSWER,
    WINDOW_CLOSES_FIRST,
)
from kring.meetings.rules.rhythm import Pattern, Rhythm, days_of_year, is_holiday

__all__ = [
    "CANNOT_DEPUTISE",
    "CHECKLIST",
    "ENDS_FIRST",
    "GUESTS_READ_NO_RED",
    "LATE",
    "MEETING_OVER",
    "NOBODY_TO_INVITE",
    "NOTED",
    "NOTHING_LEFT",
    "NOT_HOST",
    "NOT_PRESENT",
    "NOT_SEATED",
    "NOT_STEERING",
    "NO_DATES",
    "OPEN_STAGES",
    "STALE_ANSWER",
    "THERE",
    "USUAL_AGENDA",
    "WINDOW_CLOSES_FIRST",
    "Host",
    "MeetingAsked",
    "Pattern",
    "Point",
    "PointAsked",
    "Rate",
    "Rhythm",
    "RowAsked",
    "YearAsked",
    "clock",
    "days_of_year",
    "fair_hosts",
    "is_holiday",
    "is_time_to_ask_again",
    "moved",
    "rate",
    "strangers",
    "why_not_answer",
    "why_not_take",
]
