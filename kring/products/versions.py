"""Which version is later, and whether one lies within a range: `vers:` or whatever a publisher wrote.

Where a `vers:` range or a package URL names its ecosystem, the `univers` library compares by that ecosystem's rules
(rpm, deb, npm, maven, ...). Vendors' own versions ("V23Q4", "2.3.5SK.30084998", "V223.0 Update 10") follow no rules:
numbers and words are compared in their order, and when that does not settle it, the answer is that nobody can tell.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

LONGEST = 300
"""Of a version or a range, in characters. Longer ones are compared with nothing."""

_MOST_CONSTRAINTS = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """Is a version one of those that were meant?"""

    covered: bool | None
    """None: it cannot be told."""
    by_vers: bool = False
    """The range was written as `vers:`, so there is no doubt what it means."""


UNTOLD = Answer(None)


def covers(range_text: str, version: str) -> Answer:
    """Does this range include this version?"""
    if len(range_text) > LONGEST or len(version) > LONGEST:
        return UNTOLD
    if range_text.strip().lower().startswith("vers:"):
        return _covers_vers(range_text.strip(), version)
    constraints = _constraints(range_text)
    if constraints is None:
        return UNTOLD
    return Answer(_satisfies_either_way(constraints, version))


def compare(one: str, other: str) -> int | None:
    """Below zero when one is earlier than the other, zero when they are the same, None when it cannot be told.

    6.31 may come before 6.4 or after it: some vendors count after the point, others write a fraction.
    """
    by_number, by_fraction = _by_number(one, other), _by_fraction(one, other)
    return by_number if _sign(by_number) == _sign(by_fraction) else None


def _sign(difference: int | None) -> int | None:
    return None if difference is None else (difference > 0) - (difference < 0)


def _by_number(one: str, other: str) -> int | None:
    """Compares as who counts after the point."""
    if one.strip().lower() == other.strip().lower():
        return 0
    if len(one) > LONGEST or len(other) > LONGEST:
        return None
    ours, theirs = _parts(one), _parts(other)
    if not ours or not theirs or not _count_the_same(ours[0], theirs[0]):
        return None
    for mine, yours in zip_longest(ours, theirs):
        if mine != yours and (difference := _difference(mine, yours)) != 0:
            return difference
    return 0


_TWO_NUMBERS = re.compile(r"(\D*?\d+\.)(\d+)((?:\.0+|[^\d.])*)")


def _by_fraction(one: str, other: str) -> int | None:
    """Compares as who writes a fraction after the point, where two numbers are all there is."""
    ours, theirs = _TWO_NUMBERS.fullmatch(one[:LONGEST]), _TWO_NUMBERS.fullmatch(other[:LONGEST])
    if not ours or not theirs:
        return _by_number(one, other)
    longest = max(len(ours[2]), len(theirs[2]))
    padded = (f"{found[1]}{found[2].ljust(longest, '0')}{found[3]}" for found in (ours, theirs))
    return _by_number(*padded)


def _count_the_same(one: int | str, other: int | str) -> bool:
    """Do two versions begin alike? "Corefix 14" and "10.15" do not."""
    return one == other if isinstance(one, str) or isinstance(other, str) else True


def compare_as(scheme: str, one: str, other: str) -> int | None:
    """The same by the rules of an ecosystem, by its name in package URLs and `vers:`; by our own where it is unknown."""
    if scheme in _BY_POINTS:
        return _by_number(one, other)
    kind = _ecosystem(scheme)
    if kind is None or len(one) > LONGEST or len(other) > LONGEST:
        return compare(one, other)
    try:
        ours, theirs = kind(one), kind(other)
        return -1 if ours < theirs else int(bool(ours > theirs))
    except Exception:  # noqa: BLE001 — each ecosystem's parser raises what it likes at what is no version there
        return compare(one, other)


def is_range(text: str) -> bool:
    """Is this a range, also where it is called a version? "4.1 and earlier"."""
    return text.strip().lower().startswith("vers:") or _constraints(text[:LONGEST]) != [("=", _plain(text[:LONGEST]))]


# --- versions of no ecosystem ---

_PART = re.compile(r"\d+|[^\W\d_]+")
_NO_PART = re.compile(r"^\W*(?:v|ver|vers|version|release|rel|firmware|fw)\W*(?=\d)", re.IGNORECASE)
_BEFORE = {"dev": 0, "snapshot": 0, "alpha": 1, "beta": 2, "pre": 3, "preview": 3, "rc": 4}
"""What comes before a release, in its order."""
_NOTHING = frozenset({"ga", "final", "release", "lts"})
_AFTER = frozenset(_PART.findall("update upd u patch p sp service hotfix hf fix corefix rev revision r build"))
"""What comes after it, when nothing else is said there."""


def _parts(version: str) -> list[int | str]:
    """Its numbers and words, without a "V" before the first number."""
    text = _NO_PART.sub("", version.strip().lower())
    return [int(part[:1000]) if part.isdecimal() else part for part in _PART.findall(text) if part not in _NOTHING]


def _difference(mine: int | str | None, yours: int | str | None) -> int | None:
    """Which of two parts makes a version later. None stands for a version that has ended."""
    if isinstance(mine, str):
        return _difference_of_words(mine, yours) if isinstance(yours, str) else _word(mine, ended=yours is None)
    if isinstance(yours, str):
        difference = _word(yours, ended=mine is None)
        return None if difference is None else -difference
    return (mine or 0) - (yours or 0)  # 4.0 is 4


def _word(word: str, *, ended: bool) -> int | None:
    """What a word does to a version that is otherwise the same as one that has ended, or goes on with a number."""
    if word in _BEFORE:
        return -1
    return 1 if ended and (word in _AFTER or len(word) == 1) else None  # 1.11M comes after 1.11


def _difference_of_words(mine: str, yours: str) -> int | None:
    if mine in _BEFORE or yours in _BEFORE:
        return _BEFORE.get(mine, 9) - _BEFORE.get(yours, 9)
    return ord(mine) - ord(yours) if len(mine) == len(yours) == 1 else None


# --- ranges ---

_Compare = Callable[[str, str], int | None]
_Constraint = tuple[str, str]
"""How a version stands to a bound: "<", "<=", ">", ">=", "=", "!=", and "~" for "begins with"."""

_SIGN = re.compile(r"(<=|=<|≤|>=|=>|≥|!=|<|>|==?)\s*([^<>=≤≥!|,;&]+)")
_SIGNS = {"=<": "<=", "≤": "<=", "=>": ">=", "≥": ">=", "==": "="}
_VERSION = r"(?P<v>[^\s\d]*\d\S*(?: (?:update|sp|service pack|patch|rev|build) ?\w+)?)"
_TO = r"(?P<w>[^\s\d]*\d\S*)"
_WORDS: tuple[tuple[re.Pattern[str], tuple[tuple[str, str], ...]], ...] = tuple(
    (re.compile(shape), meaning)
    for shape, meaning in (
        (rf"(?:from )?{_VERSION} (?:to|through|thru|until|up to|-|\u2013) {_TO}", ((">=", "v"), ("<=", "w"))),
        (rf"(?:prior to|before|earlier than|older than|lower than|below|until) {_VERSION}", (("<", "v"),)),
        (rf"(?:up to|up to and including|through) {_VERSION}", (("<=", "v"),)),
        (rf"(?:after|later than|newer than|above) {_VERSION}", ((">", "v"),)),
        (rf"(?:from|since|starting with) {_VERSION}(?: on| onwards?)?", ((">=", "v"),)),
        (rf"{_VERSION},? (?:and|or) (?:all )?(?:earlier|prior|below|older|lower|before)", (("<=", "v"),)),
        (rf"{_VERSION},? (?:and|or) (?:all )?(?:later|newer|above|higher|onwards?)", ((">=", "v"),)),
    )
)
_ALL = frozenset({"", "*", "all", "any", "-"})


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("all versions", " ").replace("versions", " ").replace("version ", " ").split())


def _constraints(text: str) -> list[_Constraint] | None:
    """What a publisher's own words come to; nothing to hold to when all versions are meant, None when not understood."""
    text = _plain(text)
    if text in _ALL:
        return []
    if signs := _SIGN.findall(text):
        left = _SIGN.sub(" ", text).replace("and", " ")
        if left.strip(" |,;&"):
            return None
        return [(_SIGNS.get(sign, sign), bound.removesuffix(" and ").strip()) for sign, bound in signs]
    for shape, meaning in _WORDS:
        if found := shape.fullmatch(text):
            return [(sign, found[group]) for sign, group in meaning]
    if found := re.fullmatch(r"(\S*\d)\.[x*]", text):
        return [("~", found[1])]
    return [("=", text)]


def _satisfies_either_way(constraints: list[_Constraint], version: str) -> bool | None:
    """Holds the version against them, whatever follows a point: None when it matters whether that is a fraction."""
    by_number, by_fraction = (_satisfies(constraints, version, way) for way in (_by_number, _by_fraction))
    return by_number if by_number is by_fraction else None


def _satisfies(constraints: list[_Constraint], version: str, compared: _Compare) -> bool | None:
    """Holds the version against all constraints: bounds that follow each other are the two ends of a stretch."""
    if not constraints:
        return True
    if any(sign == "~" for sign, _ in constraints):
        return all(_begins_with(version, bound) for _, bound in constraints)
    places = {bound: compared(version, bound) for _, bound in constraints}
    if any(sign == "=" and places[bound] == 0 for sign, bound in constraints):
        return True
    if any(sign == "!=" and places[bound] == 0 for sign, bound in constraints):
        return False
    bounds = _sorted([one for one in constraints if one[0] not in {"=", "!="}], compared)
    if not bounds:
        return _only_singles(constraints, places)
    return _within(bounds, places)


def _only_singles(constraints: list[_Constraint], places: dict[str, int | None]) -> bool | None:
    if all(sign == "!=" for sign, _ in constraints):
        return True
    return None if None in places.values() else False


def _within(bounds: list[_Constraint], places: dict[str, int | None]) -> bool | None:
    """Is it in one of the stretches? A lower bound opens one and an upper bound ends it; the outermost may be missing."""
    answers: list[bool | None] = []
    opened: bool | None = True
    is_open = True
    for sign, bound in bounds:
        place = places[bound]
        if sign in {">", ">="}:
            opened, is_open = (None if place is None else place > 0 or (place == 0 and sign == ">=")), True
        else:
            below = None if place is None else place < 0 or (place == 0 and sign == "<=")
            answers.append(_both(opened, below) if is_open else False)
            is_open = False
    if is_open:
        answers.append(opened)
    return True if True in answers else None if None in answers else False


def _both(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 — three-valued logic, not flags
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _sorted(bounds: list[_Constraint], compared: _Compare) -> list[_Constraint]:
    """By version, the lower bound first where two are the same; as they stand when that cannot be told."""
    if any(compared(one, bounds[0][1]) is None for _, one in bounds):
        return bounds

    def order(one: _Constraint, other: _Constraint) -> int:
        return compared(one[1], other[1]) or 0

    return sorted(bounds, key=cmp_to_key(order))


def _begins_with(version: str, bound: str) -> bool:
    begin = _parts(bound)
    return _parts(version)[: len(begin)] == begin


# --- vers: and ecosystems ---

_VERS = re.compile(r"vers:(?P<scheme>[a-z0-9.+-]+)/(?P<constraints>.+)", re.IGNORECASE)
_BY_POINTS = frozenset({"intdot", "semver"})
_OURS = _BY_POINTS | {"generic", "all", "none", "unknown"}


def _covers_vers(text: str, version: str) -> Answer:
    """The version range specifier: https://github.com/package-url/vers-spec. What it does not know, we compare."""
    found = _VERS.fullmatch("".join(text.split()))
    if found is None:
        return UNTOLD
    scheme, written = found["scheme"].lower(), found["constraints"]
    if scheme == "none":
        return Answer(covered=False, by_vers=True)
    if scheme == "all" or written == "*":
        return Answer(covered=True, by_vers=True)
    parts = [unquote(part) for part in written.split("|") if part]
    if len(parts) > _MOST_CONSTRAINTS:
        return UNTOLD
    constraints: list[_Constraint] = []
    for part in parts:
        sign = _SIGN.fullmatch(part)
        constraints.append((_SIGNS.get(sign[1], sign[1]), sign[2]) if sign else ("=", part))
    if scheme not in _BY_POINTS and _ecosystem(scheme) is None:
        return Answer(_satisfies_either_way(constraints, version), by_vers=True)
    return Answer(_satisfies(constraints, version, lambda one, other: compare_as(scheme, one, other)), by_vers=True)


def _ecosystem(scheme: str) -> type[Any] | None:
    """How versions are made there; None when we compare ourselves."""
    if scheme in _OURS:
        return None
    from univers.version_range import RANGE_CLASS_BY_SCHEMES  # noqa: PLC0415 — a fifth of a second, seldom needed

    kind: Any = RANGE_CLASS_BY_SCHEMES.get(scheme)
    return kind.version_class if kind else None
