"""What an organisation says of itself so that others' warnings can be held against it: plain values."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Technology:
    """Something the organisation uses. What is not known is empty; the product always has a name."""

    id: UUID
    vendor: str
    product: str
    version: str = ""
    cpe: str = ""
    """A CPE name, 2.2 or 2.3, as it was given."""
    purl: str = ""
    """A package URL, in its canonical form."""
    supplier: UUID | None = None
    """Who supplies or runs it for the organisation: a `Supplier` of the same profile."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """Somebody the organisation depends on, with the domains they are known by."""

    id: UUID
    name: str
    domains: tuple[str, ...] = ()
    """In lower case, as they are asked for (punycode)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """All that an organisation said matters to it. Nobody but who works for it gets to see this."""

    organisation: UUID
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """Two letters each, in capitals (ISO 3166-1)."""
    technologies: tuple[Technology, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    domains: tuple[str, ...] = ()
    """The organisation's own, in lower case (punycode); what is below them is meant too."""
    networks: tuple[str, ...] = ()
    """The organisation's own, as addresses with a prefix: "192.0.2.0/24", "2001:db8::/32"."""
