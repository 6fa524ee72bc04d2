"""How often the code agrees with people: on real advisories and on warnings in words. `bin/relevance` prints it."""

import pytest

from kring.exchange.relevance import (
    cves_of_words,
    keys_of_profile,
    keys_of_words,
    of_advisory,
)
from kring.exchange.relevance.products import keys_of_advisory
from tests.exchange.relevance.measure import REAL, advisory, judge_advisories, judge_warnings, score_of
from tests.exchange.relevance.table import ADVISORIES, PROFILES, WARNINGS, is_blind

real = pytest.mark.skipif(not REAL.is_dir(), reason="the real advisories are not beside the project")


@real
@pytest.mark.requirement("R83", "R105")
def test_of_real_advisories_nearly_all_that_matters_is_found_and_little_else() -> None:
    score = score_of(judge_advisories())
    assert score.precision >= 0.95
    assert score.recall >= 0.95


@real
@pytest.mark.requirement("R83")
def test_of_warnings_in_words_most_of_what_matters_is_found() -> None:
    score = score_of(judge_warnings())
    assert score.precision >= 0.9
    assert score.recall >= 0.8


def test_half_of_the_cases_are_blind() -> None:
    for table in (ADVISORIES, WARNINGS):
        blind = sum(is_blind(place) for place, _ in enumerate(table))
        assert blind == len(table) // 2


@real
@pytest.mark.parametrize("name", ADVISORIES)
def test_whom_an_advisory_matters_to_is_asked(name: str) -> None:
    keys = keys_of_advisory(advisory(name))
    for profile in PROFILES.values():
        if of_advisory(profile, advisory(name)):
            assert keys & keys_of_profile(profile)


@pytest.mark.parametrize("name", WARNINGS)
def test_whom_a_warning_matters_to_is_asked(name: str) -> None:
    warned = WARNINGS[name]
    keys = keys_of_words(warned.text, warned.tags)
    for profile in warned.expected:
        assert keys & keys_of_profile(PROFILES[profile]) or cves_of_words(warned.text)
