import pytest

from kring.mailroom.reading import Nature, bounce_of, nature_of
from tests.mailroom import corpus


@pytest.mark.parametrize("name", corpus.names(besides=("automatic", "bounce")))
def test_what_somebody_wrote_is_a_letter(name: str) -> None:
    assert nature_of(corpus.letter(name), "somebody@example.org") is Nature.LETTER


@pytest.mark.parametrize("name", corpus.names(starting=("automatic",)))
def test_an_answer_of_a_machine_is_known_even_with_a_sender(name: str) -> None:
    assert nature_of(corpus.letter(name), "somebody@example.org") is Nature.AUTOMATIC


def test_whatever_wants_no_answer_is_not_from_a_person() -> None:
    assert nature_of(corpus.letter("gmail-nl"), "") is Nature.AUTOMATIC


@pytest.mark.parametrize("name", corpus.names(starting=("bounce",)))
def test_a_bounce_is_known_and_says_why(name: str) -> None:
    letter = corpus.letter(name)

    assert nature_of(letter, "") is Nature.BOUNCE
    assert bounce_of(letter).words == corpus.said(name)


def test_a_server_that_still_tries_has_not_given_up() -> None:
    assert not bounce_of(corpus.letter("bounce-delayed")).final
    assert bounce_of(corpus.letter("bounce-postfix")).final
    assert bounce_of(corpus.letter("bounce-plain")).final
