"""Sectors, as people, STIX and the galaxies of MISP call them."""

from functools import lru_cache

from kring.exchange.csaf.names import words

_SECTORS = (
    "healthcare health hospital hospitals hospitals-and-health-centers zorg gezondheidszorg ziekenhuis ziekenhuizen zorginstellingen",
    "energy electric oil utilities energie elektriciteit netbeheer netbeheerders energiebedrijven",
    "water drinkwater waterschap waterschappen afvalwater dam",
    "government government-national government-regional government-local overheid gemeente gemeenten gemeentes municipality municipalities",
    "education onderwijs scholen school schools universiteiten universities hogescholen",
    "financial-services financial finance bank banks banken insurance verzekeringen verzekeraars financieel",
    "manufacturing industry maakindustrie industrie critical-manufacturing fabrieken",
    "maritime port ports haven havens nautisch overslag shipping scheepvaart terminals havenbedrijven",
    "transportation transport logistics logistiek aviation luchtvaart railway spoor",
    "telecommunications telecom communications telecommunicatie",
    "technology ict information-technology software it-dienstverlening hosting",
    "chemical chemicals chemie chemisch",
    "agriculture food landbouw voedsel levensmiddelen",
    "retail detailhandel winkels commercial webwinkels",
    "defense defence defensie aerospace",
    "entertainment hospitality-leisure media",
    "emergency-services politie opsporing brandweer",
    "construction bouw infrastructure",
    "pharmaceuticals farmacie pharma",
    "non-profit ngo",
)

_BY_WORD = {"".join(words(word)): group.split()[0] for group in _SECTORS for word in group.split()}
_TOO_PLAIN = frozenset(
    words("industry school bank port ports commercial media dam food health technology software communications")
    + words("industrie transport overheid industry it water oil infrastructure financial retail construction electric")
    + words(
        "finance defense port terminals education school hosting insurance transportation energy government ict haven"
    )
)
"""In running text these may mean anything. As a tag, or in a list of sectors, they are meant."""


@lru_cache(maxsize=5_000)
def sector_of(name: str) -> str:
    """A sector in one spelling; one that nobody knows is what it is called."""
    plain = "".join(words(name.partition("=")[2].strip('"') or name.rpartition(":")[2]))
    return _BY_WORD.get(plain, plain)


def sectors_in(names: frozenset[str]) -> frozenset[str]:
    """The sectors that a text speaks of, by the names in it."""
    return frozenset(sector for word, sector in _BY_WORD.items() if word in names and word not in _TOO_PLAIN)
