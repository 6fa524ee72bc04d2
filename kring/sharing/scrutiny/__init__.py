"""Checks on text before it is shared: personal data, secrets, and the indicators people do want to share.

Plain functions on plain values, fast enough to run while somebody types.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kring.sharing.scrutiny.credentials import find_secrets, prepare
from kring.sharing.scrutiny.fangs import defang, refang
from kring.sharing.scrutiny.findings import (
    GROUP_NAMES,
    KIND_NAMES,
    REMOVED,
    Certainty,
    Finding,
    Group,
    Kind,
    redact,
)
from kring.sharing.scrutiny.indicators import (
    INDICATOR_NAMES,
    Indicator,
    IndicatorKind,
    find_indicators,
)
from kring.sharing.scrutiny.internal import find_internal_names
from kring.sharing.scrutiny.passage import Passage
from kring.sharing.scrutiny.personal import find_personal_data
from kring.sharing.scrutiny.places import Places

__all__ = [
    "GROUP_NAMES",
    "INDICATOR_NAMES",
    "KIND_NAMES",
    "REMOVED",
    "Certainty",
    "Finding",
    "Group",
    "Indicator",
    "IndicatorKind",
    "Kind",
    "defang",
    "find_indicators",
    "prepare",
    "redact",
    "refang",
    "scrutinise",
    "scrutinise_fields",
]


def scrutinise(text: str) -> list[Finding]:
    """What in this text should perhaps not leave the house, in order, no two findings overlapping."""
    passage = Passage(text)
    return _without_overlaps((*find_secrets(passage), *find_personal_data(passage), *find_internal_names(passage)))


def scrutinise_fields(fields: Mapping[str, str]) -> list[Finding]:
    """The same for several texts by name, such as the fields of the share box and the texts of attachments."""
    return [replace(finding, field=name) for name, text in fields.items() for finding in scrutinise(text)]


def _without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Of findings in one place the surest stays, then the longest."""
    places = Places()
    strongest_first = sorted(findings, key=lambda finding: (-finding.certainty, finding.start - finding.end))
    kept = [finding for finding in strongest_first if places.claim(finding.start, finding.end)]
    return sorted(kept, key=lambda finding: finding.start)
