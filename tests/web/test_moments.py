"""Times and numbers, the Dutch way in Dutch and the British way in English."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from kring.web import moments

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


@pytest.fixture(params=["en", "nl"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param), timezone.override(ZoneInfo("Europe/Amsterdam")):
        yield request.param


@pytest.mark.parametrize(
    ("passed", "english", "dutch"),
    [
        (timedelta(minutes=3), "3 min ago", "3 min geleden"),
        (timedelta(hours=5), "5 hr ago", "5 uur geleden"),
        (timedelta(days=2), "2 days ago", "2 dagen geleden"),
        (timedelta(days=40), "13 Oct", "13 okt"),
        (timedelta(days=500), "10 Jul 2025", "10 jul 2025"),
        (timedelta(minutes=-10), "in 10 min", "over 10 min"),
    ],
)
def test_an_age_is_said_as_one_would(language: str, passed: timedelta, english: str, dutch: str) -> None:
    said = moments.age(NOW - passed, now=NOW).replace(".", "")
    assert said == (english if language == "en" else dutch)


def test_a_moment_is_told_in_the_zone_of_the_reader(language: str) -> None:
    expected = {"en": "22 November 2026 at 00:30", "nl": "22 november 2026 om 00:30"}
    assert moments.full_moment(NOW) == expected[language]


def test_numbers_are_grouped_as_the_reader_groups_them(language: str) -> None:
    assert moments.number(1234567) == {"en": "1,234,567", "nl": "1.234.567"}[language]


def test_a_day_is_written_in_full(language: str) -> None:
    assert moments.long_day(date(2026, 3, 1)) == {"en": "1 March 2026", "nl": "1 maart 2026"}[language]
