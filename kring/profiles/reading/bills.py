"""Bills of materials in CycloneDX, JSON and XML, 1.2 to 1.7: what a system is made of, and the services it calls.

Seven values of each part are read, by hand: a reader of the whole format gives up at one part that is not in order, and
then all the others are lost.
"""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import orjson

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.products.named import named
from kring.profiles.reading.inventory import Entry, Inventory, Limits

NOT_JSON = Refusal("not_json", N_("This is no JSON: {why}."))
NOT_XML = Refusal("not_xml", N_("This is no XML that we read: {why}."))
NOT_CYCLONEDX = Refusal("not_cyclonedx", N_("This is no bill of materials in CycloneDX, version 1.2 to 1.7."))
TOO_DEEP = Refusal("too_deep", N_("Its parts are nested deeper than {most} levels."))
NOT_A_PART = Refusal("not_a_part", N_("This is no part as CycloneDX has them."))

VERSIONS = frozenset(f"1.{minor}" for minor in range(2, 8))
NOT_PRODUCTS = frozenset({"file", "data", "cryptographic-asset"})
"""Kinds of parts that nobody warns about by their name."""


def read_json(octets: bytes, limits: Limits) -> Inventory:
    """Refused: not_json, not_cyclonedx, too_deep."""
    try:
        document = orjson.loads(octets.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as wrong:
        raise Refused(Refusal(NOT_JSON.code, NOT_JSON.text, {"why": str(wrong)})) from None
    if not isinstance(document, dict) or document.get("bomFormat") != "CycloneDX":
        raise Refused(NOT_CYCLONEDX)
    return _read(document, str(document.get("specVersion")), limits)


def _read(document: dict[str, Any], version: str, limits: Limits) -> Inventory:
    if version not in VERSIONS:
        raise Refused(NOT_CYCLONEDX)
    inventory = Inventory(f"CycloneDX {version}", limits)
    for where, part in _parts(document, limits):
        try:
            if part.get("type") not in NOT_PRODUCTS:
                inventory.add(_entry(part), where)
        except Refused as refused:
            inventory.note(where, refused.refusal)
        except (AttributeError, TypeError):
            inventory.note(where, NOT_A_PART)
        if inventory.is_cut:
            break
    return inventory


def _parts(document: dict[str, Any], limits: Limits) -> Iterator[tuple[str, Any]]:
    """What the bill is of, its parts and the services they call, and theirs, in their order; each with its place."""
    metadata = document.get("metadata")
    if isinstance(metadata, dict) and metadata.get("component"):
        yield "/metadata/component", metadata["component"]
    open_lists = [_below(document, "")]
    while open_lists:
        where, part = next(open_lists[-1], ("", None))
        if not where:
            open_lists.pop()
            continue
        yield where, part
        if isinstance(part, dict):
            open_lists.append(_below(part, where))
        if len(open_lists) > limits.depth:
            raise Refused(Refusal(TOO_DEEP.code, TOO_DEEP.text, {"most": limits.depth}))


def _below(part: dict[str, Any], where: str) -> Iterator[tuple[str, Any]]:
    for name in ("components", "services"):
        if isinstance(part.get(name), list):
            yield from ((f"{where}/{name}/{at}", one) for at, one in enumerate(part[name]))


def _entry(part: dict[str, Any]) -> Entry:
    supplier = _name(part, "supplier")
    vendor = _name(part, "manufacturer") or part.get("publisher") or supplier or _name(part, "provider")
    said = {
        "product": part.get("name"),
        "vendor": vendor or part.get("group"),
        "version": part.get("version"),
        "cpe": part.get("cpe"),
        "purl": part.get("purl"),
    }
    return Entry(named(**{name: _text(value) for name, value in said.items()}), " ".join(supplier.split())[:200])


def _name(part: dict[str, Any], whose: str) -> str:
    return _text((part.get(whose) or {}).get("name"))


def _text(value: object) -> str:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value or ""


# --- XML: the same document, put together without anything that a parser could be made to fetch or to blow up ---

_LISTS = frozenset({"components", "services"})
_INSIDE = frozenset({"bom", "metadata", "component", "service", "supplier", "manufacturer", "provider", *_LISTS})
_KEPT = frozenset({"name", "group", "publisher", "version", "cpe", "purl"})
_NAMESPACE = "http://cyclonedx.org/schema/bom/"


def read_xml(octets: bytes, limits: Limits) -> Inventory:
    """Refused: not_xml, not_cyclonedx, too_deep."""
    builder = _Builder(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = builder.refuse_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.buffer_text = True
    try:
        parser.Parse(octets, True)  # noqa: FBT003  # the whole of it
    except expat.ExpatError as wrong:
        raise Refused(Refusal(NOT_XML.code, NOT_XML.text, {"why": str(wrong)})) from None
    return _read(builder.document, builder.version, limits)


class _Builder:
    """Puts together what `_read` looks at, as the JSON of the same document would have it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.document: dict[str, Any] = {}
        self.version = ""
        self.open: list[tuple[str, Any]] = []
        """The elements around this one: what they are called, and what they become (None: nothing we look at)."""
        self.words: list[str] = []

    def refuse_doctype(self, *_: object) -> None:
        """No bill of materials needs one; it is how a parser is made to fetch files, and to fill the memory."""
        raise Refused(Refusal(NOT_XML.code, NOT_XML.text, {"why": "DOCTYPE"}))

    def start(self, called: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        space, _, name = called.rpartition(" ")
        if not self.open:
            if name != "bom" or not space.startswith(_NAMESPACE):
                raise Refused(NOT_CYCLONEDX)
            self.version = space.removeprefix(_NAMESPACE)
            self.open.append((name, self.document))
            return
        if len(self.open) > 2 * self.limits.depth + 4:  # a part and the list it is in, for each level
            raise Refused(Refusal(TOO_DEEP.code, TOO_DEEP.text, {"most": self.limits.depth}))
        self.words = []
        self.open.append((name, self._made(name, attributes)))

    def _made(self, name: str, attributes: dict[str, str]) -> Any:
        _, around = self.open[-1]
        if isinstance(around, list):
            around.append({"type": attributes.get("type", "")})
            return around[-1]
        if isinstance(around, dict) and name in _INSIDE:
            return around.setdefault(name, [] if name in _LISTS else {})
        return None

    def text(self, words: str) -> None:
        """Some of what stands in an element."""
        self.words.append(words)

    def end(self, called: str) -> None:
        """An element ends."""
        name, _ = self.open.pop()
        around = self.open[-1][1] if self.open else None
        if name in _KEPT and isinstance(around, dict):
            around.setdefault(name, "".join(self.words).strip())
        self.words = []
