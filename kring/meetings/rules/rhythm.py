"""The days of a rhythm: so many a year, every so many weeks, or a set weekday of the month; never on a public holiday."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.relativedelta import relativedelta, weekday
from holidays import country_holidays, list_supported_countries

WEEK = timedelta(weeks=1)
WEEKS_A_YEAR = 52
MONTHS_A_YEAR = 12
LONGEST_PLAN = relativedelta(months=12)
LONGEST_SEARCH = 8
"""Weeks after a holiday within which another day is looked for."""


class Pattern(StrEnum):
    """How a rhythm is said."""

    MONTHLY = "monthly"
    WEEKS = "weeks"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a circle meets: `every` counts months, weeks, or meetings in a year; see `Pattern`."""

    pattern: Pattern
    every: int
    weekday: int
    """0 is Monday."""
    nth: int = 2
    """Which of them in the month; -1 is the last."""


@lru_cache(maxsize=64)
def is_holiday(country: str, day: date) -> bool:
    """Is this day a public holiday there? A country that nobody knows has none."""
    return country in _countries() and day in country_holidays(country, years=day.year)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(list_supported_countries())


def days_of_year(
    rhythm: Rhythm, *, start: date, until: date | None = None, taken: Callable[[date], bool] = lambda _: False
) -> list[date]:
    """The days of the year from `start` on that fit. One that is `taken` moves by weeks to the next that is free.

    A year holds as many days as the rhythm says: "six a year" gives six.
    """
    end = min(start + LONGEST_PLAN, until + timedelta(days=1)) if until else start + LONGEST_PLAN
    found: list[date] = []
    for day in _steps(rhythm, start):
        if day >= end:
            break
        free = next((day + WEEK * n for n in range(LONGEST_SEARCH) if not taken(day + WEEK * n)), None)
        if free is not None and free not in found and free < end:
            found.append(free)
    return found[: rhythm.every] if rhythm.pattern is Pattern.YEARLY else found


def _steps(rhythm: Rhythm, start: date) -> Iterator[date]:
    match rhythm.pattern:
        case Pattern.WEEKS:
            return _weekly(rhythm.every, rhythm.weekday, start)
        case Pattern.MONTHLY:
            return _monthly(rhythm.every, rhythm.weekday, rhythm.nth, start)
        case Pattern.YEARLY if MONTHS_A_YEAR % rhythm.every == 0:
            return _monthly(MONTHS_A_YEAR // rhythm.every, rhythm.weekday, rhythm.nth, start)
        case Pattern.YEARLY:
            return _weekly(max(1, WEEKS_A_YEAR // rhythm.every), rhythm.weekday, start)


def _weekly(weeks: int, on: int, start: date) -> Iterator[date]:
    day = start + timedelta(days=(on - start.weekday()) % 7)
    while True:
        yield day
        day += WEEK * weeks


def _monthly(months: int, on: int, nth: int, start: date) -> Iterator[date]:
    month = start.replace(day=1)
    if _nth_weekday(month, on, nth) < start:
        month += relativedelta(months=1)
    while True:
        yield _nth_weekday(month, on, nth)
        month += relativedelta(months=months)


def _nth_weekday(month: date, on: int, nth: int) -> date:
    day = 31 if nth < 0 else 1
    return month + relativedelta(day=day, weekday=weekday(on)(nth))
