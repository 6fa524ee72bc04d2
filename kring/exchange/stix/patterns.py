"""Patterns of indicators (STIX 2.1, section 9): whether they are any, and what they look for by name.

The kept library `stix2-patterns` has the grammar and the last word. It needs half a millisecond for the shortest
pattern, so the ordinary ones, texts compared in brackets, are read by a regular expression first. Tests hold that the
two agree.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from antlr4.tree.Tree import TerminalNode
from stix2patterns.exceptions import ParseException
from stix2patterns.v21.grammars.STIXPatternParser import STIXPatternParser as Grammar
from stix2patterns.v21.pattern import Pattern

LONGEST_UNUSUAL = 20_000
"""Characters of a pattern that only the full grammar can read; about a second's work."""


class NotAPattern(ValueError):
    """A text that the grammar does not know, with the place where it goes wrong."""


@dataclass(frozen=True, slots=True)
class Equality:
    """A property that must have a value, or one of several, for the pattern to match."""

    type: str
    """Of the object: "file"."""
    path: tuple[str, ...]
    """To the property, without places in lists: ("hashes", "SHA-256")."""
    values: tuple[str, ...]


def why_no_pattern(pattern: str) -> str | None:
    """What is wrong with it; nothing when it is a pattern."""
    if _ORDINARY.fullmatch(pattern):
        return None
    try:
        equalities_by_grammar(pattern)
    except NotAPattern as error:
        return str(error)
    return None


def equalities(pattern: str) -> tuple[Equality, ...]:
    """What the pattern compares for being equal to texts (`=`, `IN`) or within a network (`ISSUBSET`).

    What is negated is left out. Raises NotAPattern.
    """
    found = equalities_of_ordinary(pattern)
    return equalities_by_grammar(pattern) if found is None else found


# The ordinary patterns: white space is only what is ordinary too, and every repetition is possessive, so that the time
# grows with the text and no faster. What does not match is for the grammar.
_WS = r"[ \t\r\n]*+"
_GAP = r"[ \t\r\n]++"
_TEXT = r"'(?:[^'\\]++|\\['\\])*+'"
_NO_KEYWORD = (
    r"(?!(?:AND|OR|NOT|FOLLOWEDBY|LIKE|MATCHES|ISSUPERSET|ISSUBSET|EXISTS|LAST|IN|START|STOP|SECONDS|true|false|WITHIN"
    r"|REPEATS|TIMES)(?![A-Za-z0-9_-]))"
)
_NAME = rf"{_NO_KEYWORD}[A-Za-z_][A-Za-z0-9_]*+"
_TYPE = rf"{_NO_KEYWORD}[A-Za-z_][A-Za-z0-9_-]*+"
_PATH = rf"(?:{_NAME}|{_TEXT})(?:\.(?:{_NAME}|{_TEXT})|\[(?:\*|0|[1-9][0-9]*+)\])*+"
_LIST = rf"\({_WS}{_TEXT}(?:{_WS},{_WS}{_TEXT})*+{_WS}\)"
_ONE = rf"(?:{_WS}(?:==?|!=|<>)|{_GAP}(?:LIKE|MATCHES|ISSUBSET)){_WS}{_TEXT}"
_COMPARISON = rf"{_TYPE}:{_PATH}(?:{_ONE}|{_GAP}IN{_WS}{_LIST})"
_OBSERVATION = rf"\[{_WS}{_COMPARISON}(?:{_WS}(?:AND|OR){_GAP}{_COMPARISON})*+{_WS}\]"
_ORDINARY = re.compile(rf"{_WS}{_OBSERVATION}(?:{_WS}(?:AND|OR|FOLLOWEDBY){_WS}{_OBSERVATION})*+{_WS}")
_PARTS = re.compile(
    rf"(?P<type>{_TYPE}):(?P<path>{_PATH}){_WS}(?P<operator>==?|!=|<>|LIKE|MATCHES|ISSUBSET|IN){_WS}(?P<values>{_TEXT}|{_LIST})"
)
_STEP = re.compile(rf"\[[^\]]*+\]|({_NAME}|{_TEXT})")
_TEXTS = re.compile(_TEXT)
_LOOKED_FOR = frozenset(("=", "==", "IN", "ISSUBSET"))


def equalities_of_ordinary(pattern: str) -> tuple[Equality, ...] | None:
    """The same for an ordinary pattern; None when this one is not."""
    if not _ORDINARY.fullmatch(pattern):
        return None
    return tuple(
        Equality(
            type=parts["type"],
            path=tuple(_unquoted(step) for step in _STEP.findall(parts["path"]) if step),
            values=tuple(_unquoted(text) for text in _TEXTS.findall(parts["values"])),
        )
        for parts in _PARTS.finditer(pattern)
        if parts["operator"] in _LOOKED_FOR
    )


def _unquoted(token: str) -> str:
    """What a literal or a name says."""
    if not token.startswith("'"):
        return token
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if "\\" in token else token[1:-1]


@lru_cache(maxsize=256)
def equalities_by_grammar(pattern: str) -> tuple[Equality, ...]:
    """The same for any pattern, by the full grammar. Raises NotAPattern."""
    if len(pattern) > LONGEST_UNUSUAL:
        raise NotAPattern(f"it has {len(pattern)} characters, and at most {LONGEST_UNUSUAL} are read of one so unusual")
    try:
        return tuple(_in_tree(Pattern(pattern).visit(_Tree)))
    except ParseException as error:
        raise NotAPattern(str(error)[:300]) from error
    except RecursionError:
        raise NotAPattern("its parts are nested too deep") from None


class _Tree:
    """Gives the tree that the library keeps to itself."""

    @staticmethod
    def visit(tree: Any) -> Any:
        return tree


def _in_tree(node: Any) -> Iterator[Equality]:
    """What is compared below this node of the grammar's tree, in order."""
    waiting = [node]
    while waiting:
        match node := waiting.pop():
            case Grammar.PropTestEqualContext():
                if node.EQ() and not node.NOT():
                    yield _equality(node, [node.primitiveLiteral()])
            case Grammar.PropTestSetContext():
                if not node.NOT():
                    yield _equality(node, node.setLiteral().primitiveLiteral())
            case Grammar.PropTestIsSubsetContext():
                if not node.NOT():
                    yield _equality(node, [node.StringLiteral()])
            case _:
                waiting.extend(reversed(getattr(node, "children", None) or ()))


def _equality(comparison: Any, literals: list[Any]) -> Equality:
    kind, _, *path = _words(comparison.objectPath())
    values = [literal.getText() for literal in literals]
    return Equality(
        type=kind,
        path=tuple(_unquoted(step) for step in _without_places(path)),
        values=tuple(_unquoted(value) for value in values if value.startswith("'")),
    )


def _words(node: Any) -> list[str]:
    """The words of the pattern from which this node was made."""
    if isinstance(node, TerminalNode):
        return [str(node.getText())]
    return [word for child in node.children for word in _words(child)]


def _without_places(path: list[str]) -> Iterator[str]:
    """Only names: neither the points between them nor places in lists."""
    within = False
    for word in path:
        if word in {"[", "]"}:
            within = word == "["
        elif word != "." and not within:
            yield word
