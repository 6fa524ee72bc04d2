"""Does an advisory concern something that somebody uses? Says so with the reason, and how sure that is."""

from dataclasses import replace

from kring.exchange.csaf.advisory import Advisory, Product, Status, Vulnerability
from kring.exchange.csaf.matching import Match, matches_of, typed_version
from kring.exchange.csaf.names import Likeness
from kring.exchange.csaf.verdicts import Ground, Standing, Sureness, Used, Verdict
from kring.products import identifiers, versions

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


def affects(advisory: Advisory, used: Used) -> Verdict:
    """What the advisory says about this, with the reason and how sure it is. Raises nothing.

    The worst over all its vulnerabilities counts; of one vulnerability, what is surest: a version that is named as fixed
    is fixed, although a range includes it that is affected.
    """
    matches = matches_of(advisory, used)
    if not matches:
        return _NOT_NAMED
    found = [
        (at, verdict)
        for at, vulnerability in enumerate(advisory.vulnerabilities)
        if (verdict := _of_one(vulnerability, matches, typed_version(used)))
    ]
    if not found:
        return _NOT_NAMED
    worst = min((verdict for _, verdict in found), key=lambda one: (_WORST_FIRST.index(one.standing), -one.sure))
    return replace(
        worst,
        products=tuple(matches),
        vulnerabilities=tuple(at for at, verdict in found if verdict.standing is worst.standing),
    )


def _of_one(vulnerability: Vulnerability, matches: dict[str, Match], version: str) -> Verdict | None:
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


def _beside_the_fix(claims: list[tuple[Standing, Match]], version: str) -> Verdict | None:
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
    match: Match,
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
