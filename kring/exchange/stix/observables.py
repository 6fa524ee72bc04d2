"""What can be looked for in one's own systems, taken from STIX objects and written in one way.

The same value is written in the same way whoever sent it, so that two circles that speak of one address can be found
to do so.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import idna
from packageurl import PackageURL

from kring.exchange.stix.patterns import Equality, NotAPattern, equalities
from kring.sharing.scrutiny import refang


class ObservableKind(StrEnum):
    """What sort of thing it is. Where text before sharing is searched for the same, it has the same name."""

    IPV4 = "ipv4"
    IPV6 = "ipv6"
    NETWORK = "network"
    DOMAIN = "domain"
    URL = "url"
    EMAIL = "email"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA224 = "sha224"
    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"
    SHA3_256 = "sha3256"
    SHA3_512 = "sha3512"
    SSDEEP = "ssdeep"
    TLSH = "tlsh"
    CVE = "cve"
    CPE = "cpe"
    PURL = "purl"


class Observable(NamedTuple):
    """One value that can be looked for."""

    kind: ObservableKind
    value: str
    """In its one spelling: see `observable`."""


LONGEST = 2_000
"""Characters of a value; what is longer is no address of anything that is looked for."""


def observables(document: Mapping[str, Any]) -> tuple[Observable, ...]:
    """What this object lets one look for, each thing once, in the order in which it says so.

    From an indicator: what its pattern demands to be equal to something, and nothing that it negates. From a
    cyber-observable object: itself. From anything: the CVE numbers it refers to. `document` is an object without
    problems, as `read` gives it; anything else gives what can be made of it.
    """
    return tuple(dict.fromkeys(found for found in _found(document) if found is not None))


def observable(kind: ObservableKind, text: str) -> Observable | None:
    """A value in its one spelling. None when it is nothing of that kind.

    An address of one computer, given as a network, is that address; a name that is an address is an address.
    """
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        return None
    return _SPELLINGS[kind](text)


def _found(document: Mapping[str, Any]) -> Iterator[Observable | None]:
    kind = document.get("type")
    if kind == "indicator":
        yield from _of_pattern(document)
    elif kind == "observed-data":
        inner = document.get("objects")
        for part in inner.values() if isinstance(inner, dict) else ():
            if isinstance(part, dict):
                yield from _of_thing(part)
    else:
        yield from _of_thing(document)
    yield from _of_references(document)


def _of_pattern(document: Mapping[str, Any]) -> Iterator[Observable | None]:
    pattern = document.get("pattern")
    if document.get("pattern_type") != "stix" or not isinstance(pattern, str):
        return
    try:
        compared = equalities(pattern)
    except NotAPattern:
        return
    for equality in compared:
        if reading := _reading_of(equality):
            for value in equality.values:
                yield reading(value)


_Reading = Callable[[str], Observable | None]


def _reading_of(equality: Equality) -> _Reading | None:
    """How to read the values that a pattern compares this property with."""
    path = equality.path
    if len(path) > 1 and path[-2] == "hashes":
        return _hash_by(path[-1])
    if path[-1] == "value" and len(path) > 1 and path[-2].endswith(("_ref", "_refs")):
        return _address_of_any_kind
    return _VALUES.get((equality.type, *path))


def _of_thing(document: Mapping[str, Any]) -> Iterator[Observable | None]:
    """From a cyber-observable object, or a vulnerability."""
    kind = document.get("type")
    if not isinstance(kind, str):
        return
    harmless = document.get("defanged") is True
    for name, reading in _OF_TYPE.get(kind, ()):
        if isinstance(text := document.get(name), str):
            yield reading(refang(text) if harmless else text)
    hashes = document.get("hashes")
    for algorithm, digest in hashes.items() if isinstance(hashes, dict) else ():
        if isinstance(digest, str) and (by_algorithm := _hash_by(algorithm)):
            yield by_algorithm(digest)


def _of_references(document: Mapping[str, Any]) -> Iterator[Observable | None]:
    references = document.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict) and reference.get("source_name") == "cve":
            yield observable(ObservableKind.CVE, str(reference.get("external_id")))


def _hash_by(algorithm: str) -> _Reading | None:
    """Names of algorithms are written with and without hyphens, in capitals or not."""
    kind = _ALGORITHMS.get(algorithm.lower().replace("-", "").replace("_", ""))
    return _read_as(kind) if kind else None


def _address_of_any_kind(text: str) -> Observable | None:
    """What a reference to another object points at: an address, a name or a mailbox."""
    return observable(ObservableKind.EMAIL if "@" in text else ObservableKind.DOMAIN, text)


def _address(text: str) -> Observable | None:
    try:
        if "/" in text:
            network = ip_network(text, strict=False)
            if network.prefixlen < network.max_prefixlen:
                return Observable(ObservableKind.NETWORK, str(network))
            return _address(str(network.network_address))
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        # The zone after a percent sign is a name on one machine and means nothing elsewhere.
        return None if address.scope_id else Observable(ObservableKind.IPV6, str(address))
    return Observable(ObservableKind.IPV4, str(address))


_PLAIN_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def _domain(text: str) -> Observable | None:
    name = _name(text)
    return Observable(ObservableKind.DOMAIN, name) if name else _address(text)


def _name(text: str) -> str | None:
    """A name as the DNS is asked for it. A name without a dot is a name at home, and none."""
    name = text.lower().removesuffix(".")
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError:
            return None
    return name if _PLAIN_NAME.fullmatch(name) else None


_PORTS = {"http": 80, "https": 443, "ftp": 21}
"""What need not be said."""


def _url(text: str) -> Observable | None:
    """Scheme and host in small letters, and no port that goes without saying (RFC 3986, section 6.2).

    The path stays as it was. What follows a hash sign never leaves the browser, and is left out.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not parts.scheme or not host or " " in text:
        return None
    host = _host(host)
    if host is None:
        return None
    user, at, _ = parts.netloc.rpartition("@")
    shown = "" if port is None or _PORTS.get(parts.scheme) == port else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return Observable(ObservableKind.URL, f"{parts.scheme}://{user}{at}{host}{shown}{parts.path or '/'}{query}")


def _host(text: str) -> str | None:
    address = _address(text) if "/" not in text else None
    if address is not None:
        return f"[{address.value}]" if address.kind is ObservableKind.IPV6 else address.value
    return _name(text) or (text if re.fullmatch(r"[a-z0-9_-]{1,63}", text) else None)


def _email(text: str) -> Observable | None:
    """In small letters before the at sign too: no mail system in use tells them apart."""
    local, _, domain = text.rpartition("@")
    name = _name(domain)
    if not local or name is None or re.search(r"[\s<>]", local):
        return None
    return Observable(ObservableKind.EMAIL, f"{local.lower()}@{name}")


def _digest(kind: ObservableKind, bits: int) -> _Reading:
    shape = re.compile(rf"[0-9a-f]{{{bits // 4}}}")

    def read(text: str) -> Observable | None:
        digest = text.lower()
        return Observable(kind, digest) if shape.fullmatch(digest) else None

    return read


def _ssdeep(text: str) -> Observable | None:
    return Observable(ObservableKind.SSDEEP, text) if re.fullmatch(r"[0-9]+:[^\s:]*:[^\s:]*", text) else None


def _tlsh(text: str) -> Observable | None:
    digest = text.upper()
    return Observable(ObservableKind.TLSH, digest) if re.fullmatch(r"(?:T1)?[0-9A-F]{70}", digest) else None


def _cve(text: str) -> Observable | None:
    number = text.upper()
    return Observable(ObservableKind.CVE, number) if re.fullmatch(r"CVE-\d{4}-\d{4,19}", number, re.ASCII) else None


def _cpe(text: str) -> Observable | None:
    name = text.lower()
    return Observable(ObservableKind.CPE, name) if re.fullmatch(r"cpe:(?:2\.3:|/)[aho*-]:\S+", name) else None


def _purl(text: str) -> Observable | None:
    try:
        return Observable(ObservableKind.PURL, PackageURL.from_string(text).to_string())
    except ValueError:
        return None


_SPELLINGS: dict[ObservableKind, _Reading] = {
    ObservableKind.IPV4: _address,
    ObservableKind.IPV6: _address,
    ObservableKind.NETWORK: _address,
    ObservableKind.DOMAIN: _domain,
    ObservableKind.URL: _url,
    ObservableKind.EMAIL: _email,
    ObservableKind.MD5: _digest(ObservableKind.MD5, 128),
    ObservableKind.SHA1: _digest(ObservableKind.SHA1, 160),
    ObservableKind.SHA224: _digest(ObservableKind.SHA224, 224),
    ObservableKind.SHA256: _digest(ObservableKind.SHA256, 256),
    ObservableKind.SHA384: _digest(ObservableKind.SHA384, 384),
    ObservableKind.SHA512: _digest(ObservableKind.SHA512, 512),
    ObservableKind.SHA3_256: _digest(ObservableKind.SHA3_256, 256),
    ObservableKind.SHA3_512: _digest(ObservableKind.SHA3_512, 512),
    ObservableKind.SSDEEP: _ssdeep,
    ObservableKind.TLSH: _tlsh,
    ObservableKind.CVE: _cve,
    ObservableKind.CPE: _cpe,
    ObservableKind.PURL: _purl,
}

_ALGORITHMS = {
    kind.value: kind
    for kind in (
        ObservableKind.MD5,
        ObservableKind.SHA1,
        ObservableKind.SHA224,
        ObservableKind.SHA256,
        ObservableKind.SHA384,
        ObservableKind.SHA512,
        ObservableKind.SHA3_256,
        ObservableKind.SHA3_512,
        ObservableKind.SSDEEP,
        ObservableKind.TLSH,
    )
}


def _read_as(kind: ObservableKind) -> _Reading:
    return lambda text: observable(kind, text)


_VALUES: dict[tuple[str, ...], _Reading] = {
    ("ipv4-addr", "value"): _read_as(ObservableKind.IPV4),
    ("ipv6-addr", "value"): _read_as(ObservableKind.IPV6),
    ("domain-name", "value"): _read_as(ObservableKind.DOMAIN),
    ("url", "value"): _read_as(ObservableKind.URL),
    ("email-addr", "value"): _read_as(ObservableKind.EMAIL),
    ("software", "cpe"): _read_as(ObservableKind.CPE),
    ("software", "purl"): _read_as(ObservableKind.PURL),
    ("vulnerability", "name"): _read_as(ObservableKind.CVE),
}
"""Where in which object such a value stands; in patterns the same."""
_OF_TYPE = {kind: [(path[1], read) for path, read in _VALUES.items() if path[0] == kind] for kind, _ in _VALUES}
