"""The types of attributes that MISP knows, and the categories that each can stand in, as its own library lists them."""

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson

from kring.exchange.stix import ObservableKind

OF_OBSERVABLES: Mapping[ObservableKind, tuple[str, str]] = {
    ObservableKind.IPV4: ("ip-dst", "Network activity"),
    ObservableKind.IPV6: ("ip-dst", "Network activity"),
    ObservableKind.NETWORK: ("ip-dst", "Network activity"),
    ObservableKind.DOMAIN: ("domain", "Network activity"),
    ObservableKind.URL: ("url", "Network activity"),
    ObservableKind.EMAIL: ("email", "Payload delivery"),
    ObservableKind.MD5: ("md5", "Payload delivery"),
    ObservableKind.SHA1: ("sha1", "Payload delivery"),
    ObservableKind.SHA224: ("sha224", "Payload delivery"),
    ObservableKind.SHA256: ("sha256", "Payload delivery"),
    ObservableKind.SHA384: ("sha384", "Payload delivery"),
    ObservableKind.SHA512: ("sha512", "Payload delivery"),
    ObservableKind.SHA3_256: ("sha3-256", "Payload delivery"),
    ObservableKind.SHA3_512: ("sha3-512", "Payload delivery"),
    ObservableKind.SSDEEP: ("ssdeep", "Payload delivery"),
    ObservableKind.TLSH: ("tlsh", "Payload delivery"),
    ObservableKind.CVE: ("vulnerability", "External analysis"),
    ObservableKind.CPE: ("cpe", "External analysis"),
    ObservableKind.PURL: ("text", "External analysis"),
}
"""Type and category of what can be looked for. An address is where one should not go: `ip-dst`, as most feeds have it."""

OF_PATTERNS: Mapping[str, tuple[str, str]] = {
    "stix": ("stix2-pattern", "Payload delivery"),
    "yara": ("yara", "Payload delivery"),
    "sigma": ("sigma", "Payload delivery"),
    "snort": ("snort", "Network activity"),
    "suricata": ("suricata", "Network activity"),
}
"""Of patterns, by the name that STIX has for the language."""

PLAIN = ("text", "Other")
"""Of all else."""


def fitting(kind: str, category: str) -> tuple[str, str]:
    """The type and category that MISP takes: these, or the type in the category it is usually in, or plain text."""
    known = _known()
    if kind not in known["types"] or kind in {"attachment", "malware-sample"}:  # what is attached does not come along
        return PLAIN
    if kind in known["category_type_mappings"].get(category, ()):
        return kind, category
    return kind, known["sane_defaults"][kind]["default_category"]


@cache
def _known() -> dict[str, Any]:
    """Without importing the library, which takes 150 ms and 25 MB."""
    found = find_spec("pymisp")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pymisp comes with misp-stix, and is not there")
    content = orjson.loads((Path(found.origin).parent / "data" / "describeTypes.json").read_bytes())
    known: dict[str, Any] = content["result"]
    return known
