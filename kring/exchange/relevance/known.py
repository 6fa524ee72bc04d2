"""What is known of a vulnerability besides what is being read: how bad it is, whether it is used, and what advisories say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kring.exchange.csaf import Advisory

KNOWN_EXPLOITED = "known-exploited"
"""The label that says of a vulnerability object: somebody uses it (CISA's catalogue, or another). STIX leaves labels free."""

SAYS_EXPLOITED = "x_opencti_cisa_kev"
SAYS_SCORE = ("x_opencti_cvss_v4_base_score", "x_opencti_cvss_base_score", "x_cvss_base_score")
"""STIX 2.1 has no property for either. These are those of OpenCTI, which most platforms of the field write and read."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one vulnerability."""

    score: float | None = None
    """CVSS base, 0.0 to 10.0."""
    exploited: bool = False
    advisories: tuple[Advisory, ...] = field(default=())
    """Those that name it."""


def known_of(document: Mapping[str, Any]) -> Known:
    """What an object says of the vulnerability it is about."""
    labels = document.get("labels")
    says_so = isinstance(labels, list) and KNOWN_EXPLOITED in labels
    scores = [score for name in SAYS_SCORE if (score := _score(document.get(name))) is not None]
    return Known(max(scores, default=None), says_so or document.get(SAYS_EXPLOITED) is True)


def together(what: Iterable[Known]) -> Known:
    """The worst of what several say."""
    every = list(what)
    scores = [one.score for one in every if one.score is not None]
    return Known(
        max(scores, default=None),
        any(one.exploited for one in every),
        tuple(each_once(advisory for one in every for advisory in one.advisories)),
    )


def each_once(advisories: Iterable[Advisory]) -> list[Advisory]:
    """Each once, by what its publisher calls it."""
    return list({(one.publisher.namespace, one.id): one for one in advisories}.values())


def _score(value: object) -> float | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 10
    return float(value) if is_one else None  # type: ignore[arg-type]  # a number, as was just asked
