"""Which products of an advisory may be the one that somebody uses: by identifier, by name, by its title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from packageurl import PackageURL

from kring.exchange.csaf.advisory import Advisory, Product, Relation
from kring.exchange.csaf.names import Likeness, alike, is_alias, same_vendor, says_vendor, with_version
from kring.exchange.csaf.verdicts import Ground, Sureness, Used
from kring.products import identifiers, versions


@dataclass(frozen=True, slots=True)
class Match:
    """A product of the advisory that may be what is used."""

    product: Product
    likeness: Likeness
    sure: Sureness
    ground: Ground
    covered: bool | None
    """Is this version meant? None: it cannot be told."""
    said: str = ""
    within: str = ""


def matches_of(advisory: Advisory, used: Used) -> dict[str, Match]:
    """The products it may be, by id. Where one is called the same, others that are only alike are out of the question."""
    known = {product.id: match for product in advisory.products if (match := _match(product, used))}
    known = known or _by_title(advisory, used)
    found = dict(known)
    for product in advisory.products:
        if product.relation and product.id not in found and (match := _together(product, advisory, known)):
            found[product.id] = match
    best = max((match.likeness for match in found.values()), default=Likeness.NONE)
    return {product: match for product, match in found.items() if match.likeness is best}


def _by_title(advisory: Advisory, used: Used) -> dict[str, Match]:
    """Titles name products as people do: "Lantronix XPort", where the tree has a program of the XPort."""
    vendor, typed = _typed_name(used)
    makers = tuple(dict.fromkeys(product.vendor for product in advisory.products if product.vendor))
    title = _UPDATE.sub("", advisory.title)
    if not is_alias(typed, title) and alike(typed, title, vendors=makers) is not Likeness.SAME:
        return {}
    meant = [product for product in advisory.products if not vendor or same_vendor(vendor, product.vendor)]
    version = typed_version(used)
    return {one.id: _versioned(one, version, Likeness.PART, most=Sureness.NAME) for one in meant if not one.relation}


_UPDATE = re.compile(r"\(Update \w+\)")


def _together(product: Product, advisory: Advisory, known: dict[str, Match]) -> Match | None:
    """A product made of two others is what is used when its part is, or, less surely, when that which it is in is."""
    for relation in _relations(product, advisory):
        if match := known.get(relation.part):
            return replace(match, within=_name(advisory, relation.whole))
        if match := known.get(relation.whole):
            sure = min(match.sure, Sureness.NAME)
            return replace(match, sure=sure, within=_name(advisory, relation.part))
    return None


def _name(advisory: Advisory, product: str) -> str:
    found = advisory.by_id.get(product)
    return found.name if found else product


def _relations(product: Product, advisory: Advisory) -> Iterator[Relation]:
    """What a product is made of, and what those are made of; a circle is gone through once."""
    waiting, seen = [product.id], set[str]()
    while waiting and len(seen) < _MOST_RELATIONS:
        found = advisory.by_id.get(waiting.pop())
        if found and found.relation and found.id not in seen:
            seen.add(found.id)
            yield found.relation
            waiting += [found.relation.whole, found.relation.part]


_MOST_RELATIONS = 20
"""A product is rarely made of more than three."""


def _match(product: Product, used: Used) -> Match | None:
    """Is this what is used? By the identifiers first: where both have one of a kind, that settles it."""
    helper = product.helper
    if used.number and _has_number(product, used.number):
        return _versioned(product, used.version, Likeness.SAME, most=Sureness.IDENTIFIER)
    if (cpe := identifiers.cpe_of(used.cpe)) and (theirs := identifiers.cpe_of(helper.cpe)):
        return _by_cpe(product, cpe, theirs)
    if (purl := identifiers.purl_of(used.purl)) and helper.purls:
        return _by_purl(product, purl)
    return None if product.relation else _by_name(product, used)  # two together are told by the names of the two


def _has_number(product: Product, number: str) -> bool:
    bare = "".join(sign for sign in number.casefold() if sign.isalnum())
    numbers = (*product.helper.model_numbers, *product.helper.skus)
    return any(bare == "".join(sign for sign in one.casefold() if sign.isalnum()) for one in numbers if bare)


def _by_cpe(product: Product, ours: identifiers.Cpe, theirs: identifiers.Cpe) -> Match | None:
    if not ours.same_product(theirs):
        return None
    if ours.version and theirs.version:
        covered = ours.same_version(theirs)
        return Match(product, Likeness.SAME, Sureness.IDENTIFIER, Ground.IDENTIFIER, covered, theirs.version)
    return _versioned(product, ours.version, Likeness.SAME, most=Sureness.IDENTIFIER)


def _by_purl(product: Product, ours: PackageURL) -> Match | None:
    for text in product.helper.purls:
        theirs = identifiers.purl_of(text)
        if theirs and identifiers.same_package(ours, theirs):
            if not ours.version or not theirs.version:
                return _versioned(product, ours.version or "", Likeness.SAME, most=Sureness.IDENTIFIER)
            covered = ours.version == theirs.version
            return Match(product, Likeness.SAME, Sureness.IDENTIFIER, Ground.IDENTIFIER, covered, theirs.version)
    return None


def _by_name(product: Product, used: Used) -> Match | None:
    vendor, typed = _typed_name(used)
    says_so = says_vendor(typed, product.vendor)
    is_vendor = bool(vendor and product.vendor) and same_vendor(vendor, product.vendor)
    if not typed or (vendor and product.vendor and not is_vendor and not says_so):
        return None
    vendors = tuple(name for name in (product.vendor, vendor) if name)
    names = (product.product,) if product.product else (product.name,)
    likeness = max(alike(typed, name, vendors=vendors) for name in names)
    if likeness is Likeness.NONE:
        return None
    is_sure = likeness is Likeness.SAME and (is_vendor or (says_so and not vendor))
    most = Sureness.VERSION if is_sure else Sureness.NAME
    return _versioned(product, typed_version(used), likeness, most=most)


def _typed_name(used: Used) -> tuple[str, str]:
    """Vendor and product, from whatever is known of it."""
    if used.product:
        return used.vendor, used.product if used.version else with_version(used.product)[0]
    if cpe := identifiers.cpe_of(used.cpe):
        return cpe.vendor, cpe.product
    if purl := identifiers.purl_of(used.purl):
        return used.vendor, purl.name
    return "", ""


def typed_version(used: Used) -> str:
    """The version, from whatever is known of it; empty when nothing says."""
    if used.version:
        return used.version.strip()
    if cpe := identifiers.cpe_of(used.cpe):
        return cpe.version
    if purl := identifiers.purl_of(used.purl):
        return purl.version or ""
    return with_version(used.product)[1]


def _versioned(product: Product, version: str, likeness: Likeness, *, most: Sureness) -> Match:
    """The product is the one that is used: is the version?"""

    def match(sure: Sureness, ground: Ground, *, covered: bool | None, said: str = "") -> Match:
        return Match(product, likeness, min(sure, most), ground, covered, said)

    said = product.version or product.version_range
    if not said:
        whole = Sureness.IDENTIFIER if most is Sureness.IDENTIFIER else Sureness.NAME
        return match(whole, Ground.WHOLE, covered=True)
    is_exact = bool(product.version) and not versions.is_range(product.version)
    answer = versions.Answer(versions.compare(said, version) == 0) if is_exact else versions.covers(said, version)
    everything = not is_exact and versions.covers(said, "").covered is True
    by_range = Sureness.RANGE if answer.by_vers else Sureness.COMPARED
    if everything:
        return match(
            max(by_range, most) if most is Sureness.IDENTIFIER else by_range, Ground.WHOLE, covered=True, said=said
        )
    if not version:
        return match(Sureness.NAME, Ground.NO_VERSION, covered=None, said=said)
    if answer.covered is None:
        return match(Sureness.NAME, Ground.UNCLEAR, covered=None, said=said)
    ground = Ground.VERSION if is_exact else Ground.RANGE
    return match(Sureness.VERSION if is_exact else by_range, ground, covered=answer.covered, said=said)
