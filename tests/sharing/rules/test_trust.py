"""How readers move credibility and reliability: the tables, and that nobody moves a letter alone."""

from itertools import product

import pytest

from kring.sharing import rules
from kring.sharing.rules import Track, Voices

FEW = range(4)


@pytest.mark.parametrize(
    ("saw", "known", "doubted", "credibility"),
    [
        (0, 0, 0, None),
        (0, 1, 0, None),
        (1, 0, 0, 2),
        (0, 2, 0, 2),
        (2, 0, 0, 1),
        (0, 4, 0, 1),
        (0, 0, 1, None),
        (2, 0, 1, 1),
        (1, 0, 2, 3),
        (2, 0, 2, 3),
        (4, 0, 2, 1),
        (0, 0, 2, 4),
        (0, 0, 3, 5),
    ],
)
def test_the_table_says_what_readers_make_of_it(saw: int, known: int, doubted: int, credibility: int | None) -> None:
    assert rules.credibility(None, Voices(saw, known, doubted)) == credibility
    assert rules.credibility(rules.UNJUDGED, Voices(saw, known, doubted)) == credibility


@pytest.mark.parametrize("said", [1, 2, 3, 4, 5])
def test_what_confirms_makes_nothing_worse_and_what_refutes_nothing_better(said: int) -> None:
    assert rules.credibility(said, Voices(saw=1)) == min(said, 2)
    assert rules.credibility(said, Voices(doubted=2)) == max(said, 4)
    assert rules.credibility(said, Voices()) is None


def test_one_organisation_alone_confirms_nothing_and_its_doubt_changes_nothing() -> None:
    for one in (Voices(saw=1), Voices(known=1), Voices(doubted=1)):
        assert not one.is_confirmed
        assert not one.is_refuted
    for saw, known in product(FEW, FEW):
        alone, doubted = Voices(saw, known), Voices(saw, known, 1)
        assert alone.points == doubted.points
        for said in (None, *range(1, 7)):
            assert rules.credibility(said, alone) == rules.credibility(said, doubted)


@pytest.mark.parametrize(
    ("confirmed", "refuted", "letter"),
    [
        (0, 0, "F"),
        (4, 0, "F"),
        (5, 0, "B"),
        (10, 0, "A"),
        (99, 1, "B"),
        (8, 1, "B"),
        (4, 1, "B"),
        (7, 3, "C"),
        (3, 2, "C"),
        (2, 3, "D"),
        (1, 4, "E"),
        (0, 5, "E"),
    ],
)
def test_the_letter_of_a_source_is_the_part_that_was_confirmed(confirmed: int, refuted: int, letter: str) -> None:
    assert rules.reliability(Track(confirmed, refuted)) == letter
