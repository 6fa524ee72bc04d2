"""Days as people write them in notes, the Dutch and the English way: "3 dec", "vr", "next week"."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

MONTHS = (
    ("jan", "january", "januari"),
    ("feb", "february", "februari"),
    ("mar", "march", "mrt", "maart"),
    ("apr", "april"),
    ("may", "mei"),
    ("jun", "june", "juni"),
    ("jul", "july", "juli"),
    ("aug", "august", "augustus"),
    ("sep", "sept", "september"),
    ("oct", "october", "okt", "oktober"),
    ("nov", "november"),
    ("dec", "december"),
)
WEEKDAYS = (
    ("mon", "monday", "ma", "maandag"),
    ("tue", "tuesday", "di", "dinsdag"),
    ("wed", "wednesday", "wo", "woensdag"),
    ("thu", "thursday", "do", "donderdag"),
    ("fri", "friday", "vr", "vrijdag"),
    ("sat", "saturday", "za", "zaterdag"),
    ("sun", "sunday", "zo", "zondag"),
)
FRIDAY = 4
"""What is to be done in a week is done by its Friday."""

MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
WEEKDAY = {name: number for number, names in enumerate(WEEKDAYS) for name in names}


def _one_of(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


def _soonest(today: date, month: int, day: int) -> date:
    """That day this year, or next year when it has gone by."""
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _dated(found: re.Match[str], today: date) -> date:
    month = found["month"].lower()
    number = MONTH.get(month.rstrip(".")) or int(month)
    day = int(found["day"])
    return date(_full_year(found["year"]), number, day) if found["year"] else _soonest(today, number, day)


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _weekday(found: re.Match[str], today: date) -> date:
    wanted = WEEKDAY[found["weekday"].lower()]
    if found["next"]:
        return _of_week(today + timedelta(weeks=1), wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _of_week(day: date, weekday: int) -> date:
    return day + timedelta(days=weekday - day.weekday())


def _week(found: re.Match[str], today: date) -> date:
    return max(today, _of_week(today, FRIDAY)) if found["this"] else _of_week(today + timedelta(weeks=1), FRIDAY)


def _numbered_week(found: re.Match[str], today: date) -> date:
    number = int(found["number"])
    friday = date.fromisocalendar(today.isocalendar().year, number, FRIDAY + 1)
    return friday if friday >= today else date.fromisocalendar(today.isocalendar().year + 1, number, FRIDAY + 1)


def _month(found: re.Match[str], today: date) -> date:
    month = today if found["this"] else date(today.year, today.month, 1) + timedelta(days=31)
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def _span(found: re.Match[str], today: date) -> date:
    days = {"d": 1, "w": 7, "m": 30}[found["unit"][0].lower()]
    return today + timedelta(days=days * int(found["number"]))


def _near(found: re.Match[str], today: date) -> date:
    ahead = {"today": 0, "vandaag": 0, "tomorrow": 1, "morgen": 1, "overmorgen": 2}
    return today + timedelta(days=ahead[found["near"].lower()])


Reader = Callable[[re.Match[str], date], date]

WAYS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"(?:{pattern})(?![\w/])", re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _dated),
        (r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})(?:\2(?P<year>\d{4}|\d{2}))?", _dated),
        (rf"(?P<day>\d{{1,2}})\s+(?P<month>{_one_of(MONTH)})\.?(?:\s+(?P<year>\d{{4}}))?", _dated),
        (rf"(?P<month>{_one_of(MONTH)})\.?\s+(?P<day>\d{{1,2}})(?:,?\s+(?P<year>\d{{4}}))?", _dated),
        (r"(?:(?P<this>this|deze)|next|volgende)\s+week", _week),
        (r"(?:(?P<this>end of the month|eind van de maand|this month|deze maand)|next month|volgende maand)", _month),
        (rf"(?:(?P<next>next|volgende)\s+)?(?P<weekday>{_one_of(WEEKDAY)})", _weekday),
        (r"(?:week|wk)\s*(?P<number>[1-9]|[1-4]\d|5[0-3])", _numbered_week),
        (r"(?:in|over)\s+(?P<number>\d{1,2})\s+(?P<unit>days?|dag(?:en)?|weeks?|weken|months?|maand(?:en)?)", _span),
        (r"(?P<near>today|vandaag|tomorrow|overmorgen|morgen)", _near),
    )
)

BEFORE = re.compile(r"(?:by|before|until|on|voor|vóór|op|uiterlijk)\s+", re.IGNORECASE)
WORDS_TOO = frozenset({"do", "zo"})
"""Days that are words as well, in English or in Dutch: a day only where "by" stands before them or nothing goes on behind."""


def read(text: str, today: date) -> tuple[date, int] | None:
    """The day that a text begins with, and how many letters say it; None when it begins with something else."""
    led = BEFORE.match(text)
    start = led.end() if led else 0
    for pattern, reader in WAYS:
        found = pattern.match(text, start)
        if found and not (led is None and _goes_on(found)):
            day = _made(reader, found, today)
            if day:
                return day, found.end()
    return None


def _goes_on(found: re.Match[str]) -> bool:
    rest = found.string[found.end() :]
    return found[0].lower() in WORDS_TOO and bool(re.match(r"\s+\w", rest))


def _made(reader: Reader, found: re.Match[str], today: date) -> date | None:
    try:
        return reader(found, today)
    except ValueError:  # no such day: 31 june
        return None
