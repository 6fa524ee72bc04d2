"""One text with several writers."""

from base64 import b64decode

import pytest
from pycrdt import Doc, Text

from kring.kernel.errors import Refused
from kring.meetings.rules.shared_text import EMPTY, LONGEST_TEXT, merged, missing, retyped, text_of

BY_THE_BROWSER = b64decode("AQGVmtnLCQAEAQR0ZXh0B2jDqfCfmIAA")
"""What Yjs sends when "hé😀" is typed into an empty text."""


def typed(text: str, *, on: bytes = EMPTY) -> bytes:
    return merged(on, retyped(on, text))


def test_what_the_browser_sends_is_understood() -> None:
    assert text_of(merged(EMPTY, BY_THE_BROWSER)) == "hé\N{GRINNING FACE}"


def test_two_who_change_the_same_line_both_keep_every_letter() -> None:
    line = typed("We meet in 😀 March")
    ada, bo = retyped(line, "We meet again in 😀 March"), retyped(line, "We meet in 😀 late March")
    both = merged(merged(line, ada), bo)
    assert text_of(both) == "We meet again in 😀 late March" == text_of(merged(merged(line, bo), ada))


def test_an_update_that_comes_twice_counts_once() -> None:
    update = retyped(EMPTY, "once")
    assert text_of(merged(merged(EMPTY, update), update)) == "once"


def test_taking_out_what_another_changed_keeps_the_change() -> None:
    line = typed("one two three")
    assert (
        text_of(merged(merged(line, retyped(line, "one three")), retyped(line, "one two three four")))
        == "one three four"
    )


def test_somebody_who_comes_back_gets_what_they_missed_and_no_more() -> None:
    early = typed("a" * 1000)
    late = typed("a" * 1000 + "b", on=early)
    vector = _vector(early)
    assert text_of(merged(early, missing(late, vector))) == text_of(late)
    assert len(missing(late, vector)) < 100 < len(missing(late, b""))


@pytest.mark.parametrize("broken", [b"", b"\xff\xff\xff", b"hello", BY_THE_BROWSER[:-3]])
def test_a_broken_update_is_refused_and_told(broken: bytes) -> None:
    with pytest.raises(Refused) as refused:
        merged(EMPTY, broken)
    assert refused.value.code == "not_an_update"


def test_a_broken_vector_is_refused() -> None:
    with pytest.raises(Refused):
        missing(EMPTY, b"\xff\xff")


@pytest.mark.parametrize("letters", [LONGEST_TEXT + 1, 250_000])
def test_it_does_not_grow_without_end(letters: int) -> None:
    with pytest.raises(Refused) as refused:
        typed("x" * letters)
    assert refused.value.code == "text_too_long"


def _vector(state: bytes) -> bytes:
    doc = Doc[Text]()
    doc.apply_update(state)
    return doc.get_state()
