"""One click takes out what was found and says in its place what stood there."""

import pytest

from kring.sharing.scrutiny import KIND_NAMES, REMOVED, Kind, redact, scrutinise
from tests.sharing.scrutiny import corpus


def test_it_says_what_was_removed() -> None:
    text = "Bel 06-12345678 of mail ada@north.eu."
    assert redact(text, scrutinise(text)) == "Bel [phone number removed] of mail [mail address removed]."


def test_it_says_so_in_the_language_of_the_text() -> None:
    text = "Bel 06-12345678."
    dutch = {"[phone number removed]": "[telefoonnummer verwijderd]"}
    assert redact(text, scrutinise(text), dutch.__getitem__) == "Bel [telefoonnummer verwijderd]."


def test_only_what_was_chosen_goes() -> None:
    text = "Bel 06-12345678 of mail ada@north.eu."
    chosen = [finding for finding in scrutinise(text) if finding.kind is Kind.EMAIL]
    assert redact(text, chosen) == "Bel 06-12345678 of mail [mail address removed]."


@pytest.mark.parametrize("marked", corpus.REVEALING)
def test_nothing_is_left_to_find(marked: str) -> None:
    text = corpus.read(marked).text
    assert scrutinise(redact(text, scrutinise(text))) == []


@pytest.mark.parametrize("marked", corpus.HARMLESS)
def test_a_text_without_findings_stays_as_it_is(marked: str) -> None:
    text = corpus.read(marked).text
    assert redact(text, []) == text


def test_every_kind_has_a_name_and_a_mark() -> None:
    assert set(KIND_NAMES) == set(REMOVED) == set(Kind)
