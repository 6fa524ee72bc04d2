"""Names of products for machines: CPE (NIST IR 7695, 2.2 and 2.3) and package URLs."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from urllib.parse import unquote

from packageurl import PackageURL

from kring.products.versions import compare

_LONGEST = 2_000
_ANY = "*"
_ATTRIBUTES = (
    "part",
    "vendor",
    "product",
    "version",
    "update",
    "edition",
    "language",
    "sw",
    "target_sw",
    "target_hw",
    "other",
)


@dataclass(frozen=True, slots=True)
class Cpe:
    """A CPE name: eleven values, "*" for any and "-" for none."""

    values: tuple[str, ...]

    @property
    def vendor(self) -> str:
        """In words."""
        return self.values[1].replace("_", " ").strip("*-")

    @property
    def product(self) -> str:
        """In words."""
        return self.values[2].replace("_", " ").strip("*-")

    @property
    def version(self) -> str:
        """With its update; empty when any or none."""
        return " ".join(value for value in self.values[3:5] if value not in {_ANY, "-", ""})

    def same_product(self, other: "Cpe") -> bool:
        """Do all but version and update go together? What one leaves open is as the other says."""
        mine, yours = self.values, other.values
        if mine[1:3] != yours[1:3] or _ANY in mine[1:3]:
            return False
        return all(_go_together(mine[at], yours[at]) for at in (0, *range(5, len(_ATTRIBUTES))))

    def same_version(self, other: "Cpe") -> bool:
        """Do version and update go together? An update may be written as part of the version."""
        together = all(_go_together(self.values[at], other.values[at]) for at in (3, 4))
        return together or compare(self.version, other.version) == 0


def _go_together(one: str, other: str) -> bool:
    return one == other or _ANY in {one, other}


@lru_cache(maxsize=20_000)
def cpe_of(text: str) -> Cpe | None:
    """Reads a CPE name, as a formatted string ("cpe:2.3:…") or as an address ("cpe:/…"); None when it is neither."""
    text = text.strip().lower()
    if len(text) > _LONGEST:
        return None
    if text.startswith("cpe:2.3:"):
        values = [re.sub(r"\\(.)", r"\1", value) for value in re.split(r"(?<!\\):", text)[2:]]
    elif text.startswith("cpe:/"):
        values = _of_address(text[5:].split(":"))
    else:
        return None
    if not 3 <= len(values) <= len(_ATTRIBUTES):
        return None
    return Cpe(tuple(value or _ANY for value, _ in zip_longest(values, _ATTRIBUTES, fillvalue=_ANY)))


def _of_address(values: list[str]) -> list[str]:
    """CPE 2.2; "~" in the edition packs five values into one (NIST IR 7695, section 6.1.2)."""
    if len(values) > 5 and values[5].startswith("~"):
        _, *packed = values[5].split("~")
        packed = (packed + [""] * 5)[:5]
        values = [*values[:5], packed[0], values[6] if len(values) > 6 else "", *packed[1:]]
    return [unquote(value) for value in values]


@lru_cache(maxsize=20_000)
def purl_of(text: str) -> PackageURL | None:
    """Reads a package URL; None when it is none."""
    try:
        return PackageURL.from_string(text.strip()) if len(text) <= _LONGEST else None
    except ValueError:
        return None


def same_package(one: PackageURL, other: PackageURL) -> bool:
    """Is it the same package, whatever its version? Where both say more of it (an architecture, ...), they agree."""
    if (one.type, one.namespace, one.name) != (other.type, other.namespace, other.name):
        return False
    mine, yours = dict(one.qualifiers or {}), dict(other.qualifiers or {})
    return all(mine[name] == yours[name] for name in mine.keys() & yours.keys())
