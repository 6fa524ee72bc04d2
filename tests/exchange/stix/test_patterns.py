"""Patterns: the quick way and the full grammar give one answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring.exchange.stix import Equality, NotAPattern, equalities
from kring.exchange.stix.patterns import (
    LONGEST_UNUSUAL,
    equalities_by_grammar,
    equalities_of_ordinary,
    why_no_pattern,
)

READ: list[tuple[str, list[tuple[str, list[str], list[str]]]]] = [
    ("[a:b = 'x']", [("a", ["b"], ["x"])]),
    ("[ a:b.c[*].'d e'[0] == 'it\\'s \\\\' ]", [("a", ["b", "c", "d e"], ["it's \\"])]),
    ("[a:'b c' IN ('x', 'y',1, h'ab')]", [("a", ["b c"], ["x", "y"])]),
    ("[a:b = 'x' OR c-d:e = 'y'] FOLLOWEDBY [f:g = 'z']", [("a", ["b"], ["x"]), ("c-d", ["e"], ["y"]), ("f", ["g"], ["z"])]),
    ("[a:b = 'x' AND (c:d = 'y' OR NOT EXISTS e:f)]", [("a", ["b"], ["x"]), ("c", ["d"], ["y"])]),
    ("[a:b NOT = 'x' AND c:d != 'y' AND e:f = 1]", [("e", ["f"], [])]),
    ("[a:b ISSUBSET '198.51.100.0/24']", [("a", ["b"], ["198.51.100.0/24"])]),
    ("[a:b ISSUPERSET '198.51.100.0/24']", []),
    ("[a:b = 'x'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'", [("a", ["b"], ["x"])]),
    ("([a:b = 'x'] AND [c:d = 'y']) WITHIN 5 SECONDS", [("a", ["b"], ["x"]), ("c", ["d"], ["y"])]),
    ("[a:b = 'x'] // said by hand", [("a", ["b"], ["x"])]),
    ("[a:b = '// [c:d = /* ]']", [("a", ["b"], ["// [c:d = /* ]"])]),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "expected"), READ)
def test_what_is_compared_is_found(pattern: str, expected: list[tuple[str, list[str], list[str]]]) -> None:
    assert equalities(pattern) == tuple(Equality(t, tuple(path), tuple(values)) for t, path, values in expected)


NONE = [
    "",
    "[]",
    "a:b = 'x'",
    "[a:b = 'x'",
    "[a:b = 'x'] trailing",
    '[a:b = "x"]',
    "[a:b 'x']",
    "[a = 'x']",
    "[a:b = 'x' c:d = 'y']",
    "[a:b = 'x'] [c:d = 'y']",
    "[a:b = 'x' ANDc:d = 'y']",
    "[IN:b = 'x']",
    "[a:LAST = 'x']",
    "[a:b.IN = 'x']",
    "[a:b = 'x\\n']",
    "[file:hashes.SHA-256 = 'x']",
    "[a:b[01] = 'x']",
    "[a:b IN ('x',)]",
    "[a:b LIKE 1]",
    "(" * 5000 + "[a:b = 'x']" + ")" * 5000,
    "[(a:b = 'x')" + " OR a:b = 'x'" * 2000 + "]",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_pattern_is_told_with_the_place(text: str) -> None:
    with pytest.raises(NotAPattern) as refused:
        equalities(text)
    assert why_no_pattern(text) == str(refused.value) != ""


KEYWORDS = "AND OR NOT FOLLOWEDBY LIKE MATCHES ISSUPERSET ISSUBSET EXISTS LAST IN START STOP SECONDS true false WITHIN REPEATS TIMES"


@pytest.mark.parametrize("keyword", KEYWORDS.split())
def test_a_keyword_is_no_name_unless_it_is_quoted_or_longer(keyword: str) -> None:
    assert why_no_pattern(f"[{keyword}:b = 'x']")
    assert why_no_pattern(f"[a:{keyword} = 'x']")
    assert why_no_pattern(f"[a:b.{keyword} = 'x']")
    assert why_no_pattern(f"[a:'{keyword}' = 'x' OR {keyword}-x:{keyword}x = 'y']") is None


WORDS = st.sampled_from(
    ["a", "file", "x-y", "b_c", "IN", "LAST", "true", "AND", "ANDx", "OR", "NOT", "FOLLOWEDBY", "LIKE", "MATCHES", "ISSUBSET",
     "ISSUPERSET", "EXISTS", "[", "]", "(", ")", ":", ".", ",", "=", "==", "!=", "<>", "<", ">=", "[*]", "[0]", "[01]", "[-1]",
     "'x'", "'it\\'s'", "'\\\\'", "'a\\b'", "'", "''", "'é\n'", "h'ab'", "t'2026-01-01T00:00:00Z'", "b'ab=='", "1", "1.5", "-1", "t",
     " ", "  ", "\n", "\t", "\u00a0", "\x0b", "\x1c", "//", "/*c*/", "^", "é", "START", "WITHIN 5 SECONDS"]
)  # fmt: skip
NAMES = st.sampled_from(["a", "b_c", "X1", "'b c'", "'it\\'s'", "t", "IN", "INx", "true", "h"])
PLACES = st.sampled_from(["[*]", "[0]", "[17]", "[01]", "[-1]", ".IN", ".c", ".'d'", ". e", ".h'ab'"])
GAPS = st.sampled_from(["", " ", "\n", "\t ", "\u00a0", "/**/"])
TEXTS = st.sampled_from(["'x'", "''", "'it\\'s'", "'\\\\'", "'[a:b = '", "'//'", "1", "true", "h'ab'", "t'2026-01-01T00:00:00Z'", "('x')"])  # fmt: skip
SETS = st.lists(TEXTS, max_size=3).map(lambda texts: f"({' ,'.join(texts)})")
OPERATORS = st.sampled_from(["=", "==", "!=", "<>", ">", "IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET", "NOT =", "NOT IN"])  # fmt: skip
COMPARISONS = st.tuples(
    st.sampled_from(["a", "x-y", "IN", "IN-x", "a-", "t"]), st.sampled_from([":", " : "]), NAMES, st.lists(PLACES, max_size=2).map("".join), GAPS, OPERATORS, GAPS, TEXTS | SETS
).map("".join)  # fmt: skip
JOINS = st.tuples(GAPS, st.sampled_from(["AND", "OR", "FOLLOWEDBY", ""]), GAPS).map("".join)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(parts, st.lists(st.tuples(JOINS, parts).map("".join), max_size=2)).map(
        lambda p: p[0] + "".join(p[1])
    )


OBSERVATIONS = st.tuples(GAPS, joined(COMPARISONS), GAPS).map(lambda p: f"[{''.join(p)}]")


@st.composite
def nearly_ordinary(draw: st.DrawFn) -> str:
    """An ordinary pattern, or one in which a single thing is out of the ordinary."""
    words = ["["]
    for place in range(draw(st.integers(1, 3))):
        if place:
            words += draw(
                st.sampled_from([[" ", "OR", " "], [" ", "AND", "\n"], ["] ", "FOLLOWEDBY", " ["], ["]", "OR", "["]])
            )
        words += [draw(st.sampled_from(["a", "x-y", "IN-x", "t"])), ":", draw(st.sampled_from(["b", "'b c'", "INx"]))]
        words += draw(st.lists(st.sampled_from(["[*]", "[0]", ".c", ".'d'"]), max_size=2))
        operator = draw(st.sampled_from(["=", " = ", "==", " != ", " LIKE ", " MATCHES", " ISSUBSET ", " IN "]))
        texts = draw(
            st.lists(st.sampled_from(["'x'", "''", "'it\\'s'", "'\\\\'", "'[a:b = '", "'//'"]), min_size=1, max_size=3)
        )
        words += [operator, "(", " , ".join(texts), ")"] if "IN " in operator else [operator, texts[0]]
    words.append("]")
    if draw(st.booleans()):
        words[draw(st.integers(0, len(words) - 1))] = draw(WORDS | st.just(""))
    return "".join(words)


PATTERNS = (
    nearly_ordinary()
    | joined(OBSERVATIONS)
    | st.lists(WORDS, max_size=12).map("".join)
    | st.sampled_from([pattern for pattern, _ in READ] + NONE[:-2])
)


@settings(max_examples=400, deadline=None)
@given(nearly_ordinary() | PATTERNS)
def test_the_quick_way_and_the_grammar_agree(pattern: str) -> None:
    quick = equalities_of_ordinary(pattern)
    if quick is not None:
        assert quick == equalities_by_grammar(pattern)


@settings(max_examples=100, deadline=None)
@given(PATTERNS | st.text(max_size=50))
def test_any_text_gets_an_answer(text: str) -> None:
    reason = why_no_pattern(text)
    if reason is None:
        assert isinstance(equalities(text), tuple)
    else:
        with pytest.raises(NotAPattern):
            equalities(text)


def test_ordinary_patterns_go_the_quick_way() -> None:
    for pattern in (
        "[ipv4-addr:value = '198.51.100.7']",
        "[file:hashes.'SHA-256' = 'x' OR file:hashes.MD5 = 'y']",
        "[domain-name:value IN ('a.example', 'b.example')] AND [url:value LIKE 'x%']",
        "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']",
    ):
        assert equalities_of_ordinary(pattern)


def test_a_long_list_is_read_in_no_time_and_a_trap_springs_on_nobody() -> None:
    addresses = " OR ".join(f"ipv4-addr:value = '198.51.{n // 256}.{n % 256}'" for n in range(20_000))
    assert len(equalities(f"[{addresses}]")) == 20_000
    # An expression that tries every way to read these would never end.
    for trap in (
        "[a:b = '" + "\\'" * 200_000,
        "[" + "a" * 500_000,
        "[a:b" + ".c" * 200_000,
        "[a:b IN (" + "'x'," * 100_000,
    ):
        assert "at most" in (why_no_pattern(trap) or "")
    assert why_no_pattern("[(a:b = 'x')" + " " * LONGEST_UNUSUAL + "]")
