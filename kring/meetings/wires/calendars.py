"""Meetings as iCalendar (RFC 5545): as a scheduling message (RFC 5546), and as a feed.

All moments are UTC: Outlook misreads time zones that come with long tables of their changes. Each reader is the one
attendee of their own entry, so that nobody learns from a calendar who else is invited.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

PRODUCT = "-//Kring//Kring//EN"
HOURLY = timedelta(hours=1)
"""How often a calendar is asked to come by."""

PARTSTAT = {"none": "NEEDS-ACTION", "accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}
"""Our answers in the words of RFC 5545 section 3.2.12."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Whom the entry is for. `reply` is one of ours; `asks`: their program is to ask for an answer."""

    name: str
    email: str
    reply: str
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in a calendar, saying what its label lets it say."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    link: str
    description: str = ""
    place: str = ""
    organizer: str = ""
    """The address that takes answers; without one, nobody is asked."""
    organizer_name: str = ""
    attendee: Attendee | None = None
    cancelled: bool = False


def calendar_mail(entry: Entry) -> tuple[str, str]:
    """The scheduling message and its METHOD: a request, or a cancellation (RFC 5546 sections 3.2.2 and 3.2.5)."""
    method = "CANCEL" if entry.cancelled else "REQUEST"
    calendar = _calendar(method)
    calendar.add_component(_event(entry))
    return calendar.to_ical().decode(), method


def calendar_feed(name: str, entries: Sequence[Entry]) -> bytes:
    """Everything somebody is invited to, for a calendar that comes by now and then."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(HOURLY), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("url", entry.link)
    event.add("description", "\n\n".join(part for part in (entry.description, entry.link) if part))
    if entry.place:
        event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    _people(event, entry)
    return event


def _people(event: Event, entry: Entry) -> None:
    if entry.organizer:
        organizer = vCalAddress(f"mailto:{entry.organizer}")
        organizer.params["CN"] = vText(entry.organizer_name)
        event.add("organizer", organizer, encode=False)
    if entry.attendee:
        attendee = vCalAddress(f"mailto:{entry.attendee.email}")
        attendee.params["CN"] = vText(entry.attendee.name)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText(PARTSTAT[entry.attendee.reply])
        attendee.params["RSVP"] = vText("TRUE" if entry.attendee.asks and not entry.cancelled else "FALSE")
        event.add("attendee", attendee, encode=False)
