"""Times and numbers as the reader writes them: Dutch in Dutch, the British way in English, in their own time zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, gettext

RECENT = timedelta(days=7)
"""Older than this, an age says less than a date."""

DUTCH, BRITISH = Locale.parse("nl_NL"), Locale.parse("en_GB")


def reader_locale() -> Locale:
    """The locale of the language that is active."""
    return DUTCH if get_language() == "nl" else BRITISH


def age(moment: datetime, *, now: datetime | None = None) -> str:
    """How long ago, or how soon: "3 min ago"; from a week on the day."""
    passed = (now or timezone.now()) - moment
    if abs(passed) < timedelta(seconds=45):
        return gettext("just now")
    if abs(passed) < RECENT:
        # "2 dgn geleden" is not something anybody says; minutes and hours are fine when short.
        length: Literal["long", "short"] = "long" if abs(passed) >= timedelta(days=1) else "short"
        return format_timedelta(-passed, add_direction=True, format=length, threshold=0.99, locale=reader_locale())
    return short_day(timezone.localtime(moment).date(), today=timezone.localdate(now))


def duration(time: timedelta) -> str:
    """How long something took: "4 minutes", "2 hours"; never less than a minute."""
    return format_timedelta(time, granularity="minute", threshold=0.99, locale=reader_locale())


def short_day(day: date, *, today: date) -> str:
    """A day in few letters: "12 Nov"; with its year when that is another one."""
    return _written(day, "d MMM" if day.year == today.year else "d MMM y", reader_locale())


def long_day(day: date) -> str:
    """A day in full: "21 November 2026", "21 november 2026"."""
    return _written(day, "d MMMM y", reader_locale())


@lru_cache(maxsize=1024)  # the days of a list are few, and Babel takes its time
def _written(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale=locale)


def full_moment(moment: datetime) -> str:
    """A day and a time: "21 November 2026 at 14:05", "21 november 2026 om 14:05"."""
    local = timezone.localtime(moment)
    return gettext("%(day)s at %(time)s") % {
        "day": long_day(local.date()),
        "time": f"{local:%H:%M}",
    }


def number(value: float) -> str:
    """A number with its groups: "1,234", "1.234"."""
    return _figures(value, reader_locale())


@lru_cache(maxsize=1024)
def _figures(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)
