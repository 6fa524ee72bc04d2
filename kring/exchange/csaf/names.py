"""When two names mean the same: without case, punctuation, accents, company suffixes, and the vendor said twice."""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from itertools import takewhile


class Likeness(IntEnum):
    """How alike two names are."""

    NONE = 0
    PART = 1
    """One is the beginning of the other, or names a model that the other names too."""
    SAME = 2


_LONGEST = 500


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name. Hyphens and points do not part words: WEB-MASTER is webmaster."""
    plain = (
        unicodedata.normalize("NFKD", name[:_LONGEST].replace("\u2122", ""))
        .casefold()
        .replace("&", " and ")
        .replace("_", " ")
    )
    bare = (re.sub(r"[^\w]+|_", "", word) for word in re.split(r"[\s()\[\]{},;:/+]+", plain))
    return tuple(word for word in bare if word)


_LEGAL_FORMS = frozenset(words("ab ag bv co corp corporation gmbh inc incorporated kg llc limited ltd nv oy plc srl"))
_COMPANY = _LEGAL_FORMS | frozenset(
    words(
        "aps as asa bvba company eg group holding holdings international kk llp lp oyj pte pty sa sarl sas se spa sro"
    )
    + words("technologies technology")
)
"""What companies end with. Only at the end, and never all there is."""

_NOISE = frozenset(words("the and for software firmware serie series family product products application device"))
"""What people leave out of a product's name or add to it."""


@lru_cache(maxsize=5_000)
def company(name: str) -> tuple[str, ...]:
    """The words of a company's name, without what all companies are called."""
    named = list(words(name))
    while len(named) > 1 and named[-1] in _COMPANY:
        named.pop()
    return tuple(named)


def same_vendor(one: str, other: str) -> bool:
    """Do these name the same vendor? A shorter name will do: Schneider for Schneider Electric."""
    ours, theirs = company(one), company(other)
    if not ours or not theirs:
        return False
    if "".join(ours) == "".join(theirs):
        return True
    shorter, longer = sorted((ours, theirs), key=len)
    return len("".join(shorter)) > 2 and longer[: len(shorter)] == shorter


def alike(typed: str, named: str, *, vendors: tuple[str, ...] = ()) -> Likeness:
    """How alike is what somebody typed to the product that an advisory names?"""
    best = Likeness.NONE
    for ours in _ways(_forms(typed)[:2], vendors):
        for theirs in _ways(_forms(named), vendors):
            if _joined(ours) == _joined(theirs) or _joined(_singular(ours)) == _joined(_singular(theirs)):
                return Likeness.SAME
            if _is_part(_singular(ours), _singular(theirs)):
                best = Likeness.PART
    return Likeness.PART if is_alias(typed, named) else best


def is_alias(typed: str, named: str) -> bool:
    """Is it what stands in brackets in a name? "ECU-C", in "Energy Communication Unit (ECU-C)"."""
    return "".join(words(typed)) in _aliases(named)


def _ways(forms: tuple[str, ...], vendors: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Each form in words, with the vendor's name before it and without."""
    said = [words(form) for form in forms]
    return tuple(dict.fromkeys(way for one in said for way in (one, _without_vendor(one, vendors)) if way))


@lru_cache(maxsize=20_000)
def _forms(name: str) -> tuple[str, ...]:
    """A name, and the same without what stands in brackets or after a comma: article numbers, countries, editions."""
    bare = re.sub(r"\([^()]*\)", " ", name[:_LONGEST])
    return tuple(dict.fromkeys((name, bare, bare.split(",")[0])))


@lru_cache(maxsize=20_000)
def _aliases(name: str) -> frozenset[str]:
    """What stands in brackets and is long enough to be what it is called: "Energy Communication Unit (ECU-C)"."""
    within = ("".join(words(inside)) for inside in re.findall(r"\(([^()\s]*)\)", name[:_LONGEST]))
    return frozenset(alias for alias in within if len(alias) > 3)


def _joined(named: tuple[str, ...]) -> str:
    return "".join(word for word in named if word not in _NOISE) or "".join(named)


def _singular(named: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word[:-1] if len(word) > 4 and word[-1] == "s" != word[-2] else word for word in named)


def _is_part(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Does the typed name leave something out, or say one word more?"""
    if set(ours) <= set(theirs) and (len(ours) > 2 or any(_is_a_model(word) for word in ours)):
        return True
    if len(ours) > 1 and any(theirs[at : at + len(ours)] == ours for at in range(len(theirs) - len(ours) + 1)):
        return theirs[: len(ours)] == ours or ours[-1].isdecimal()  # Spectrum Power; CN 4100
    is_longer = len(ours) > 1 and ours[-1].isalpha() and _joined(ours[:-1]) == _joined(theirs)
    return is_longer and len(theirs) > 1  # Integration Server, for Integration


def _is_a_model(word: str) -> bool:
    """W1750D, HVR4781: what nobody else's product is called."""
    return len(word) >= 4 and any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word)


def says_vendor(typed: str, vendor: str) -> bool:
    """Does a product's name begin with its vendor's? People type the two in one: "Siemens SIMATIC CN 4100"."""
    named = words(typed)
    return len(named) > 1 and named[:1] == company(vendor)[:1]


def _without_vendor(named: tuple[str, ...], vendors: tuple[str, ...]) -> tuple[str, ...]:
    """The words after the vendor's name, or the beginning of it, when there is more."""
    for vendor in vendors:
        said = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(named, company(vendor), strict=False)))
        said += said > 0 and named[said : said + 1] != () and named[said] in _LEGAL_FORMS
        if 0 < said < len(named):
            return named[said:]
    return named


def with_version(name: str) -> tuple[str, str]:
    """A name and the version that stands at its end: "WEB-MASTER v7.9"."""
    found = re.fullmatch(r"(.*\S)\s+(?:version\s+)?(v?\d+(?:\.\w+)+)", name[:_LONGEST].strip(), re.IGNORECASE)
    return (found[1], found[2]) if found else (name, "")
