"""Does an advisory concern something that somebody uses? Says so with the reason, and how sure that is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from packageurl import PackageURL

from kring.exchange.csaf import identifiers, versions
from kring.exchange.csaf.advisory import Advisory, Product, Relation, Status, Vulnerability
from kring.exchange.csaf.names import Likeness, alike, is_alias, same_vendor, says_vendor, with_version


@dataclass(frozen=True, slots=True)
class Used:
    """Something somebody uses, as well as they know it. What is a CPE name or a package URL needs nothing else."""

    product: str = ""
    vendor: str = ""
    version: str = ""
    cpe: str = ""
    """CPE 2.3, or 2.2: "cpe:2.3:o:siemens:simatic_cn_4100_firmware:2.6:*:*:*:*:*:*:*"."""
    purl: str = ""
    """With its version: "pkg:npm/lodash@4.17.20"."""
    number: str = ""
    """A model number, article number or stock keeping unit: "6GK5750-2HX01-1AD0"."""


class Standing(StrEnum):
    """What an advisory says about something that is used."""

    AFFECTED = "affected"
    INVESTIGATED = "investigated"
    FIXED = "fixed"
    NOT_AFFECTED = "not_affected"
    OTHER_VERSIONS = "other_versions"
    """It is named, and this version is none of those that something is said about."""
    NOT_NAMED = "not_named"


class Sureness(IntEnum):
    """How sure that is. More is surer."""

    NOTHING = 0
    """There was nothing to be sure of: it is not named."""
    NAME = 1
    """By name alone: the version was not said or cannot be compared, the vendor was not said, or names are only alike."""
    COMPARED = 2
    """The version lies in a range in the publisher's own words, as far as versions of no ecosystem can be compared."""
    RANGE = 3
    """The version lies in a range that is written as `vers:`."""
    VERSION = 4
    """This very version is named."""
    IDENTIFIER = 5
    """It is named by the identifier it is known by here."""


class Ground(StrEnum):
    """Why, for programs that say it in their own words."""

    IDENTIFIER = "identifier"
    VERSION = "version"
    RANGE = "range"
    WHOLE = "whole"
    NO_VERSION = "no_version"
    UNCLEAR = "unclear"
    OLDER = "older"
    NEWER = "newer"
    OTHER_VERSIONS = "other_versions"
    NOT_NAMED = "not_named"


_SENTENCES = {
    Ground.IDENTIFIER: "{named} has this identifier.",
    Ground.VERSION: "{named} is named in this very version.",
    Ground.RANGE: "{named} is named, and this version is one of “{said}”.",
    Ground.WHOLE: "{named} is named, whatever its version.",
    Ground.NO_VERSION: "{named} is named for “{said}”; which version is used was not said.",
    Ground.UNCLEAR: "{named} is named for “{said}”; whether this version is meant cannot be told.",
    Ground.OLDER: "{named} is fixed in “{said}”, and this version is older.",
    Ground.NEWER: "{named} is fixed in “{said}”, and this version is newer.",
    Ground.OTHER_VERSIONS: "{named} is named for “{said}”, and this version is another.",
    Ground.NOT_NAMED: "The advisory does not name it.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an advisory says about something that is used: the worst of it, over all its vulnerabilities."""

    standing: Standing
    sure: Sureness
    ground: Ground
    named: str = ""
    """The product that decided it, as the advisory calls it."""
    said: str = ""
    """The version or range, as the advisory writes it."""
    alike: bool = False
    """The names are alike, and not the same."""
    within: str = ""
    """What it is a part of, or is installed on, where the advisory speaks of the two together."""
    products: tuple[str, ...] = ()
    """The ids of all products in the advisory that this may be."""
    vulnerabilities: tuple[int, ...] = ()
    """Those for which it stands like this, by their place in the advisory."""

    @property
    def text(self) -> str:
        """The reason in words, in English."""
        text = _SENTENCES[self.ground].format(named=self.named, said=self.said)
        if self.within:
            text += f" It is named together with {self.within}."
        return f"{text} The names are alike, not the same." if self.alike else text


_NOT_NAMED = Verdict(Standing.NOT_NAMED, Sureness.NOTHING, Ground.NOT_NAMED)

_MEANINGS = {
    Status.FIRST_AFFECTED: Standing.AFFECTED,
    Status.KNOWN_AFFECTED: Standing.AFFECTED,
    Status.LAST_AFFECTED: Standing.AFFECTED,
    Status.UNDER_INVESTIGATION: Standing.INVESTIGATED,
    Status.FIRST_FIXED: Standing.FIXED,
    Status.FIXED: Standing.FIXED,
    Status.KNOWN_NOT_AFFECTED: Standing.NOT_AFFECTED,
}
"""What each status comes to. Recommended goes with any of them, and unknown says nothing."""

_WORST_FIRST = list(Standing)


@dataclass(frozen=True, slots=True)
class _Match:
    """A product of the advisory that may be what is used."""

    product: Product
    likeness: Likeness
    sure: Sureness
    ground: Ground
    covered: bool | None
    """Is this version meant? None: it cannot be told."""
    said: str = ""
    within: str = ""


def affects(advisory: Advisory, used: Used) -> Verdict:
    """What the advisory says about this, with the reason and how sure it is. Raises nothing.

    The worst over all its vulnerabilities counts; of one vulnerability, what is surest: a version that is named as fixed
    is fixed, although a range includes it that is affected.
    """
    matches = _matches(advisory, used)
    if not matches:
        return _NOT_NAMED
    found = [
        (at, verdict)
        for at, vulnerability in enumerate(advisory.vulnerabilities)
        if (verdict := _of_one(vulnerability, matches, _typed_version(used)))
    ]
    if not found:
        return _NOT_NAMED
    worst = min((verdict for _, verdict in found), key=lambda one: (_WORST_FIRST.index(one.standing), -one.sure))
    return replace(
        worst,
        products=tuple(matches),
        vulnerabilities=tuple(at for at, verdict in found if verdict.standing is worst.standing),
    )


def _of_one(vulnerability: Vulnerability, matches: dict[str, _Match], version: str) -> Verdict | None:
    """What one vulnerability says; None when it does not name any of the products."""
    claims = [
        (meaning, matches[product])
        for status, meaning in _MEANINGS.items()
        for product in vulnerability.statuses.get(status, ())
        if product in matches
    ]
    if not claims:
        return None
    holding = [(meaning, match) for meaning, match in claims if match.covered is not False]
    if holding:
        return _verdict(*min(holding, key=lambda claim: (-claim[1].sure, _WORST_FIRST.index(claim[0]))))
    if beside := _beside_the_fix(claims, version):
        return beside
    _, match = claims[0]
    return _verdict(Standing.OTHER_VERSIONS, match, ground=Ground.OTHER_VERSIONS)


def _beside_the_fix(claims: list[tuple[Standing, _Match]], version: str) -> Verdict | None:
    """Where nothing but one fix is named: what is older has none, what is newer has it. By name alone: it is not said."""
    if not version or any(meaning is not Standing.FIXED for meaning, _ in claims):
        return None
    fixes = {_fixed_version(match.product): match for _, match in claims}
    if len(fixes) != 1:
        return None  # with several, nobody can tell which of them is meant for this one
    (((scheme, fixed), match),) = fixes.items()
    place = versions.compare_as(scheme, version, fixed)
    if not place:
        return None
    standing, ground = (Standing.AFFECTED, Ground.OLDER) if place < 0 else (Standing.FIXED, Ground.NEWER)
    return _verdict(standing, match, ground=ground, sure=Sureness.NAME, said=fixed)


def _fixed_version(product: Product) -> tuple[str, str]:
    """The one version a product is, and the ecosystem whose rules it follows. That of its package URL is the cleanest."""
    for text in product.helper.purls:
        if (purl := identifiers.purl_of(text)) and purl.version:
            return purl.type, purl.version
    return "generic", product.version


def _verdict(
    standing: Standing,
    match: _Match,
    *,
    ground: Ground | None = None,
    sure: Sureness | None = None,
    said: str = "",
) -> Verdict:
    return Verdict(
        standing=standing,
        sure=match.sure if sure is None else sure,
        ground=ground or match.ground,
        named=match.product.name,
        said=said or match.said,
        alike=match.likeness is Likeness.PART,
        within=match.within,
    )


# --- which products of the advisory it may be ---


def _matches(advisory: Advisory, used: Used) -> dict[str, _Match]:
    """The products it may be, by id. Where one is called the same, others that are only alike are out of the question."""
    known = {product.id: match for product in advisory.products if (match := _match(product, used))}
    known = known or _by_title(advisory, used)
    found = dict(known)
    for product in advisory.products:
        if product.relation and product.id not in found and (match := _together(product, advisory, known)):
            found[product.id] = match
    best = max((match.likeness for match in found.values()), default=Likeness.NONE)
    return {product: match for product, match in found.items() if match.likeness is best}


def _by_title(advisory: Advisory, used: Used) -> dict[str, _Match]:
    """Titles name products as people do: "Lantronix XPort", where the tree has a program of the XPort."""
    vendor, typed = _typed_name(used)
    makers = tuple(dict.fromkeys(product.vendor for product in advisory.products if product.vendor))
    title = _UPDATE.sub("", advisory.title)
    if not is_alias(typed, title) and alike(typed, title, vendors=makers) is not Likeness.SAME:
        return {}
    meant = [product for product in advisory.products if not vendor or same_vendor(vendor, product.vendor)]
    version = _typed_version(used)
    return {one.id: _versioned(one, version, Likeness.PART, most=Sureness.NAME) for one in meant if not one.relation}


_UPDATE = re.compile(r"\(Update \w+\)")


def _together(product: Product, advisory: Advisory, known: dict[str, _Match]) -> _Match | None:
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


def _match(product: Product, used: Used) -> _Match | None:
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


def _by_cpe(product: Product, ours: identifiers.Cpe, theirs: identifiers.Cpe) -> _Match | None:
    if not ours.same_product(theirs):
        return None
    if ours.version and theirs.version:
        covered = ours.same_version(theirs)
        return _Match(product, Likeness.SAME, Sureness.IDENTIFIER, Ground.IDENTIFIER, covered, theirs.version)
    return _versioned(product, ours.version, Likeness.SAME, most=Sureness.IDENTIFIER)


def _by_purl(product: Product, ours: PackageURL) -> _Match | None:
    for text in product.helper.purls:
        theirs = identifiers.purl_of(text)
        if theirs and identifiers.same_package(ours, theirs):
            if not ours.version or not theirs.version:
                return _versioned(product, ours.version or "", Likeness.SAME, most=Sureness.IDENTIFIER)
            covered = ours.version == theirs.version
            return _Match(product, Likeness.SAME, Sureness.IDENTIFIER, Ground.IDENTIFIER, covered, theirs.version)
    return None


def _by_name(product: Product, used: Used) -> _Match | None:
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
    return _versioned(product, _typed_version(used), likeness, most=most)


def _typed_name(used: Used) -> tuple[str, str]:
    """Vendor and product, from whatever is known of it."""
    if used.product:
        return used.vendor, used.product if used.version else with_version(used.product)[0]
    if cpe := identifiers.cpe_of(used.cpe):
        return cpe.vendor, cpe.product
    if purl := identifiers.purl_of(used.purl):
        return used.vendor, purl.name
    return "", ""


def _typed_version(used: Used) -> str:
    if used.version:
        return used.version.strip()
    if cpe := identifiers.cpe_of(used.cpe):
        return cpe.version
    if purl := identifiers.purl_of(used.purl):
        return purl.version or ""
    return with_version(used.product)[1]


def _versioned(product: Product, version: str, likeness: Likeness, *, most: Sureness) -> _Match:
    """The product is the one that is used: is the version?"""

    def match(sure: Sureness, ground: Ground, *, covered: bool | None, said: str = "") -> _Match:
        return _Match(product, likeness, min(sure, most), ground, covered, said)

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
