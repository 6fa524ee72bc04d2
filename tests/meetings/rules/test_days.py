"""Days as people write them in notes."""

from datetime import date

import pytest

from kring.meetings.rules import days

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("3 dec", date(2026, 12, 3)),
        ("3 december 2027", date(2027, 12, 3)),
        ("3 mrt", date(2027, 3, 3)),
        ("12 mei", date(2027, 5, 12)),
        ("March 3", date(2027, 3, 3)),
        ("dec. 3, 2026", date(2026, 12, 3)),
        ("2026-12-03", date(2026, 12, 3)),
        ("3-12", date(2026, 12, 3)),
        ("3/12/26", date(2026, 12, 3)),
        ("03.12.2026", date(2026, 12, 3)),
        ("1 nov", date(2027, 11, 1)),
        ("18 nov", TODAY),
        ("vr", date(2026, 11, 20)),
        ("wo", date(2026, 11, 25)),
        ("Friday", date(2026, 11, 20)),
        ("volgende vrijdag", date(2026, 11, 27)),
        ("next mon", date(2026, 11, 23)),
        ("next week", date(2026, 11, 27)),
        ("volgende week", date(2026, 11, 27)),
        ("deze week", date(2026, 11, 20)),
        ("week 49", date(2026, 12, 4)),
        ("wk 2", date(2027, 1, 15)),
        ("eind van de maand", date(2026, 11, 30)),
        ("next month", date(2026, 12, 31)),
        ("over 2 weken", date(2026, 12, 2)),
        ("in 3 days", date(2026, 11, 21)),
        ("vandaag", TODAY),
        ("overmorgen", date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 19)),
        ("uiterlijk 3 dec", date(2026, 12, 3)),
        ("by Friday", date(2026, 11, 20)),
        ("voor do", date(2026, 11, 19)),
        ("do: de lijst", date(2026, 11, 19)),
        ("zo", date(2026, 11, 22)),
    ],
)
def test_it_is_read(said: str, meant: date) -> None:
    found = days.read(said, TODAY)
    assert found is not None
    assert found[0] == meant


@pytest.mark.parametrize(
    "said",
    [
        "do the rounds",
        "zo snel mogelijk",
        "31 june",
        "friends",
        "marten",
        "3 decks",
        "13/13",
        "may",
        "mail",
        "week 99",
        "",
        "2 de",
    ],
)
def test_other_words_are_no_day(said: str) -> None:
    assert days.read(said, TODAY) is None


def test_it_says_where_the_rest_begins() -> None:
    assert days.read("3 dec de lijst bijwerken", TODAY) == (date(2026, 12, 3), len("3 dec"))
