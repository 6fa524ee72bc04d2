"""Why something matters to an organisation: plain values, kept as JSON, said at the screen in each reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kring.kernel.words import N_


class Because(StrEnum):
    """Which part of the profile was met, and how. The first are the most severe."""

    AFFECTED = "affected"
    OWN_NETWORK = "own_network"
    OWN_DOMAIN = "own_domain"
    INVESTIGATED = "investigated"
    NAMED = "named"
    SUPPLIER_ADDRESS = "supplier_address"
    SUPPLIER = "supplier"
    SUPPLIED = "supplied"
    SECTOR = "sector"
    COUNTRY = "country"


SENTENCES: dict[Because, str] = {
    Because.AFFECTED: N_("your {yours} is affected"),
    Because.OWN_NETWORK: N_("{said} is in your network {yours}"),
    Because.OWN_DOMAIN: N_("{said} is of your domain {yours}"),
    Because.INVESTIGATED: N_("its maker looks into whether your {yours} is affected"),
    Because.NAMED: N_("it speaks of your {yours}"),
    Because.SUPPLIER_ADDRESS: N_("{said} is an address of your supplier {yours}"),
    Because.SUPPLIER: N_("it speaks of your supplier {yours}"),
    Because.SUPPLIED: N_("it is about {said}, of your supplier {yours}"),
    Because.SECTOR: N_("it is about your sector: {yours}"),
    Because.COUNTRY: N_("it is about your country: {yours}"),
}
"""Each as the end of "Matters to you: ..."."""

SURE = 2
"""From here on it is more than a name that looks the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of a profile that something speaks of."""

    because: Because
    part: str
    """Which part: the id of a technology or a supplier; else the network, domain, sector or country itself."""
    yours: str
    """The same as the organisation calls it."""
    said: str = ""
    """What was met: a range of versions, a product, an address (defanged)."""
    sure: int = 1
    """From 1, by a name alone, to 5, by an identifier: the steps of `kring.exchange.csaf.Sureness`."""
    score: float | None = None
    """The highest CVSS base score of what is meant, 0.0 to 10.0; None where nothing says."""
    exploited: bool = False
    """It is known to be exploited."""
    cves: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Is it more than a name that looks the same?"""
        return self.sure >= SURE

    @property
    def is_mild(self) -> bool:
        """Does it speak of no more than the surroundings: a sector, a country?"""
        return self.because in _MILD

    @property
    def rank(self) -> tuple[int, bool, float, int, str]:
        """What sorts the most severe first."""
        return _PLACES[self.because], not self.exploited, -(self.score or 0.0), -self.sure, self.yours


_MILD = frozenset({Because.SECTOR, Because.COUNTRY})
_PLACES = {because: place for place, because in enumerate(Because)}


def most_severe_first(reasons: Sequence[Reason]) -> list[Reason]:
    """One for each part of the profile, the worst that is said of it; the most severe first."""
    kept: dict[str, Reason] = {}
    for reason in sorted(reasons, key=lambda one: one.rank):
        kept.setdefault(reason.part, reason)
    return list(kept.values())


def as_json(reason: Reason) -> dict[str, Any]:
    """As a row keeps it, and the API gives it: what nobody said is left out."""
    said = {name: _plain(value) for name, value in asdict(reason).items()}
    return {
        name: value for name, value in said.items() if name in _ALWAYS or (value is not None and value is not False)
    }


_ALWAYS = frozenset({"because", "part", "yours", "sure"})


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Because) else value


def of_json(kept: Mapping[str, Any]) -> Reason:
    """Back from a row."""
    return Reason(**{**kept, "because": Because(kept["because"]), "cves": tuple(kept.get("cves", ()))})
