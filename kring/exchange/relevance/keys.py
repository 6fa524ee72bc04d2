"""In a few words of one spelling: what a profile is about, and what something that was shared is about.

Where they have none in common nothing matters, so that of a thousand organisations those few are asked whom it may concern.
The other way round is not so: a key in common is a reason to look, and no more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from kring.exchange.relevance import documents, judging
from kring.exchange.relevance.addresses import Address, keys_of_address, keys_of_network
from kring.exchange.relevance.naming import Running, company_name
from kring.exchange.relevance.products import first_and_whole, keys_of_advisory, keys_of_technology, runs
from kring.exchange.relevance.sectors import sector_of, sectors_in
from kring.products.identifiers import cpe_of
from kring.profiles.rules import Profile


def keys_of_profile(profile: Profile) -> frozenset[str]:
    """What an organisation is to be asked about."""
    own = chain(profile.domains, *(supplier.domains for supplier in profile.suppliers))
    return frozenset(
        chain(
            *map(keys_of_technology, profile.technologies),
            *(_of_company(supplier.name) for supplier in profile.suppliers),
            (f"domain {domain}" for domain in own),
            *map(keys_of_network, profile.networks),
            (f"sector {sector_of(sector)}" for sector in profile.sectors),
            (f"country {country}" for country in profile.countries),
        )
    )


def _of_company(name: str) -> Iterator[str]:
    yield f"name {company_name(name)}"
    yield from (f"maker {one}" for one in first_and_whole(name))


def keys_of_words(text: str, tags: Collection[str] = ()) -> frozenset[str]:
    """What a text may be about. Its CVEs are in it as well: advisories say what they are about."""
    names = Running(text).names
    return frozenset(
        chain(
            (f"name {name}" for name in names),
            (f"sector {sector}" for sector in sectors_in(names)),
            _of_addresses(judging.addresses_of_words(text)),
            _of_labels(tags),
        )
    )


def keys_of_document(document: Mapping[str, Any]) -> frozenset[str]:
    """What an object may be about."""
    if (advisory := documents.advisory_in(document)) is not None:
        return keys_of_advisory(advisory)
    said = documents.words_of(document)
    return frozenset(
        chain(
            keys_of_words(said) if said else (),
            _of_addresses(documents.addresses_of(document)),
            _of_labels(documents.labels_of(document)),
            _of_software(document),
        )
    )


def _of_software(document: Mapping[str, Any]) -> Iterator[str]:
    if document.get("type") != "software":
        return
    for name in ("vendor", "name"):
        if isinstance(text := document.get(name), str):
            yield from (f"maker {one}" for one in first_and_whole(text))
            yield from (f"product {run}" for run in runs(text, alone=True))
    if isinstance(text := document.get("cpe"), str) and (cpe := cpe_of(text)):
        yield from (f"maker {one}" for one in first_and_whole(cpe.vendor))


def _of_addresses(met: Iterable[Address]) -> Iterator[str]:
    return chain.from_iterable(map(keys_of_address, met))


def _of_labels(labels: Collection[str]) -> Iterator[str]:
    for label in labels:
        yield f"sector {sector_of(label)}"
        if label.lower().startswith("country:"):
            yield f"country {label.rpartition(':')[2].upper()}"
