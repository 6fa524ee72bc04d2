"""Web feeds: Atom (RFC 4287), with a tombstone for what was withdrawn (RFC 6721)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"

register_namespace("", ATOM)
register_namespace("at", TOMBSTONES)

# What XML 1.0 cannot carry, not even escaped (section 2.2).
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. `html` may do no harm: it is what a page would show."""

    id: UUID
    title: str
    link: str
    published: datetime
    updated: datetime
    author: str
    label: str
    kind: str
    tags: Sequence[str]
    html: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that was withdrawn."""

    id: UUID
    when: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Feed:
    """All of it. `updated` changes only when something in it does."""

    id: UUID
    title: str
    subtitle: str
    address: str
    home: str
    updated: datetime
    entries: Sequence[Entry | Gone]


def write(feed: Feed) -> bytes:
    """The document. The same feed always makes the same octets."""
    root = Element(f"{{{ATOM}}}feed")
    _text(root, "id", feed.id.urn)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated))
    _text(root, "generator", "Kring")
    SubElement(root, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=feed.address)
    SubElement(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=feed.home)
    for entry in feed.entries:
        match entry:
            case Entry():
                _entry(root, entry)
            case Gone():
                _gone(root, entry)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(root: Element, entry: Entry) -> None:
    element = SubElement(root, f"{{{ATOM}}}entry")
    _text(element, "id", entry.id.urn)
    _text(element, "title", entry.title)
    _text(element, "published", _moment(entry.published))
    _text(element, "updated", _moment(entry.updated))
    _text(SubElement(element, f"{{{ATOM}}}author"), "name", entry.author)
    SubElement(element, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=entry.link)
    for scheme, term in [("tlp", entry.label), ("kind", entry.kind), *(("tag", tag) for tag in entry.tags)]:
        SubElement(element, f"{{{ATOM}}}category", scheme=f"urn:kring:{scheme}", term=_fit(term))
    _text(element, "rights", entry.label)
    _text(element, "content", entry.html).set("type", "html")


def _gone(root: Element, gone: Gone) -> None:
    element = SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", ref=gone.id.urn, when=_moment(gone.when))
    SubElement(element, f"{{{TOMBSTONES}}}comment").text = gone.why


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = _fit(text)
    return element


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
