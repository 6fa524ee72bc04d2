"""What MISP's converter made of an event, completed, so that nothing in the event is lost, and judged.

The converter forgets comments on what is observed and references between objects it has no form for, and marks the report
alone with the label of an event, as if the parts of a secret were none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

_LABELS = frozenset((*TLP_1.values(), *TLP_2.values()))

_ABOUT_OTHERS = frozenset({"relationship", "sighting", "opinion", "note"})


def completed(tidy: Tidied, objects: Sequence[bytes]) -> tuple[tuple[bytes, ...], list[Problem]]:
    """The objects of a tidied event, all of them good, and what was wrong with others."""
    completing = _Completing(tidy, [orjson.loads(one) for one in objects])
    completing.add_records()
    completing.add_references()
    completing.add_comments()
    completing.tell_of_others()
    return completing.judged()


class _Completing:
    """The objects of one event on their way."""

    def __init__(self, tidy: Tidied, documents: list[dict[str, Any]]) -> None:
        self._tidy = tidy
        self._event = tidy.event
        self._documents: dict[str, dict[str, Any]] = {}
        self._problems: list[Problem] = []
        self._by_uuid: dict[str, list[dict[str, Any]]] = {}
        for document in documents:
            if document["id"] not in self._documents:
                self._documents[document["id"]] = document
                self._index(document)
        maker = f"identity--{self._event.get('Orgc', {}).get('uuid')}"
        self._maker = {"created_by_ref": maker} if maker in self._documents else {}

    def _index(self, document: dict[str, Any]) -> None:
        self._by_uuid.setdefault(document["id"].partition("--")[2], []).append(document)

    def _add(self, document: dict[str, Any]) -> None:
        self._documents[document["id"]] = document
        self._index(document)
        for whole in self._by_uuid.get(self._event["uuid"], ()):
            if whole["type"] == "report":
                whole["object_refs"].append(document["id"])

    def _is_there(self, record: Mapping[str, Any]) -> bool:
        return record["uuid"] in self._by_uuid

    def add_records(self) -> None:
        """Attributes and objects that the converter made nothing of, in the form it has for what it does not know."""
        for attribute in self._event.get("Attribute", ()):
            if not self._is_there(attribute):
                self._add(self._plain_attribute(attribute))
                self._tell(attribute, "attribute")
        for whole in self._event.get("Object", ()):
            # An object can have become a part of another, such as the sections of a program; its attributes tell.
            if not self._is_there(whole) and not self._is_part(whole):
                self._add(self._plain_object(whole))
                self._tell(whole, "object")

    def _tell(self, record: Mapping[str, Any], what: str) -> None:
        text = f"MISP's converter could make nothing of this {what}, so it came over as it is."
        self._problems.append(Problem("not_converted", self._tidy.places[record["uuid"]], text))

    def _is_part(self, whole: Mapping[str, Any]) -> bool:
        said = self._texts()
        return all(attribute["value"] in said for attribute in whole["Attribute"])

    def _texts(self) -> set[str]:
        """All that is said anywhere in the objects."""
        if not hasattr(self, "_said"):
            self._said = {str(leaf) for document in self._documents.values() for leaf in _leaves(document)}
        return self._said

    def _plain(
        self, kind: str, record: Mapping[str, Any], labels: list[str], tags: Iterable[str] = ()
    ) -> dict[str, Any]:
        moment = datetime.fromtimestamp(int(record["timestamp"]), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        uuid = record["uuid"]
        head = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid}", "created": moment, "modified": moment}
        return {**head, **self._maker, "labels": [*labels, *(tag for tag in tags if label_of(tag) is None)]}

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
            (one["source_ref"].partition("--")[2], one["target_ref"].partition("--")[2])
            for one in self._documents.values()
            if one["type"] == "relationship"
        }
        for whole in self._event.get("Object", ()):
            for reference in whole.get("ObjectReference", ()):
                ends = whole["uuid"], reference["referenced_uuid"]
                if ends not in there and (source := self._chief(ends[0])) and (target := self._chief(ends[1])):
                    self._add(self._relationship(reference, source, target))

    def _chief(self, uuid: str) -> str | None:
        found = {document["type"]: document["id"] for document in self._by_uuid.get(uuid, ())}
        return next((found[kind] for kind in _CHIEF if kind in found), next(iter(found.values()), None))

    def _relationship(self, reference: Mapping[str, Any], source: str, target: str) -> dict[str, Any]:
        kind = "".join(
            letter if letter.isascii() and letter.isalnum() else "-" for letter in reference["relationship_type"]
        )
        record = {**reference, "uuid": str(uuid5(NAMESPACE, f"{source} {kind} {target}"))}
        made = self._plain("relationship", record, [f'misp:relationship_type="{reference["relationship_type"]}"'])
        named = {"description": reference.get("comment")}
        return made | _said(named) | {"relationship_type": kind.lower(), "source_ref": source, "target_ref": target}

    def add_comments(self) -> None:
        """What was written beside a value that is observed, and no indicator."""
        for record in self._records():
            comment = record.get("comment")
            found = {document["type"]: document for document in self._by_uuid.get(record["uuid"], ())}
            observed = found.get("observed-data")
            if comment and observed and "indicator" not in found and "x_misp_comment" not in observed:
                observed["x_misp_comment"] = comment

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
                        self._problems.append(Problem("not_converted", self._tidy.places[record["uuid"]], text))

    def judged(self) -> tuple[tuple[bytes, ...], list[Problem]]:
        """The good ones, marked."""
        good: list[bytes] = []
        labels = self._labels()
        for document in self._documents.values():
            if document["id"] in _LABELS:  # everybody has them, and they mark nothing here under the names of TLP 1
                continue
            octets = _marked(document, labels[document["id"]])
            found = stix.read(octets)
            if not found.problems:
                good.append(octets)
            place = self._tidy.places.get(document["id"].partition("--")[2], "")
            for problem in found.problems:
                text = f"What MISP's converter made of it is not good STIX ({document['id']}{problem.path}), and was left out: "
                self._problems.append(Problem("not_stix", place, text + problem.text))
        return tuple(good), self._problems

    def _labels(self) -> dict[str, Label | None]:
        """Of each object: what it is marked with, what the event is, and what the attributes are that are in it.

        From one object to another: what is observed is for nobody who may not see the observation, and what is said of
        something for nobody who may not see that.
        """
        by_uuid = self._labels_of_records()
        labels = {
            name: narrowest((self._tidy.own_label, stix.markings_of(document)[0], by_uuid.get(name.partition("--")[2])))
            for name, document in self._documents.items()
        }
        pairs = [pair for document in self._documents.values() for pair in self._passed_on(document)]
        changed = True
        while changed:  # each round makes one at least narrower, so it ends
            changed = False
            for giver, taker in pairs:
                both = narrowest((labels[giver], labels[taker]))
                if labels[taker] != both:
                    labels[taker], changed = both, True
        return labels

    def _passed_on(self, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Between which objects a label goes over, through this one: from which, to which."""
        for other in _referred(document):
            if other not in self._documents:
                continue
            if document["type"] in _ABOUT_OTHERS:
                yield other, document["id"]
            elif "created" not in self._documents[other]:  # a cyber-observable object
                yield document["id"], other

    def _labels_of_records(self) -> dict[str, Label | None]:
        labels = {attribute["uuid"]: _label(attribute) for attribute in self._event.get("Attribute", ())}
        for whole in self._event.get("Object", ()):
            label = narrowest(_label(attribute) for attribute in whole["Attribute"])
            labels |= dict.fromkeys((whole["uuid"], *(one["uuid"] for one in whole["Attribute"])), label)
        return labels


def _tags(record: Mapping[str, Any]) -> list[str]:
    return [tag["name"] for tag in record.get("Tag", ())]


def _label(record: Mapping[str, Any]) -> Label | None:
    return narrowest(label_of(tag) for tag in _tags(record))


def _referred(document: Mapping[str, Any]) -> Iterator[str]:
    """The objects it points at, but for its maker and its markings."""
    for name, value in document.items():
        if name in {"created_by_ref", "object_marking_refs"}:
            continue
        if name.endswith("_ref"):
            yield value
        elif name.endswith("_refs"):
            yield from value


def _said(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in named.items() if value not in (None, "")}


def _leaves(value: object) -> Iterator[object]:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case dict() as inner:
                waiting.extend(inner.values())
            case list() as inner:
                waiting.extend(inner)
            case leaf:
                yield leaf


def _marked(document: dict[str, Any], label: Label | None) -> bytes:
    """Under its label, in the names of TLP 2."""
    if label is not None and document["type"] != "marking-definition":
        own, others = stix.markings_of(document)
        if own != label:
            document["object_marking_refs"] = [*others, TLP_2[label]]
    return orjson.dumps(document)
