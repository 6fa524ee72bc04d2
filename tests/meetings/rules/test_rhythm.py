"""The days of a rhythm."""

from datetime import date
from itertools import pairwise

import pytest

from kring.meetings.rules import Pattern, Rhythm, days_of_year, is_holiday

SIX = Rhythm(Pattern.YEARLY, every=6, weekday=1)


def dutch(day: date) -> bool:
    return is_holiday("NL", day)


@pytest.mark.requirement("R66")
@pytest.mark.parametrize("weekday", range(7))
def test_six_a_year_are_six_days_two_months_apart_and_none_is_a_dutch_holiday(weekday: int) -> None:
    for year in range(2026, 2034):
        days = days_of_year(Rhythm(Pattern.YEARLY, 6, weekday), start=date(year, 1, 1), taken=dutch)
        assert len(days) == 6
        assert [day.weekday() for day in days] == [weekday] * 6
        assert not any(dutch(day) for day in days)
        assert all(30 < (later - day).days < 90 for day, later in pairwise(days))


@pytest.mark.requirement("R66")
@pytest.mark.parametrize(("weeks", "meetings"), [(4, 14), (5, 11)])
def test_every_four_or_five_weeks_is_so(weeks: int, meetings: int) -> None:
    days = days_of_year(Rhythm(Pattern.WEEKS, weeks, 3), start=date(2026, 1, 1), taken=dutch)
    assert len(days) == meetings
    assert {(later - day).days % 7 for day, later in pairwise(days)} == {0}
    assert not any(dutch(day) for day in days)


@pytest.mark.parametrize(
    ("day", "country", "free"),
    [
        (date(2026, 4, 27), "NL", False),  # the king's day
        (date(2027, 5, 17), "NL", False),  # the Monday after Whitsun
        (date(2026, 5, 5), "NL", True),  # off for everybody in lustrum years alone
        (date(2026, 7, 14), "NL", True),
        (date(2026, 7, 14), "FR", False),
        (date(2026, 12, 25), "XX", True),  # no country
    ],
)
def test_holidays_are_those_of_the_country(day: date, country: str, free: bool) -> None:
    assert is_holiday(country, day) is not free


def test_a_day_that_is_taken_moves_a_week_and_the_rhythm_stays() -> None:
    monthly = Rhythm(Pattern.MONTHLY, every=1, weekday=0, nth=4)
    days = days_of_year(monthly, start=date(2026, 4, 1), taken=dutch)
    assert days[:2] == [date(2026, 5, 4), date(2026, 5, 25) if not dutch(date(2026, 5, 25)) else date(2026, 6, 1)]


def test_the_last_weekday_of_a_month_is_found() -> None:
    days = days_of_year(Rhythm(Pattern.MONTHLY, 1, 4, nth=-1), start=date(2026, 1, 1), until=date(2026, 3, 1))
    assert days == [date(2026, 1, 30), date(2026, 2, 27)]


def test_nothing_fits_after_the_end() -> None:
    assert days_of_year(SIX, start=date(2026, 1, 1), until=date(2025, 12, 31)) == []
