"""What an advisory or a text says about what an organisation uses, whom it depends on and what is its own."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from kring.exchange import finding
from kring.exchange.csaf import Advisory, Standing, Sureness, Used, Verdict, affects
from kring.exchange.csaf.names import company, same_vendor
from kring.exchange.finding import IndicatorKind
from kring.exchange.relevance import addresses
from kring.exchange.relevance.addresses import Address
from kring.exchange.relevance.known import Known, each_once
from kring.exchange.relevance.naming import (
    Running,
    is_covered,
    names_company,
    names_product,
    product_name,
    range_behind,
)
from kring.exchange.relevance.products import keys_of_advisory, keys_of_technology
from kring.exchange.relevance.sectors import sector_of, sectors_in
from kring.products import identifiers
from kring.profiles.reasons import Because, Reason, most_severe_first
from kring.profiles.rules import Profile, Supplier, Technology

Knowledge = Mapping[str, Known]
"""What is known of vulnerabilities, by CVE number."""

_STANDINGS = {Standing.AFFECTED: Because.AFFECTED, Standing.INVESTIGATED: Because.INVESTIGATED}
"""What an advisory says that is a reason. That something is fixed, or not affected, is none."""

MOST_TOLD = 200
"""Characters of what was said."""


def parts_of(profile: Profile) -> frozenset[str]:
    """Every part of a profile, as `Reason.part` names it."""
    used, suppliers = (one.id for one in profile.technologies), (one.id for one in profile.suppliers)
    return frozenset(
        [
            *map(str, used),
            *map(str, suppliers),
            *profile.domains,
            *profile.networks,
            *profile.sectors,
            *profile.countries,
        ]
    )


@dataclass(slots=True)
class _Gathered:
    """Reasons, and what is settled: something was said of it by whoever knows best."""

    reasons: list[Reason] = field(default_factory=list)
    settled: set[UUID] = field(default_factory=set)
    """Technologies and suppliers."""


def of_advisory(profile: Profile, advisory: Advisory, *, known: Knowledge | None = None) -> list[Reason]:
    """Why an advisory matters, the most severe first; nothing when it does not.

    Sectors and countries in an advisory say where a product is used. Who does not use it has no use for that.
    """
    gathered = _Gathered()
    _by_advisory(gathered, profile, advisory, known or {})
    return most_severe_first(gathered.reasons)


def of_words(
    profile: Profile,
    text: str,
    *,
    tags: Collection[str] = (),
    cves: Sequence[str] = (),
    known: Knowledge | None = None,
) -> list[Reason]:
    """Why a text of people matters, the most severe first; nothing when it does not.

    What an advisory says about a CVE in the text goes before what the text itself seems to say. `cves`: those that it
    is about beside those it names.
    """
    known = known or {}
    cves = tuple(dict.fromkeys([*cves, *cves_of_words(text)]))
    gathered = _Gathered()
    for advisory in each_once(one for cve in cves if cve in known for one in known[cve].advisories):
        _by_advisory(gathered, profile, advisory, known, only=cves)
    running = Running(text)
    _by_names(gathered, profile, running, cves, known)
    gathered.reasons += of_addresses(profile, addresses_of_words(text))
    gathered.reasons += of_labels(profile, tags, sectors_in(running.names))
    return most_severe_first(gathered.reasons)


# --- Advisories ---


def _by_advisory(
    gathered: _Gathered, profile: Profile, advisory: Advisory, known: Knowledge, *, only: Collection[str] = ()
) -> None:
    """`only`: the CVEs that somebody spoke of, where it is not the whole advisory."""
    about = keys_of_advisory(advisory)
    for technology in profile.technologies:
        if about.isdisjoint(keys_of_technology(technology)):
            continue
        verdict = affects(advisory, used_of(technology))
        if verdict.standing is Standing.NOT_NAMED:
            continue
        gathered.settled.add(technology.id)
        cves = _cves(advisory, verdict)
        if verdict.standing not in _STANDINGS or (only and not set(cves) & set(only)):
            continue
        gathered.reasons.append(
            Reason(
                because=_STANDINGS[verdict.standing]
                if verdict.sure > Sureness.NAME or _says_all(verdict)
                else Because.NAMED,
                part=str(technology.id),
                yours=called(technology),
                said=(verdict.said or verdict.named)[:MOST_TOLD],
                sure=int(verdict.sure),
                score=_score(advisory, verdict, known, cves),
                exploited=any(cve in known and known[cve].exploited for cve in cves),
                cves=cves,
            )
        )
    gathered.reasons += _supplied(gathered, profile, advisory, known)


def _says_all(verdict: Verdict) -> bool:
    """It is named whatever its version: there is no version to doubt, although the name may be another's."""
    return verdict.ground == "whole" and not verdict.alike


def _supplied(gathered: _Gathered, profile: Profile, advisory: Advisory, known: Knowledge) -> Iterator[Reason]:
    """Products of a supplier, unless all is said of what the organisation has of them."""
    makers = {product.vendor: product for product in reversed(advisory.products) if product.vendor}
    for supplier in profile.suppliers:
        product = next((one for maker, one in makers.items() if _is_company(supplier.name, maker)), None)
        if product is None or supplier.id in gathered.settled:
            continue
        gathered.settled.add(supplier.id)
        if any(one.id in gathered.settled and _is_company(supplier.name, one.vendor) for one in profile.technologies):
            continue
        cves = tuple(one.cve for one in advisory.vulnerabilities if one.cve)
        scores = [score.base for one in advisory.vulnerabilities for score in one.scores if score.base is not None]
        yield Reason(
            because=Because.SUPPLIED,
            part=str(supplier.id),
            yours=supplier.name,
            said=(product.product or product.name)[:MOST_TOLD],
            sure=int(Sureness.COMPARED),
            score=max(scores, default=None),
            exploited=any(cve in known and known[cve].exploited for cve in cves),
            cves=cves,
        )


def _is_company(ours: str, theirs: str) -> bool:
    """The supplier's name, or more of it: Schneider, where the advisory says Schneider Electric. Never less of it."""
    mine, yours = company(ours), company(theirs)
    return bool(mine) and ("".join(mine) == "".join(yours) or yours[: len(mine)] == mine)


def _cves(advisory: Advisory, verdict: Verdict) -> tuple[str, ...]:
    return tuple(advisory.vulnerabilities[at].cve for at in verdict.vulnerabilities if advisory.vulnerabilities[at].cve)


def _score(advisory: Advisory, verdict: Verdict, known: Knowledge, cves: Sequence[str]) -> float | None:
    """The highest of what is meant: for these products, or for all that the vulnerability names."""
    meant = set(verdict.products)
    said = [
        score.base
        for at in verdict.vulnerabilities
        for score in advisory.vulnerabilities[at].scores
        if score.base is not None and (not score.products or meant.intersection(score.products))
    ]
    return max(said, default=None) if said else _known_score(known, cves)


def _known_score(known: Knowledge, cves: Iterable[str]) -> float | None:
    return max((known[cve].score or 0.0 for cve in cves if cve in known and known[cve].score is not None), default=None)


def used_of(technology: Technology) -> Used:
    """As advisories are asked."""
    return Used(
        product=technology.product,
        vendor=technology.vendor,
        version=technology.version,
        cpe=technology.cpe,
        purl=technology.purl,
    )


def called(technology: Technology) -> str:
    """As people call it: "Siemens SIMATIC CN 4100 2.6"."""
    says_vendor = company(technology.product)[:1] == company(technology.vendor)[:1]
    parts = ("" if says_vendor else technology.vendor, technology.product, technology.version)
    return " ".join(part for part in parts if part)


# --- Names in running text ---


def _by_names(gathered: _Gathered, profile: Profile, running: Running, cves: Sequence[str], known: Knowledge) -> None:
    for technology in profile.technologies:
        if technology.id not in gathered.settled and (reason := _named(technology, running, cves, known)):
            gathered.reasons.append(reason)
    met = {reason.part for reason in gathered.reasons}
    makers = [one.vendor for one in profile.technologies if str(one.id) in met]
    for supplier in profile.suppliers:
        is_told = str(supplier.id) in met or any(_is_company(supplier.name, maker) for maker in makers)
        if not is_told and (found := names_company(running, supplier.name)):
            sure = int(Sureness.COMPARED if found[1] else Sureness.NAME)
            gathered.reasons.append(
                Reason(because=Because.SUPPLIER, part=str(supplier.id), yours=supplier.name, sure=sure)
            )


def _named(technology: Technology, running: Running, cves: Sequence[str], known: Knowledge) -> Reason | None:
    found = names_product(running, technology.vendor, technology.product)
    if found is None:
        return None
    place, is_sure = found
    said = range_behind(running, place)
    covered = is_covered(said, technology.version)
    if covered is False:
        return None
    return Reason(
        because=Because.AFFECTED if covered and is_sure else Because.NAMED,
        part=str(technology.id),
        yours=called(technology),
        said=said or running.said(place)[:MOST_TOLD],
        sure=int(Sureness.COMPARED if is_sure else Sureness.NAME),
        score=_known_score(known, cves),
        exploited=any(cve in known and known[cve].exploited for cve in cves),
        cves=tuple(cves),
    )


def of_software(profile: Profile, document: Mapping[str, object]) -> Iterator[Reason]:
    """What is used, among software that somebody found or speaks of: by its CPE name, or by vendor and name."""
    cpe = identifiers.cpe_of(str(document.get("cpe", "")))
    vendor, name = str(document.get("vendor", "")), str(document.get("name", ""))
    for technology in profile.technologies:
        ours = identifiers.cpe_of(technology.cpe)
        is_identified = bool(ours and cpe and ours.same_product(cpe))
        is_named = product_name(vendor, name) == product_name(technology.vendor, technology.product)
        if is_identified or (is_named and same_vendor(vendor, technology.vendor)):
            sure = Sureness.IDENTIFIER if is_identified else Sureness.COMPARED
            yield Reason(
                because=Because.NAMED, part=str(technology.id), yours=called(technology), said=name, sure=int(sure)
            )


# --- Addresses, sectors, countries ---


@lru_cache(maxsize=1024)
def _findings(text: str) -> tuple[finding.Found, ...]:
    return tuple(finding.find(text).values)


def cves_of_words(text: str) -> tuple[str, ...]:
    """The CVE numbers in a text."""
    return tuple(one.value for one in _findings(text) if one.kind is IndicatorKind.CVE)


def addresses_of_words(text: str) -> list[Address]:
    """Every address in a text."""
    found = (addresses.address_of(one.kind, one.value, is_link=not one.defanged) for one in _findings(text))
    inside = (Address(name, host=name) for name in addresses.names_inside(finding.refanged(text)))
    return [*(one for one in found if one is not None), *inside]


def of_addresses(profile: Profile, met: Sequence[Address]) -> Iterator[Reason]:
    """One's own network or domain, or a supplier's domain, among these."""
    for address in met:
        if address.network:
            for own in profile.networks:
                if addresses.is_in_network(address.network, own):
                    yield _address(Because.OWN_NETWORK, own, own, address)
        for domain in profile.domains:
            if addresses.is_in_domain(address.host, domain):
                yield _address(Because.OWN_DOMAIN, domain, domain, address)
        for supplier in profile.suppliers:
            if not address.is_link and _is_of(supplier, address):
                yield _address(Because.SUPPLIER_ADDRESS, str(supplier.id), supplier.name, address)


def _is_of(supplier: Supplier, address: Address) -> bool:
    return any(addresses.is_in_domain(address.host, domain) for domain in supplier.domains)


def _address(because: Because, part: str, yours: str, address: Address) -> Reason:
    said = finding.harmless(address.text)[:MOST_TOLD]
    return Reason(because=because, part=part, yours=yours, said=said, sure=int(Sureness.IDENTIFIER))


def of_labels(profile: Profile, labels: Collection[str], sectors: Collection[str] = ()) -> Iterator[Reason]:
    """One's own sector, among tags or in words, or country, among tags alone: words name countries all the time."""
    said = {sector_of(label) for label in labels}
    for sector in {
        sector_of(name): name for name in reversed(profile.sectors)
    }.values():  # of two names for one, the first
        if sector_of(sector) in said:
            yield Reason(because=Because.SECTOR, part=sector, yours=sector, sure=int(Sureness.VERSION))
        elif sector_of(sector) in sectors:
            yield Reason(because=Because.SECTOR, part=sector, yours=sector, sure=int(Sureness.NAME))
    codes = {label.rpartition(":")[2].upper() for label in labels if label.lower().startswith("country:")}
    for country in profile.countries:
        if country in codes:
            yield Reason(because=Because.COUNTRY, part=country, yours=country, sure=int(Sureness.VERSION))
