"""Indicators of compromise in text, as people write them: also defanged, so that nobody clicks by accident."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import TypeAlias

from publicsuffixlist import PublicSuffixList

from kring.kernel.words import N_
from kring.sharing.scrutiny import paths
from kring.sharing.scrutiny.fangs import Clear, split_authority
from kring.sharing.scrutiny.places import Places


class IndicatorKind(StrEnum):
    """What can be looked for in one's own systems."""

    IPV4 = "ipv4"
    IPV6 = "ipv6"
    NETWORK = "network"
    DOMAIN = "domain"
    URL = "url"
    EMAIL = "email"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    SHA512 = "sha512"
    SSDEEP = "ssdeep"
    CVE = "cve"
    TECHNIQUE = "technique"
    ASN = "asn"
    FILE_NAME = "file_name"
    PATH = "path"
    REGISTRY_KEY = "registry_key"


INDICATOR_NAMES: dict[IndicatorKind, str] = {
    IndicatorKind.IPV4: N_("IPv4 address"),
    IndicatorKind.IPV6: N_("IPv6 address"),
    IndicatorKind.NETWORK: N_("network"),
    IndicatorKind.DOMAIN: N_("domain"),
    IndicatorKind.URL: N_("web address"),
    IndicatorKind.EMAIL: N_("mail address"),
    IndicatorKind.MD5: N_("MD5 hash"),
    IndicatorKind.SHA1: N_("SHA-1 hash"),
    IndicatorKind.SHA256: N_("SHA-256 hash"),
    IndicatorKind.SHA512: N_("SHA-512 hash"),
    IndicatorKind.SSDEEP: N_("fuzzy hash"),
    IndicatorKind.CVE: N_("vulnerability"),
    IndicatorKind.TECHNIQUE: N_("ATT&CK technique"),
    IndicatorKind.ASN: N_("autonomous system"),
    IndicatorKind.FILE_NAME: N_("file name"),
    IndicatorKind.PATH: N_("file path"),
    IndicatorKind.REGISTRY_KEY: N_("registry key"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One occurrence in a text."""

    kind: IndicatorKind
    value: str
    """As systems write it: refanged, in its usual case, names in their ASCII form."""
    start: int
    end: int
    """Where it stands in the text as it was written."""
    defanged: bool
    """The writer took the trouble to make it harmless: surely meant as an indicator."""


def find_indicators(text: str) -> list[Indicator]:
    """Every indicator in the text, in order, no two of them overlapping; the same value may occur more often."""
    clear = Clear.read(text)
    places = Places()
    found: list[Indicator] = []
    for pattern, judge in _DETECTORS:
        for match in pattern.finditer(clear.text):
            verdict = judge(clear, match)
            if verdict is None or not places.claim(match.start(), verdict.end) or verdict.kind is None:
                continue
            found.append(Indicator(verdict.kind, verdict.value, *clear.origin(match.start(), verdict.end)))
    return sorted(found, key=lambda indicator: indicator.start)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was found and where it ends. No kind: nothing of ours, and nothing else may be seen in it."""

    kind: IndicatorKind | None
    value: str
    end: int


_Judge: TypeAlias = Callable[[Clear, re.Match[str]], _Verdict | None]


def _url(clear: Clear, match: re.Match[str]) -> _Verdict:
    text = _without_tail(match.group())
    scheme, _, rest = text.partition("://")
    authority, path = split_authority(rest)
    user, at, server = authority.rpartition("@")
    host, port = _host_and_port(server)
    kind = IndicatorKind.URL if scheme.lower() in _SCHEMES and host else None
    return _Verdict(kind, f"{scheme.lower()}://{user}{at}{host}{port}{path}", match.start() + len(text))


_SCHEMES = frozenset(
    ("http", "https", "ftp", "ftps", "sftp", "ssh", "tcp", "udp", "ws", "wss", "ldap", "ldaps", "rmi", "dns", "smb")
)


def _without_tail(text: str) -> str:
    """Cuts the punctuation of the sentence around it: also brackets that were opened outside."""
    surplus = {closing: text.count(closing) - text.count(opening) for opening, closing in ("()", "[]")}
    end = len(text)
    while end and (text[end - 1] in ".,;:!?*'\"" or surplus.get(text[end - 1], 0) > 0):
        end -= 1
        if text[end] in surplus:
            surplus[text[end]] -= 1
    return text[:end]


def _host_and_port(server: str) -> tuple[str, str]:
    """The host as systems write it, empty when there is none on the internet by that name; the port with its colon."""
    if server.startswith("["):
        address, _, port = server[1:].partition("]")
        address = _ipv6_address(address)
        return (f"[{address}]" if address else ""), port
    host, colon, port = server.partition(":")
    return _ipv4_address(host) or _domain_name(host), colon + port


def _email(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    domain = _domain_name(match["domain"])
    return _Verdict(IndicatorKind.EMAIL, f"{match['local']}@{domain}", match.end()) if domain else None


def _ipv4(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    before = clear.text[max(0, match.start() - 30) : match.start()]
    address = _ipv4_address(match["address"])
    if not address or (_VERSION.search(before) and not clear.changed(match.start(), match.end())):
        return None
    return _network(match) or _Verdict(IndicatorKind.IPV4, address, match.end("address"))


def _network(match: re.Match[str]) -> _Verdict | None:
    """An address with a length, when nothing of the address lies beyond that length."""
    if not match["length"]:
        return None
    try:
        return _Verdict(IndicatorKind.NETWORK, str(ip_network(match.group())), match.end())
    except ValueError:
        return None


_VERSION = re.compile(
    r"(?:\bv|version|versions|versie|versies|release|firmware|software|build|prior to|up to|tot en met|patch|[<>=≤≥])"
    r"[\s:=(]*$",
    re.IGNORECASE,
)
"""Four numbers after one of these are a version."""


def _ipv6(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    # A certain length, and a digit or several groups: `a::b` stands in programs too.
    said = match["address"]
    if len(said) < 5 or not (any(map(str.isdigit, said)) or said.count(":") >= 4):
        return None
    address = _ipv6_address(match["address"])
    if not address:
        return None
    return _network(match) or _Verdict(IndicatorKind.IPV6, address, match.end("address"))


def _domain(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    if not clear.changed(match.start(), match.end()) and _reads_otherwise(match.group()):
        return None
    domain = _domain_name(match.group())
    return _Verdict(IndicatorKind.DOMAIN, domain, match.end()) if domain else None


def _reads_otherwise(name: str) -> bool:
    """A file, a product, or two sentences without a space between them: "voorbeeld.De volgende"."""
    last = name.rpartition(".")[2]
    return (
        last.lower() in _FILE_ENDINGS
        or name.lower() in _PRODUCTS
        or not (last.islower() or last.isupper() or "-" in last)
    )


_FILE_ENDINGS = frozenset(("app", "cab", "cc", "java", "md", "mov", "pl", "ps", "pub", "py", "rs", "sh", "so", "zip"))
_PRODUCTS = frozenset(("ado.net", "asp.net", "vb.net"))


def _hash(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    value = match.group().lower()
    if value.isdigit() or len(set(value)) < 8:
        return None
    return _Verdict(_HASHES.get(len(value)), value, match.end())


_HASHES = {32: IndicatorKind.MD5, 40: IndicatorKind.SHA1, 64: IndicatorKind.SHA256, 128: IndicatorKind.SHA512}


def _cve(clear: Clear, match: re.Match[str]) -> _Verdict:
    return _Verdict(IndicatorKind.CVE, f"CVE-{match['year']}-{match['number']}", match.end())


def _ssdeep(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    # The first number is the size of a block: 3, doubled some times.
    size = int(match["size"])
    if size % 3 or (size // 3).bit_count() != 1:
        return None
    return _Verdict(IndicatorKind.SSDEEP, match.group(), match.end())


def _technique(clear: Clear, match: re.Match[str]) -> _Verdict:
    return _Verdict(IndicatorKind.TECHNIQUE, match.group(), match.end())


def _asn(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    number = int(match["number"])
    known = 0 < number < 2**32 and number != _A_MACHINE
    return _Verdict(IndicatorKind.ASN, f"AS{number}", match.end()) if known else None


_A_MACHINE = 400
"""AS400 is a computer."""


def _path(clear: Clear, match: re.Match[str]) -> _Verdict | None:
    text = _without_tail(match.group())
    path = paths.as_systems_write_it(text)
    key = paths.is_registry_key(path)
    deep_enough = path.count("\\") > (1 if key else 0) and path[-1] != "%"
    kind = IndicatorKind.REGISTRY_KEY if key else IndicatorKind.PATH
    return _Verdict(kind, path, match.start() + len(text)) if deep_enough else None


def _unix_path(clear: Clear, match: re.Match[str]) -> _Verdict:
    text = _without_tail(match.group())
    return _Verdict(IndicatorKind.PATH, text, match.start() + len(text))


def _file_name(clear: Clear, match: re.Match[str]) -> _Verdict:
    return _Verdict(IndicatorKind.FILE_NAME, match.group(), match.end())


@lru_cache(maxsize=4096)
def _domain_name(name: str) -> str:
    """The name in its ASCII form, when it lies under a suffix that exists; else empty."""
    try:
        plain = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    if not _NAME_SIGNS.fullmatch(plain):
        return ""
    suffix = _suffixes().publicsuffix(plain, accept_unknown=False)
    return plain if suffix and suffix != plain and plain.removeprefix("www.") not in _DOCUMENTATION_NAMES else ""


_NAME_SIGNS = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?")
_DOCUMENTATION_NAMES = frozenset(("example.com", "example.net", "example.org"))
"""Names kept for manuals (RFC 2606), as all of .example, .test, .invalid and .localhost, which no suffix exists for: whoever
writes them means no place. What lies below one, as in an exercise, stands in for a real name and counts as such."""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def _ipv4_address(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except ValueError:
        return ""


def _ipv6_address(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except ValueError:
        return ""


_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_NAME = rf"(?:_?{_LABEL}\.){{1,20}}(?:xn--[a-z0-9-]{{1,59}}|[^\W\d_]{{2,63}})(?![\w-])"

_DETECTORS: tuple[tuple[re.Pattern[str], _Judge], ...] = (
    (re.compile(r"\b[a-z][a-z0-9+]{1,15}://[^\s<>\"'`|\\^{}]{1,2000}", re.IGNORECASE), _url),
    (paths.QUOTED, _path),
    (paths.FILE, _path),
    (
        re.compile(
            r"\bCVE[-\u2010-\u2015 ](?P<year>(?:19|20)\d\d)[-\u2010-\u2015](?P<number>\d{4,19})\b", re.IGNORECASE
        ),
        _cve,
    ),
    (
        re.compile(
            r"(?<![\w])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?!\w)", re.IGNORECASE
        ),
        _hash,
    ),
    (
        re.compile(
            rf"(?<![\w.+%'-])(?P<local>[\w+%'-](?:[\w.+%'-]{{0,62}}[\w+%-])?)@(?P<domain>{_NAME})", re.IGNORECASE
        ),
        _email,
    ),
    (
        re.compile(
            r"(?<![\w.\-])(?P<address>(?:\d{1,3}\.){3}\d{1,3})(?:/(?P<length>\d{1,2}))?(?![\w-]|\.\d)", re.ASCII
        ),
        _ipv4,
    ),
    (
        re.compile(
            r"(?<![\w:.])(?P<address>[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?)(?![\w:])"
            r"(?:/(?P<length>\d{1,3})(?!\w))?",
            re.IGNORECASE,
        ),
        _ipv6,
    ),
    (
        re.compile(
            r"(?<![\w:/+])(?P<size>\d{1,10}):[a-z0-9/+]{6,64}:[a-z0-9/+]{6,64}(?![\w:/+])", re.IGNORECASE | re.ASCII
        ),
        _ssdeep,
    ),
    (re.compile(r"(?<![\w.-])T(?:0[89]|1\d)\d\d(?:\.\d{3})?(?![\w-]|\.\d)", re.ASCII), _technique),
    (
        re.compile(
            r"(?<![\w.-])(?:AS(?:N ?[:#]? ?)?|[Aa]utono(?:mous|om) [Ss]yste(?:em|m) (?:\(?ASN?\)? ?)?)(?P<number>\d{3,10})(?![\w-]|\.\d)",
            re.ASCII,
        ),
        _asn,
    ),
    (paths.NAME, _file_name),
    (paths.UNIX, _unix_path),
    (re.compile(rf"(?<![\w./\\-]){_NAME}", re.IGNORECASE), _domain),
)
"""In this order: what is part of a web address is not found once more on its own."""
