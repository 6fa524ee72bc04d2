"""How meetings look to calendars: written as iCalendar, and their answers read. Values in, octets out, and back."""

from kring.meetings.wires.answers import CalendarAnswer, Unreadable, read_answer
from kring.meetings.wires.calendars import Attendee, Entry, calendar_feed, calendar_mail

__all__ = ["Attendee", "CalendarAnswer", "Entry", "Unreadable", "calendar_feed", "calendar_mail", "read_answer"]
