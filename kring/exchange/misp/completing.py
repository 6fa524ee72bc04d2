"""What MISP's converter made of an event, completed, so that nothing in the event is lost, and judged.

The converter forgets comments on what is observed and references between objects it has no form for, puts rules of YARA in
brackets, in which no scanner takes them, and marks the report alone with the label of an event, as if the parts of a secret
were none.

Of each object only the little is kept that others need: built all at once, those of a large event would take ten times the
memory of its octets.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

import orjson

from kring.exchange import stix
from kring.exchange.misp.tags import label_of, narrowest
from kring.exchange.misp.tidying import Tidied
from kring.exchange.misp.values import NAMESPACE
from kring.exchange.stix import TLP_1, TLP_2, Problem
from kring.tlp.labels import Label

_CHIEF = ("indicator", "observed-data", "x-misp-object", "x-misp-attribute")
"""Of the objects that one record became: the one that others refer to."""

_ABOUT_OTHERS = frozenset({"relationship", "sighting", "opinion", "note"})

_LANGUAGES = frozenset({"sigma", "snort", "suricata", "yara"})

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_LABELS = frozenset((*TLP_1.values(), *TLP_2.values()))
"""Definitions that everybody has. What is marked here is marked in the names of TLP 2."""


def completed(
    tidy: Tidied, objects: Sequence[bytes], remarks: Sequence[str] = ()
) -> tuple[tuple[bytes, ...], list[Problem]]:
    """The objects of a tidied event, all of them good, and what was wrong with others.

    `remarks` are what the converter said of what it left out.
    """
    completing = _Completing(tidy, objects)
    completing.mend_patterns()
    completing.add_records()
    completing.add_parts_left_out(remarks)
    completing.add_references()
    completing.add_comments()
    completing.tell_of_others()
    return tuple(completing.good()), completing.problems


@dataclass(slots=True)
class _Part:
    """An object on its way: its octets, and what others need to know of it."""

    id: str
    type: str
    octets: bytes
    is_observable: bool
    """A cyber-observable object: it is what it is, whoever observes it."""
    refers: tuple[str, ...]
    """To objects, but for its maker and its markings."""
    label: Label | None
    comment: str = ""
    """To be added to it."""

    @property
    def uuid(self) -> str:
        return self.id.partition("--")[2]


def _part(octets: bytes) -> _Part:
    document = orjson.loads(octets)
    return _Part(
        id=document["id"],
        type=document["type"],
        octets=octets,
        is_observable="created" not in document,
        refers=tuple(_referred(document)),
        label=stix.markings_of(document)[0],
    )


def _referred(document: Mapping[str, Any]) -> Iterator[str]:
    for name, value in document.items():
        if name in {"created_by_ref", "object_marking_refs"}:
            continue
        if name.endswith("_ref"):
            yield value
        elif name.endswith("_refs"):
            yield from value


class _Completing:
    """The objects of one event on their way."""

    def __init__(self, tidy: Tidied, objects: Iterable[bytes]) -> None:
        self.problems: list[Problem] = []
        self._tidy = tidy
        self._event = tidy.event
        self._parts: dict[str, _Part] = {}
        self._by_uuid: dict[str, list[_Part]] = {}
        for part in map(_part, objects):
            self._keep(part)
        self._added: list[str] = []
        maker = f"identity--{self._event.get('Orgc', {}).get('uuid')}"
        self._maker = {"created_by_ref": maker} if maker in self._parts else {}

    def _keep(self, part: _Part) -> None:
        if part.id not in self._parts:
            self._parts[part.id] = part
            self._by_uuid.setdefault(part.uuid, []).append(part)

    def _add(self, document: dict[str, Any]) -> None:
        self._keep(_part(_dumped(document)))
        self._added.append(document["id"])

    def _is_there(self, record: Mapping[str, Any]) -> bool:
        return record["uuid"] in self._by_uuid

    def mend_patterns(self) -> None:
        """Rules in other languages than STIX, out of their brackets."""
        for attribute in self._event.get("Attribute", ()):
            part = self._parts.get(f"indicator--{attribute['uuid']}")
            if part is None or attribute["type"] not in _LANGUAGES:
                continue
            document = orjson.loads(part.octets)
            if document["pattern_type"] != "stix" and document["pattern"] == f"[{attribute['value']}]":
                part.octets = _dumped(document | {"pattern": attribute["value"]})

    def add_records(self) -> None:
        """Attributes and objects that the converter made nothing of, in the form it has for what it does not know."""
        for attribute in self._event.get("Attribute", ()):
            if not self._is_there(attribute):
                self._add(self._plain_attribute(attribute))
                self._tell(attribute, "attribute")
        # An object can have become a part of another, such as the sections of a program: its values tell.
        away = [whole for whole in self._event.get("Object", ()) if not self._is_there(whole)]
        said = self._said_among({attribute["value"] for whole in away for attribute in whole["Attribute"]})
        for whole in away:
            if not all(attribute["value"] in said for attribute in whole["Attribute"]):
                self._add(self._plain_object(whole))
                self._tell(whole, "object")

    def add_parts_left_out(self, remarks: Sequence[str]) -> None:
        """Attributes that the converter left out of an object: it names them."""
        named = {uuid for remark in remarks for uuid in _UUID.findall(remark)}
        for whole in self._event.get("Object", ()):
            for attribute in whole["Attribute"]:
                if attribute["uuid"] in named and not self._is_there(attribute):
                    self._add(self._plain_attribute(attribute))
                    self._tell(attribute, "attribute")

    def _tell(self, record: Mapping[str, Any], what: str) -> None:
        text = f"MISP's converter could make nothing of this {what}, so it came over as it is."
        self.problems.append(Problem("not_converted", self._tidy.places[record["uuid"]], text))

    def _said_among(self, values: set[str]) -> set[str]:
        """Which of these values are anywhere in the objects."""
        said: set[str] = set()
        for part in self._parts.values() if values else ():
            said.update(values.intersection(_leaves(orjson.loads(part.octets))))
        return said

    def _plain(
        self, kind: str, record: Mapping[str, Any], labels: list[str], tags: Iterable[str] = ()
    ) -> dict[str, Any]:
        moment = datetime.fromtimestamp(int(record["timestamp"]), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        head = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{record['uuid']}"}
        known = [*labels, *(tag for tag in tags if label_of(tag) is None)]
        return {**head, **self._maker, "created": moment, "modified": moment, "labels": known}

    def _plain_attribute(self, attribute: Mapping[str, Any]) -> dict[str, Any]:
        labels = [f'misp:type="{attribute["type"]}"']
        labels += [f'misp:{name}="{attribute[name]}"' for name in ("category", "to_ids") if attribute.get(name)]
        named = {
            "x_misp_type": attribute["type"],
            "x_misp_value": attribute["value"],
            "x_misp_comment": attribute.get("comment"),
            "x_misp_category": attribute.get("category"),
            "x_misp_data": attribute.get("data"),
        }
        return self._plain("x-misp-attribute", attribute, labels, _tags(attribute)) | _said(named)

    def _plain_object(self, whole: Mapping[str, Any]) -> dict[str, Any]:
        labels = [f'misp:name="{whole["name"]}"']
        tags = dict.fromkeys(tag for attribute in whole["Attribute"] for tag in _tags(attribute))
        names = ("uuid", "type", "object_relation", "value", "category", "comment", "to_ids", "data")
        named = {
            "x_misp_name": whole["name"],
            "x_misp_meta_category": whole.get("meta-category"),
            "x_misp_comment": whole.get("comment"),
            "x_misp_attributes": [
                _said({name: attribute.get(name) for name in names}) for attribute in whole["Attribute"]
            ],
        }
        return self._plain("x-misp-object", whole, labels, tags) | _said(named)

    def add_references(self) -> None:
        """Relationships for the references that the converter has no form for."""
        there = {
            tuple(end.partition("--")[2] for end in part.refers)
            for part in self._parts.values()
            if part.type == "relationship"
        }
        for whole in self._event.get("Object", ()):
            for reference in whole.get("ObjectReference", ()):
                ends = whole["uuid"], reference["referenced_uuid"]
                if ends not in there and (source := self._chief(ends[0])) and (target := self._chief(ends[1])):
                    self._add(self._relationship(reference, source, target))

    def _chief(self, uuid: str) -> str | None:
        found = {part.type: part.id for part in self._by_uuid.get(uuid, ())}
        return next((found[kind] for kind in _CHIEF if kind in found), next(iter(found.values()), None))

    def _relationship(self, reference: Mapping[str, Any], source: str, target: str) -> dict[str, Any]:
        said = reference["relationship_type"]
        kind = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in said.lower())
        record = {**reference, "uuid": str(uuid5(NAMESPACE, f"{source} {said} {target}"))}
        made = self._plain("relationship", record, [f'misp:relationship_type="{said}"'])
        named = {"description": reference.get("comment")}
        return made | _said(named) | {"relationship_type": kind, "source_ref": source, "target_ref": target}

    def add_comments(self) -> None:
        """What was written beside a value that is observed, and no indicator."""
        for record in self._records():
            found = {part.type: part for part in self._by_uuid.get(record["uuid"], ())}
            if record.get("comment") and "observed-data" in found and "indicator" not in found:
                found["observed-data"].comment = record["comment"]

    def _records(self) -> Iterator[Mapping[str, Any]]:
        yield from self._event.get("Attribute", ())
        yield from self._event.get("Object", ())

    def tell_of_others(self) -> None:
        """Sightings, reports and opinions that the converter made nothing of."""
        holders = [self._event, *self._records()]
        holders += [attribute for whole in self._event.get("Object", ()) for attribute in whole["Attribute"]]
        for holder in holders:
            for name in ("Sighting", "EventReport", "Note", "Opinion"):
                for record in holder.get(name, ()):
                    if not self._is_there(record):
                        text = f"MISP's converter has no form for this (“{name}”), and it is in the event alone."
                        self.problems.append(Problem("not_converted", self._tidy.places[record["uuid"]], text))

    def good(self) -> Iterator[bytes]:
        """The good ones, marked. Of the others it is told what is wrong."""
        labels = self._labels()
        for part in self._parts.values():
            if part.id in _LABELS or part.id in self._untrue:
                continue
            octets = self._finished(part, labels[part.id])
            found = stix.read(octets)
            if not found.problems:
                yield octets
            place = self._tidy.places.get(part.uuid, "")
            for problem in found.problems:
                what = f"What MISP's converter made of it is not good STIX ({part.id}{problem.path}), and was left out"
                self.problems.append(Problem("not_stix", place, f"{what}: {problem.text}"))

    @property
    def _untrue(self) -> frozenset[str]:
        """The note that there is nothing in the event, when there is."""
        return frozenset({f"note--{self._event['uuid']}"} if self._added else ())

    def _finished(self, part: _Part, label: Label | None) -> bytes:
        """Under its label, and with what is added to it."""
        is_report = part.type == "report" and part.uuid == self._event["uuid"] and self._added
        if label is None and not part.comment and not is_report:
            return part.octets
        document = orjson.loads(part.octets)
        if is_report:
            kept = [name for name in document["object_refs"] if name not in self._untrue]
            document["object_refs"] = [*kept, *self._added]
        if part.comment:
            document.setdefault("x_misp_comment", part.comment)
        if label is not None and part.type != "marking-definition":
            document["object_marking_refs"] = [*stix.markings_of(document)[1], TLP_2[label]]
        return _dumped(document)

    def _labels(self) -> dict[str, Label | None]:
        """Of each object: what it is marked with, what the event is, and what the attributes are that are in it.

        From one object to another: what is observed is for nobody who may not see the observation, and what is said of
        something for nobody who may not see that.
        """
        by_uuid = self._labels_of_records()
        own = self._tidy.own_label
        labels = {name: narrowest((own, part.label, by_uuid.get(part.uuid))) for name, part in self._parts.items()}
        if set(labels.values()) <= {own}:
            return labels
        pairs = [pair for part in self._parts.values() for pair in self._passed_on(part)]
        changed = True
        while changed:  # each round makes one at least narrower, so it ends
            changed = False
            for giver, taker in pairs:
                both = narrowest((labels[giver], labels[taker]))
                if labels[taker] != both:
                    labels[taker], changed = both, True
        return labels

    def _passed_on(self, part: _Part) -> Iterator[tuple[str, str]]:
        """Between which objects a label goes over, through this one: from which, to which."""
        for name in part.refers:
            other = self._parts.get(name)
            if other is None:
                continue
            if part.type in _ABOUT_OTHERS:
                yield other.id, part.id
            elif other.is_observable:
                yield part.id, other.id

    def _labels_of_records(self) -> dict[str, Label | None]:
        labels = {attribute["uuid"]: _label(attribute) for attribute in self._event.get("Attribute", ())}
        for whole in self._event.get("Object", ()):
            label = narrowest(_label(attribute) for attribute in whole["Attribute"])
            labels |= dict.fromkeys((whole["uuid"], *(one["uuid"] for one in whole["Attribute"])), label)
        return labels


def _dumped(document: Mapping[str, Any]) -> bytes:
    """Copied: what orjson gives holds on to the 4 kB in which it was written, and these are kept by the thousand."""
    return bytes(memoryview(orjson.dumps(document)))


def _tags(record: Mapping[str, Any]) -> list[str]:
    """Those of its clusters too, which need not stand among them."""
    clusters = [cluster["tag_name"] for galaxy in record.get("Galaxy", ()) for cluster in galaxy["GalaxyCluster"]]
    return list(dict.fromkeys([*(tag["name"] for tag in record.get("Tag", ())), *clusters]))


def _label(record: Mapping[str, Any]) -> Label | None:
    return narrowest(label_of(tag) for tag in _tags(record))


def _said(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in named.items() if value not in (None, "")}


def _leaves(value: object) -> Iterator[str]:
    """All texts and numbers in it."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case dict() as inner:
                waiting.extend(inner.values())
            case list() as inner:
                waiting.extend(inner)
            case leaf:
                yield str(leaf)
