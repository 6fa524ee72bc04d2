"""Names in running text: in whose words they stand, whether they are surely meant, and which versions are spoken of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kring.exchange.csaf.names import company, words
from kring.products import versions

LONGEST = 100_000
"""Characters of a text that are looked at."""
MOST_WORDS = 6
"""Of a name."""
NEAR = 200
"""Characters behind a name within which versions are its own."""

_PIECE = re.compile(r"[^\s()\[\]{},;:/+\"'\u2018\u2019\u201c\u201d]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands."""

    start: int
    end: int


class Running:
    """A text, by the names that may stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text[:LONGEST]
        pieces = [(found, "".join(words(found[0]))) for found in _PIECE.finditer(self.text)]
        self._names: dict[str, list[Place]] = {}
        told = [(found, word) for found, word in pieces if word]
        for at in range(len(told)):
            name = ""
            for found, word in told[at : at + MOST_WORDS]:
                name += word
                self._names.setdefault(name, []).append(Place(told[at][0].start(), found.end()))

    @property
    def names(self) -> frozenset[str]:
        """Every run of up to six words, in one spelling."""
        return frozenset(self._names)

    def places(self, name: str) -> Sequence[Place]:
        """Where this name stands, in one spelling, from the front."""
        return self._names.get(name, ())

    def said(self, place: Place) -> str:
        """As it stands there."""
        return self.text[place.start : place.end].rstrip(".!?")


@lru_cache(maxsize=20_000)
def product_name(vendor: str, product: str) -> str:
    """A product in one spelling, without its vendor before it."""
    named, maker = words(product), company(vendor)
    if maker and len(named) > len(maker) and named[: len(maker)] == maker:
        named = named[len(maker) :]
    return "".join(named[:MOST_WORDS])


@lru_cache(maxsize=20_000)
def company_name(name: str) -> str:
    """A company in one spelling, without what all are called."""
    return "".join(company(name)[:MOST_WORDS])


def names_product(running: Running, vendor: str, product: str) -> tuple[Place, bool] | None:
    """Where a product is named first, and whether it is surely that one. None: it is not, or it may be anything.

    Vendor and product in one text are sure. Without its vendor a product must be called what little else is called: a
    model, a name with capitals inside, several words with capitals, or one word with a version or a CVE beside it.
    """
    places = running.places(product_name(vendor, product))
    if not places:
        return None
    maker = company_name(vendor)
    if maker and maker != product_name(vendor, product) and (running.places(maker) or _short(vendor, running)):
        return places[0], True
    return next(((place, False) for place in places if _is_telling(running, place, product)), None)


def _short(vendor: str, running: Running) -> bool:
    """The first word of a vendor's name, written with a capital: Rockwell, for Rockwell Automation."""
    first = company(vendor)[:1]
    return (
        bool(first)
        and len(first[0]) > _SHORT
        and any(running.said(place)[:1].isupper() for place in running.places(first[0]))
    )


_SHORT = 3
_CVE = re.compile(r"\bCVE-\d{4}-\d{4,}\b", re.IGNORECASE)
_A_VERSION = re.compile(r"\s*(?:versions?|versies?|v)?\s*[<≤]?=?\s*v?\d+(?:\.\d+)+", re.IGNORECASE)


def _is_telling(running: Running, place: Place, product: str) -> bool:
    said = running.said(place)
    pieces = said.split()
    if any(sign.isdigit() for sign in said) and any(sign.isalpha() for sign in said) and len(said) > _SHORT:
        return True
    if not all(piece[:1].isupper() for piece in pieces):
        return False
    if len(pieces) > 1 or (any(sign.isupper() for sign in product[1:]) and not product.isupper()):
        return True
    return bool(_A_VERSION.match(running.text, place.end) or _CVE.search(running.text))


def names_company(running: Running, name: str) -> tuple[Place, bool] | None:
    """Where a company is named, and whether it surely is. One word has to be written as the company writes itself."""
    places = running.places(company_name(name))
    if len(company(name)) > 1:
        return (places[0], True) if places else None
    exact = " ".join(name.split()[:1])
    return next(((place, False) for place in places if running.said(place) == exact), None)


# --- Versions ---

_NUMBER = r"(?P<v>[vV]?\d[\w.\-]*\w|[vV]?\d)"
_BEFORE = "before|prior to|earlier than|older than|below|v[oó][oó]r|ouder dan|lager dan|onder|up to|tot|<"
_FIXED_IN = "fixed in|update to|upgrade to|patched in|verholpen in|opgelost in|werk bij naar|bijwerken naar"
_RANGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), meaning)
    for shape, meaning in (
        (
            rf"{_NUMBER}\s*(?:and|or|en|of)\s*(?:all\s+|alle\s+)?(?:earlier|older|lower|below|prior|eerder|ouder|lager)",
            "<=",
        ),
        (rf"(?:up to and including|through|tot en met|t/m|≤|<=)\s*(?:version|versie)?\s*{_NUMBER}", "<="),
        (rf"(?:{_BEFORE})\s*(?:version|versie)?\s*{_NUMBER}", "<"),
        (rf"(?:{_FIXED_IN})\s*(?:version|versie)?\s*{_NUMBER}", "<"),
    )
)


def range_behind(running: Running, place: Place) -> str:
    """The versions that a text speaks of behind a name: "<V2.7". Empty when it does not say."""
    behind = running.text[place.end : place.end + NEAR]
    found = sorted(_found(behind), key=lambda one: one[0])
    return found[0][1] if found else ""


def _found(text: str) -> Iterator[tuple[int, str]]:
    for shape, meaning in _RANGES:
        if hit := shape.search(text):
            yield hit.start(), f"{meaning}{hit['v'].rstrip('.')}"


def is_covered(said: str, version: str) -> bool | None:
    """Is the version one of those? None: it cannot be told."""
    return versions.covers(said, version).covered if said and version else None
