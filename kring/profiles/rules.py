"""What an organisation says of itself so that others' warnings can be held against it, and how that is read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from uuid import UUID, uuid5

import idna
from babel import Locale
from publicsuffixlist import PublicSuffixList

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.products.named import Named


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


@dataclass(frozen=True, slots=True)
class About:
    """What may matter: an item, or an object in a circle's store."""

    item: UUID | None = None
    circle: UUID | None = None
    stix_id: str = ""


# --- What somebody typed ---

MOST_TECHNOLOGIES = 50_000
MOST_SUPPLIERS = 2_000
MOST_OF_OUR_OWN = 500
"""Domains, and networks."""
MOST_SECTORS = 20
LONGEST_SECTOR = 40
LONGEST_SUPPLIER = 200

NOT_A_DOMAIN = Refusal("not_a_domain", N_("“{text}” is no domain. It looks like example.nl."))
PUBLIC_SUFFIX = Refusal(
    "public_suffix", N_("“{text}” is not one organisation's own: everybody can have a name below it.")
)
NOT_A_NETWORK = Refusal("not_a_network", N_("“{text}” is no network. It looks like 192.0.2.0/24 or 2001:db8::/32."))
TOO_WIDE = Refusal("too_wide", N_("“{text}” is too large a network to be one organisation's own."))
NOT_PUBLIC = Refusal(
    "not_public", N_("“{text}” is used by everybody within their own walls: others cannot mean yours by it.")
)
NOT_A_COUNTRY = Refusal("not_a_country", N_("“{text}” is no country that we know. It looks like NL."))
LONG_SECTOR = Refusal("long_sector", N_("“{text}” is too long for a sector: {most} characters at most."))
TOO_MANY_NAMED = Refusal("too_many_named", N_("These are more than {most}."))
NO_SUPPLIER = Refusal("no_supplier", N_("Say what the supplier is called."))
FULL = Refusal("profile_full", N_("There is room for {most}. Remove some first."))
MACHINE = Refusal(
    "machine_reads", N_("A machine reads what matters to its organisation. A person who sits for it changes it.")
)
NOT_SEATED = Refusal(
    "not_seated_for_it", N_("Who sits for your organisation in a circle changes this. You can read it.")
)
NOT_IN_CIRCLE = Refusal("not_in_circle", N_("Your organisation is not in this circle."))

_NARROWEST = {4: 8, 6: 19}
"""The shortest prefix that anybody has: a registry gives out no more at once."""


_HOST = re.compile(r"^(?:[a-z][a-z+.-]*://)?(?:[^/@]*@)?(?:\*\.)?|[:/].*$", re.IGNORECASE)
"""What stands around a name in an address."""


def domain(text: str) -> str:
    """A domain as it is asked for; an address of the web or of mail that has it will do.

    Refused: not_a_domain, public_suffix.
    """
    name = _HOST.sub("", text.strip()).strip(".")
    try:
        found = idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        raise _refused(NOT_A_DOMAIN, text) from None
    if "." not in found or found.replace(".", "").isdigit():
        raise _refused(NOT_A_DOMAIN, text)
    if _suffixes().publicsuffix(found) == found:
        raise _refused(PUBLIC_SUFFIX, text)
    return found


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def network(text: str) -> str:
    """A network, or one address, as an address with its prefix.

    Refused: not_a_network, too_wide, not_public.
    """
    try:
        found = ip_network(text.strip().partition("%")[0], strict=False)  # what follows is of one machine (RFC 4007)
    except ValueError:
        raise _refused(NOT_A_NETWORK, text) from None
    if found.prefixlen < _NARROWEST[found.version]:
        raise _refused(TOO_WIDE, text)
    if found.is_private and not any(found.network_address in one for one in _DOCUMENTATION):
        raise _refused(NOT_PUBLIC, text)
    return str(found)


_DOCUMENTATION = tuple(
    ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
"""Nobody's (RFC 5737, RFC 3849), so that they may stand in examples."""


def country(text: str) -> str:
    """A country by its two letters or its name in English or Dutch.

    Refused: not_a_country.
    """
    found = _countries().get(text.strip().casefold())
    if found is None:
        raise _refused(NOT_A_COUNTRY, text)
    return found


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in ("en", "nl"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                known |= {name.casefold(): code, code.casefold(): code}
    return known


def sector(text: str) -> str:
    """A sector in a word or a few.

    Refused: long_sector.
    """
    found = " ".join(text.split())
    if len(found) > LONGEST_SECTOR:
        raise _refused(LONG_SECTOR, text, most=LONGEST_SECTOR)
    return found


def each(texts: Iterable[str], read: Callable[[str], str], *, most: int) -> tuple[str, ...]:
    """All that were named, each once, in their order; empty ones are none.

    Refused: too_many_named, and what `read` refuses.
    """
    found = tuple(dict.fromkeys(read(text) for text in texts if text.strip()))
    if len(found) > most:
        raise Refused(Refusal(TOO_MANY_NAMED.code, TOO_MANY_NAMED.text, {"most": most}))
    return found


def _refused(refusal: Refusal, text: str, **values: object) -> Refused:
    return Refused(Refusal(refusal.code, refusal.text, {"text": text.strip()[:60], **values}))


# --- Identity, and what is shown ---


def said_name(vendor: str, product: str) -> str:
    """Vendor and product as people say them. Many products begin with their maker's name already."""
    says_it = product.casefold().startswith(vendor.casefold())
    return product if says_it else f"{vendor} {product}"


def technology_id(organisation: UUID, named: Named) -> UUID:
    """The same for the same thing, so that naming it twice makes one row."""
    return uuid5(organisation, f"technology {named.key}")


def supplier_id(organisation: UUID, name: str) -> UUID:
    """The same for the same name, however it is capitalised."""
    return uuid5(organisation, f"supplier {name.casefold()}")


def why_not_change(*, sits_for_it: bool, is_machine: bool) -> Refusal | None:
    """May somebody who works for the organisation change its profile?"""
    if sits_for_it:
        return None
    return MACHINE if is_machine else NOT_SEATED


LEAST_COUNTED = 5
"""Fewer organisations than these are in no chart: a number would say who."""
