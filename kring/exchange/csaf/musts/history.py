"""The tests on the versions of a document: 6.1.14, 6.1.16 to 6.1.22 and 6.1.30."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import Any

from kring.exchange.csaf.limits import Problem, pointer

_SEMANTIC = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document: one number, or three by Semantic Versioning 2.0.0 (section 3.1.11)."""

    numbers: tuple[int, ...]
    prerelease: str = ""

    @property
    def is_semantic(self) -> bool:
        """Does it have three numbers?"""
        return len(self.numbers) > 1

    @property
    def major(self) -> int:
        """Its first number, or its only one."""
        return self.numbers[0]

    @property
    def order(self) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
        """Sorts by precedence: what comes before a release is earlier than it, and numbers come before words."""
        identifiers = self.prerelease.split(".") if self.prerelease else ()
        ordered = ((not one.isdigit(), _number(one) if one.isdigit() else 0, one) for one in identifiers)
        return self.numbers, not self.prerelease, tuple(ordered)


def version_of(text: str) -> Version:
    """Reads a version that the schema accepts. Build metadata means nothing."""
    if found := _SEMANTIC.fullmatch(text):
        return Version((_number(found[1]), _number(found[2]), _number(found[3])), found[4] or "")
    return Version((_number(text),))


def _number(digits: str) -> int:
    return int(digits[:1000])  # nobody writes a longer one in earnest, and Python refuses to read it


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def moment_of(text: str) -> tuple[float, str]:
    """Sorts moments (RFC 3339), however fine they are: whole seconds since 1970, and the digits after the point."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return 0.0, text
    day, hours, minutes, seconds, fraction, zone = found.groups()
    away = 0 if zone in "Zz" else int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[4:6]))
    try:
        midnight = datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return -inf, text  # the year 0, which RFC 3339 has and Python has not
    since = timedelta(hours=int(hours), minutes=int(minutes) - away, seconds=int(seconds))  # a leap second has 60
    return midnight.timestamp() + since.total_seconds(), (fraction or "").rstrip("0")


@dataclass(frozen=True, slots=True)
class _Entry:
    place: int
    number: str
    version: Version
    moment: tuple[float, str]

    @property
    def pointer(self) -> str:
        return pointer("document", "tracking", "revision_history", self.place, "number")


def _history(document: dict[str, Any]) -> list[_Entry]:
    """The revision history by date. What has the same date is in the order of its numbers: nobody can say otherwise."""
    entries = [
        _Entry(place, one["number"], version_of(one["number"]), moment_of(one["date"]))
        for place, one in enumerate(document["document"]["tracking"]["revision_history"])
    ]
    return sorted(entries, key=lambda entry: (entry.moment, entry.version.order))


def unsorted_history(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.14: a later revision has a higher number."""
    entries = _history(document)
    for earlier, later in pairwise(entries):
        if later.version.order < earlier.version.order:
            text = f"Version {later.number[:50]} is dated after version {earlier.number[:50]}."
            yield Problem("6.1.14", later.pointer, text)


def not_the_latest_version(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.16: the document is the version that its history ends with."""
    tracking = document["document"]["tracking"]
    version, last = version_of(tracking["version"]), _history(document)[-1]
    same = version.numbers == last.version.numbers and (
        tracking["status"] == "draft" or version.prerelease == last.version.prerelease
    )
    if not same:
        text = (
            f"The last revision is {last.number[:50]}, and the document says it is version {tracking['version'][:50]}."
        )
        yield Problem("6.1.16", "/document/tracking/version", text)


def should_be_a_draft(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.17 and 6.1.20: what comes before the first release, or before a release, is a draft."""
    tracking = document["document"]["tracking"]
    version = version_of(tracking["version"])
    if tracking["status"] == "draft":
        return
    if version.major == 0 or version.prerelease:
        text = f"Version {tracking['version'][:50]} is a draft, and the status says {tracking['status']}."
        yield Problem("6.1.17", "/document/tracking/status", text)
    if version.prerelease:
        text = f"A document with status {tracking['status']} cannot have the pre-release version {tracking['version'][:50]}."
        yield Problem("6.1.20", "/document/tracking/version", text)


def drafts_in_the_history(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.18 and 6.1.19: a history is of releases."""
    released = document["document"]["tracking"]["status"] in {"final", "interim"}
    for entry in _history(document):
        if released and entry.version.major == 0:
            yield Problem("6.1.18", entry.pointer, f"A released document has no revision {entry.number[:50]}.")
        if entry.version.prerelease:
            yield Problem("6.1.19", entry.pointer, f"The history has a pre-release version: {entry.number[:50]}.")


def gaps_in_the_history(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.21: a history begins at 0 or 1 and leaves no version out."""
    entries = _history(document)
    if entries[0].version.major > 1:
        yield Problem("6.1.21", entries[0].pointer, "The history does not begin with version 0 or 1.")
    for earlier, later in pairwise(entries):
        if later.version.major > earlier.version.major + 1:
            text = f"The history goes from version {earlier.number[:50]} to {later.number[:50]}."
            yield Problem("6.1.21", later.pointer, text)


def same_version_twice(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.22: a history has every version once."""
    seen: set[str] = set()
    for entry in _history(document):
        if entry.number in seen:
            yield Problem("6.1.22", entry.pointer, f"Version {entry.number[:50]} stands in the history twice.")
        seen.add(entry.number)


def two_kinds_of_versions(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.30: all versions are numbers, or all are semantic."""
    kind = version_of(document["document"]["tracking"]["version"]).is_semantic
    for entry in _history(document):
        if entry.version.is_semantic != kind:
            text = "The document's version and this one are of two kinds: one number, and three with points."
            yield Problem("6.1.30", entry.pointer, text)


TESTS = (
    unsorted_history,
    not_the_latest_version,
    should_be_a_draft,
    drafts_in_the_history,
    gaps_in_the_history,
    same_version_twice,
    two_kinds_of_versions,
)
