"""Answers that calendars send by mail: METHOD:REPLY of RFC 5546 section 3.2.3, as programs really write them.

Some leave out the ORGANIZER, some the SEQUENCE, some write MAILTO in capitals; Exchange adds time zones of its own.
"""

from dataclasses import dataclass

from icalendar import Calendar, Event

LARGEST = 100_000
"""Octets. A real answer has one or two thousand."""
LONGEST_COMMENT = 500

REPLIES = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}


class Unreadable(ValueError):
    """This is no answer to an invitation. The text says what is wrong with it, for who sent it."""


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What a calendar answered. `sequence` is None where it did not say which invitation it answers."""

    uid: str
    reply: str
    attendees: frozenset[str]
    """The addresses, in small letters."""
    sequence: int | None = None
    comment: str = ""


def read_answer(octets: bytes, method: str = "") -> CalendarAnswer:
    """Read an answer. `method` is what the mail's header said, for programs that say it there alone.

    Raises `Unreadable`.
    """
    if len(octets) > LARGEST:
        raise Unreadable("it is too large")
    try:
        calendar = Calendar.from_ical(octets)
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise Unreadable("it is no iCalendar object") from error
    said = str(calendar.get("METHOD", method)).strip().upper()
    if said != "REPLY":
        raise Unreadable(f"it is a {said[:20] or 'calendar without METHOD'}, and no REPLY")
    events = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
    if not events:
        raise Unreadable("it is about no event")
    return _answer(events[0])


def _answer(event: Event) -> CalendarAnswer:
    attendees = _all(event, "ATTENDEE")
    said = {str(getattr(each, "params", {}).get("PARTSTAT", "")).upper() for each in attendees}
    replies = [REPLIES[word] for word in sorted(said) if word in REPLIES]
    if len(replies) != 1:
        raise Unreadable("it does not say whether one comes")
    uid = str(event.get("UID", "")).strip()
    if not uid:
        raise Unreadable("it does not say which event it answers")
    return CalendarAnswer(
        uid=uid,
        reply=replies[0],
        attendees=frozenset(_address(str(each)) for each in attendees),
        sequence=_sequence(event),
        comment=" ".join(" ".join(str(each).split()) for each in _all(event, "COMMENT"))[:LONGEST_COMMENT],
    )


def _all(event: Event, name: str) -> list[object]:
    found = event.get(name, [])
    return list(found) if isinstance(found, list) else [found]


def _address(written: str) -> str:
    scheme, colon, address = written.partition(":")
    return (address if colon and scheme.lower() == "mailto" else written).strip().lower()


def _sequence(event: Event) -> int | None:
    try:
        return int(str(event["SEQUENCE"]))
    except (KeyError, ValueError, TypeError):
        return None
