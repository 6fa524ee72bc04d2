"""The files of a provider of advisories, for who reads them: who it is, where its lists are, what is on them (CSAF 2.0, section 7.1).

`provider` writes these files; this reads what others wrote.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import orjson

from kring.exchange.csaf.limits import Unreadable
from kring.exchange.csaf.parts import items, part, text
from kring.exchange.stix import moment_of

MOST_OCTETS_OF_METADATA = 1024 * 1024
MOST_OCTETS_OF_LIST = 64 * 1024 * 1024
MOST_LISTED = 200_000
LONGEST_ADDRESS = 2_000
KINDS_OF_HASH = ("sha512", "sha256")
"""The stronger first."""

FOR_EVERYBODY = frozenset({"CLEAR", "WHITE", "UNLABELED"})
FOR_THE_KNOWN = FOR_EVERYBODY | {"GREEN", "AMBER", "AMBER+STRICT"}
"""Feeds that may be read by who shows who they are."""

_CSAF_LINE = re.compile(r"^csaf:[ \t]*(https://\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Provider:
    """Who provides, and where."""

    namespace: str
    """The address that tells its publisher from all others."""
    is_trusted: bool
    """It promises that each advisory is signed (section 7.2.3)."""
    feeds: tuple[str, ...]
    """Its ROLIE feeds, as far as one may have what is in them."""
    folders: tuple[str, ...]
    """Its directories: each has `changes.csv` and `index.txt`, and ends in a slash."""
    keys: tuple[tuple[str, str], ...]
    """Of each key its fingerprint, in lower-case hexadecimal, and its address."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An advisory on a provider's list."""

    url: str
    changed: int
    """Microseconds since 1970; 0 when the list does not say."""
    hashes: tuple[str, ...] = ()
    """Where its hashes are: the strongest first."""
    signature: str = ""
    """Where its signature is."""


def read_metadata(octets: bytes, *, is_known: bool) -> Provider:
    """`provider-metadata.json`. `is_known`: one shows who one is, so that feeds for few may be read. Raises `Unreadable`."""
    document = _document(octets, "metadata of a provider")
    publisher = part(document, "publisher")
    if not text(publisher, "namespace"):
        raise Unreadable("not_csaf", "This is no metadata of a provider of CSAF: it does not say who publishes.")
    labels = FOR_THE_KNOWN if is_known else FOR_EVERYBODY
    feeds, folders = [], []
    for place in items(document, "distributions"):
        feeds += [text(feed, "url") for feed in items(part(place, "rolie"), "feeds") if _label(feed) in labels]
        newer = part(place, "directory")  # as CSAF 2.1 has it
        folders += [text(place, "directory_url"), text(newer, "url") if _label(newer) in labels else ""]
    return Provider(
        namespace=text(publisher, "namespace"),
        is_trusted=text(document, "role") == "csaf_trusted_provider",
        feeds=_once(feeds),
        folders=_once([f"{folder.rstrip('/')}/" for folder in folders if folder]),
        keys=tuple(
            (text(key, "fingerprint").replace(" ", "").lower(), text(key, "url"))
            for key in items(document, "public_openpgp_keys")
        ),
    )


def in_security_txt(octets: bytes) -> str:
    """Where a `security.txt` says that the metadata is (requirement 8); nothing when it does not."""
    found = _CSAF_LINE.search(octets.decode(errors="replace"))
    return found[1] if found else ""


def read_feed(octets: bytes) -> list[Listed]:
    """A ROLIE feed (requirement 15). Raises `Unreadable`."""
    feed = _document(octets, "ROLIE feed").get("feed")
    if not isinstance(feed, dict):
        raise Unreadable("not_csaf", "This is no ROLIE feed.")
    return _newest_of_each(_of_feed(feed))


def _of_feed(feed: dict[str, Any]) -> Iterator[Listed]:
    for entry in items(feed, "entry"):
        links: dict[str, list[str]] = {}
        for link in items(entry, "link"):
            links.setdefault(text(link, "rel"), []).append(text(link, "href"))
        url = text(part(entry, "content"), "src") or next(iter(links.get("self", ())), "")
        hashes = [one for kind in KINDS_OF_HASH for one in links.get("hash", ()) if one.endswith(f".{kind}")]
        signature = next(iter(links.get("signature", ())), "")
        yield Listed(url, _moment(text(entry, "updated")), tuple(hashes), signature)


def read_changes(octets: bytes, folder: str) -> list[Listed]:
    """`changes.csv` of a directory (requirement 13). Raises `Unreadable`."""
    rows = csv.reader(_lines(octets))
    try:
        return _newest_of_each(_in_folder(folder, row[0], row[1] if len(row) > 1 else "") for row in rows if row)
    except csv.Error as error:
        raise Unreadable("no_table", f"This is no changes.csv: {error}.") from error


def read_index(octets: bytes, folder: str) -> list[Listed]:
    """`index.txt` of a directory (requirement 12), which does not say what changed."""
    return _newest_of_each(_in_folder(folder, line.strip(), "") for line in _lines(octets))


def _in_folder(folder: str, path: str, changed: str) -> Listed:
    """What lies beside it is not listed: it is there, or it is not."""
    try:
        url = urljoin(folder, path)
    except ValueError:
        url = ""
    return Listed(url, _moment(changed), tuple(f"{url}.{kind}" for kind in KINDS_OF_HASH), f"{url}.asc")


def _newest_of_each(listed: Iterator[Listed]) -> list[Listed]:
    """Raises `Unreadable` when there are too many."""
    found: dict[str, Listed] = {}
    for one in listed:
        if not one.url.endswith(".json") or len(one.url) > LONGEST_ADDRESS:
            continue
        if one.url not in found or found[one.url].changed < one.changed:
            found[one.url] = one
        if len(found) > MOST_LISTED:
            raise Unreadable("too_many", f"There are more than {MOST_LISTED} advisories on the list.")
    return list(found.values())


def _document(octets: bytes, what: str) -> dict[str, Any]:
    try:
        document = orjson.loads(octets.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable("not_json", f"This is no {what}, since it is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise Unreadable("not_an_object", f"This is no {what}: it is not an object.")
    return document


def _lines(octets: bytes) -> list[str]:
    return octets.decode("utf-8-sig", errors="replace").splitlines()


def _label(place: dict[str, Any]) -> str:
    return text(place, "tlp_label").upper().removeprefix("TLP:")


def _once(urls: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in urls if url))


def _moment(said: str) -> int:
    try:
        moment = datetime.fromisoformat(said.strip())
        return moment_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return 0
