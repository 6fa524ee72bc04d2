"""What is asked of an advisory, and what it says: something that is used, how that stands, why, and how sure it is."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


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
