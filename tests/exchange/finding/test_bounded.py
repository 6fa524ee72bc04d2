"""No text can make the search run away: each place in it is looked at a bounded number of times.

A pattern can only take more than linear time when something in it repeats without end, or when a repeat stands in a repeat and
both can eat the same letters. Neither is so, and that is checked on the patterns themselves, not on a clock.
"""

import re
from collections.abc import Iterator
from re import _constants as constants
from re import _parser as parser
from typing import Any

import pytest

from kring.exchange.finding import find
from kring.sharing.scrutiny import fangs, indicators

PATTERNS = [fangs._TEETH, *(pattern for pattern, _ in indicators._DETECTORS)]
LONGEST = 4_000
"""Characters that one match can look at, and so can be looked at again from the next place."""


def repeats(parsed: Any, inside: tuple[Any, ...] = ()) -> Iterator[tuple[int, Any, tuple[Any, ...]]]:
    """Every repeat in a pattern: how often at most, what of, and the repeats that it stands in."""
    for operation, argument in parsed:
        if operation in {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}:
            _, most, body = argument
            yield most, body, inside
            yield from repeats(body, (*inside, body) if most > 1 else inside)
        elif operation is constants.SUBPATTERN:
            yield from repeats(argument[3], inside)
        elif operation is constants.BRANCH:
            for branch in argument[1]:
                yield from repeats(branch, inside)
        elif operation in {constants.ASSERT, constants.ASSERT_NOT}:
            yield from repeats(argument[1], inside)


def has_a_fence(body: Any) -> bool:
    """Does each round of it need a letter that nothing variable in it can eat: the dot behind a label, a colon, a backslash?"""
    items = list(body)
    while len(items) == 1 and items[0][0] is constants.SUBPATTERN:
        items = list(items[0][1][3])
    fences = {argument for operation, argument in items if operation is constants.LITERAL}
    for operation, argument in items:  # a backslash once or twice
        if operation is constants.MAX_REPEAT and argument[0] >= 1 and len(argument[2]) == 1:
            fences |= {inner for kind, inner in argument[2] if kind is constants.LITERAL}
    eaten = {
        chr(fence)
        for fence in fences
        for kind, sets in _sets(items)
        if kind is constants.IN and _matches(sets, chr(fence))
    }
    return any(chr(fence) not in eaten for fence in fences)


def _sets(items: Any) -> Iterator[tuple[Any, Any]]:
    for operation, argument in items:
        if operation is constants.IN:
            yield operation, argument
        elif operation in {constants.MAX_REPEAT, constants.MIN_REPEAT}:
            yield from _sets(argument[2])
        elif operation is constants.SUBPATTERN:
            yield from _sets(argument[3])


def _matches(content: Any, letter: str) -> bool:
    found = False
    for kind, value in content:
        if kind is constants.NEGATE:
            continue
        if kind is constants.LITERAL:
            found |= value == ord(letter)
        elif kind is constants.RANGE:
            found |= value[0] <= ord(letter) <= value[1]
        elif kind is constants.CATEGORY:
            form = {constants.CATEGORY_WORD: r"\w", constants.CATEGORY_NOT_WORD: r"\W", constants.CATEGORY_SPACE: r"\s"}
            form |= {constants.CATEGORY_DIGIT: r"\d", constants.CATEGORY_NOT_DIGIT: r"\D"}
            found |= re.fullmatch(form[value], letter) is not None
    return not found if content[0][0] is constants.NEGATE else found


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern.strip()[:30])
def test_nothing_repeats_without_end(pattern: re.Pattern[str]) -> None:
    parsed = parser.parse(pattern.pattern, pattern.flags)
    assert parsed.getwidth()[1] <= LONGEST
    assert all(most is not constants.MAXREPEAT for most, _, _ in repeats(parsed))


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern.strip()[:30])
def test_a_repeat_in_a_repeat_has_a_fence_between_its_rounds(pattern: re.Pattern[str]) -> None:
    parsed = parser.parse(pattern.pattern, pattern.flags)
    for most, _, inside in repeats(parsed):
        if most > 1:
            assert all(has_a_fence(body) for body in inside)


def test_the_check_itself_sees_what_runs_away() -> None:
    assert not all(
        has_a_fence(body) for _, _, inside in repeats(parser.parse(r"(?:[\w.]{1,9}\.){1,9}")) for body in inside
    )
    assert all(has_a_fence(body) for _, _, inside in repeats(parser.parse(r"(?:\w{1,9}\.){1,9}")) for body in inside)
    assert any(most is constants.MAXREPEAT for most, _, _ in repeats(parser.parse(r"(?:a|b*)c")))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "a-",
        "1.",
        ":",
        "0:",
        "[",
        "[.]",
        "hxxp",
        "http://a)",
        "http://" + "]" * 1990 + " ",
        "@",
        "a@",
        "\\",
        "a\\",
        "C:\\a ",
        "%a",
        "/a",
        *("/tmp/a", "AS1", "3:", "HKLM\\a b", "a" * 63 + ".", "1" * 31, "\u0130.", '"C:\\', "evil[.]nl "),
    ],
)
def test_a_hundred_thousand_of_the_same_are_read_to_the_end(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    findings = find(text)
    assert all(text[one.start : one.end] == one.text for one in findings)
