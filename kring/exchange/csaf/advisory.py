"""What an advisory says, as plain values. Everything in it is somebody's word; nothing has been looked up."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from kring.exchange.csaf.limits import Problem
from kring.tlp.labels import Label


class Status(StrEnum):
    """What an advisory says of a product and a vulnerability (CSAF 2.0, section 3.2.3.9)."""

    FIRST_AFFECTED = "first_affected"
    KNOWN_AFFECTED = "known_affected"
    LAST_AFFECTED = "last_affected"
    KNOWN_NOT_AFFECTED = "known_not_affected"
    FIRST_FIXED = "first_fixed"
    FIXED = "fixed"
    RECOMMENDED = "recommended"
    UNDER_INVESTIGATION = "under_investigation"
    UNKNOWN = "unknown"
    """New in CSAF 2.1."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who says it (section 3.2.1.8)."""

    name: str = ""
    namespace: str = ""
    """The address that identifies the publisher: "https://www.cisa.gov/"."""
    category: str = ""
    """coordinator, discoverer, other, translator, user or vendor."""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where there is more to read (section 3.1.10)."""

    url: str
    summary: str = ""
    category: str = "external"
    """self: this advisory in another place; external: something else."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One step on the way to a product: what kind of step, and its name (section 3.1.2)."""

    category: str
    name: str


@dataclass(frozen=True, slots=True)
class Hash:
    """What a file of the product comes to."""

    filename: str
    algorithm: str
    value: str


@dataclass(frozen=True, slots=True)
class Helper:
    """What identifies a product in lists of others (section 3.1.3.3)."""

    cpe: str = ""
    purls: tuple[str, ...] = ()
    """CSAF 2.0 has one at most, 2.1 several."""
    hashes: tuple[Hash, ...] = ()
    model_numbers: tuple[str, ...] = ()
    serial_numbers: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    sbom_urls: tuple[str, ...] = ()
    uris: tuple[str, ...] = ()
    """Of `x_generic_uris`, without their namespaces."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a product is made of two others (section 3.2.2.4)."""

    category: str
    """default_component_of, external_component_of, installed_on, installed_with or optional_component_of."""
    part: str
    """The product that is a component of the other, or installed on it, by its id."""
    whole: str
    """The product it relates to, by its id."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product with an id of its own, wherever in the tree it was defined."""

    id: str
    name: str
    branches: tuple[Branch, ...] = ()
    """The way to it, outermost first. Empty: it was defined outside the branches."""
    helper: Helper = Helper()
    relation: Relation | None = None
    """For a product that is two others together."""

    def named(self, *categories: str) -> str:
        """The name of the innermost branch of one of these categories; empty when there is none."""
        return next((branch.name for branch in reversed(self.branches) if branch.category in categories), "")

    @property
    def vendor(self) -> str:
        """Who makes it."""
        return self.named("vendor")

    @property
    def product(self) -> str:
        """What it is called, without vendor and version."""
        return self.named("product_name") or self.named("product_family")

    @property
    def version(self) -> str:
        """The one version this is, with its patch level or service pack. Some write the whole version again there."""
        version, patch = self.named("product_version"), self.named("patch_level", "service_pack")
        return patch if patch[:1].isdigit() else f"{version} {patch}".strip()

    @property
    def version_range(self) -> str:
        """The versions this stands for: `vers:`, or whatever the publisher wrote."""
        return self.named("product_version_range")


@dataclass(frozen=True, slots=True)
class Group:
    """Products that are named together."""

    id: str
    products: tuple[str, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How bad it is for some products, as the publisher says."""

    version: str
    """Of CVSS: "2.0", "3.0", "3.1" or "4.0"."""
    vector: str
    base: float | None
    """From 0.0 to 10.0."""
    severity: str
    """NONE, LOW, MEDIUM, HIGH or CRITICAL; empty when nothing says (CVSS 2 has none)."""
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remediation:
    """What can be done (section 3.2.3.12)."""

    category: str
    """mitigation, no_fix_planned, none_available, vendor_fix, workaround; 2.1 has fix_planned and optional_patch too."""
    details: str
    url: str = ""
    date: str = ""
    products: tuple[str, ...] = ()
    """Groups are written out."""


@dataclass(frozen=True, slots=True)
class Threat:
    """What is known of its use and its effect (section 3.2.3.14)."""

    category: str
    """exploit_status, impact or target_set."""
    details: str
    date: str = ""
    products: tuple[str, ...] = ()
    """Groups are written out."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a product is not affected, in the words of VEX (section 3.2.3.5)."""

    label: str
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weakness:
    """The kind of mistake, by its number in CWE."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """One vulnerability, and what it means for each product."""

    cve: str = ""
    ids: tuple[str, ...] = ()
    """What others call it: "Cisco Bug ID CSCso66472"."""
    title: str = ""
    summary: str = ""
    weaknesses: tuple[Weakness, ...] = ()
    scores: tuple[Score, ...] = ()
    statuses: dict[Status, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the products with each status."""
    remediations: tuple[Remediation, ...] = ()
    threats: tuple[Threat, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def called(self) -> str:
        """The shortest that tells it from others."""
        return self.cve or next(iter(self.ids), "") or self.title


@dataclass(frozen=True)  # no slots: what is looked up by id is kept
class Advisory:
    """One advisory. With problems it is not what CSAF demands, and the rest is only as good as it could be read."""

    id: str
    """Of its publisher (`/document/tracking/id`). With `publisher.namespace` it is unique in the world."""
    title: str
    category: str
    """Its profile: csaf_security_advisory, csaf_vex, ... or whatever the publisher calls it."""
    csaf_version: str
    publisher: Publisher
    version: str
    """Of the document: "3", or "1.4.0"."""
    status: str
    """draft, interim or final."""
    released: str
    """When it was first released, as it stands there (RFC 3339)."""
    updated: str
    """When this version was released."""
    label: Label | None
    """None when nothing says, or nothing that TLP knows. TLP 1's WHITE is today's CLEAR."""
    tlp: str
    """The same as it stands there. With this and no label, do not take it for something that anybody may read."""
    severity: str
    """In the publisher's own words."""
    language: str
    source_language: str
    """What it was translated from."""
    summary: str
    distribution: str
    """What the publisher says about passing it on, besides the label."""
    references: tuple[Reference, ...]
    products: tuple[Product, ...]
    groups: tuple[Group, ...]
    vulnerabilities: tuple[Vulnerability, ...]
    judged: bool
    """False for CSAF 2.1, a draft whose schema still changes: it is read, and nobody has looked for problems."""
    problems: tuple[Problem, ...] = ()
    """What is not as CSAF demands; the first hundred of it."""
    document: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """The advisory itself, for whoever wants to look further."""

    @cached_property
    def by_id(self) -> dict[str, Product]:
        """Every product by its id; of one defined twice, the first."""
        return {product.id: product for product in reversed(self.products)}
