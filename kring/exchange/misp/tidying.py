"""An event made fit for MISP's own converter, which loses whole events over a cluster without an identifier.

What is deleted goes. What is missing and can be made from the rest is made, always in the same way: the same event gives the
same objects, whenever it is read. What cannot be used is left out and told. Nothing here changes what an event says.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kring.exchange.misp.tags import is_unknown_label, label_of, narrowest, tag_of
from kring.exchange.misp.values import (
    LAST_MOMENT,
    day_of,
    fit_for_stix,
    is_base64,
    is_hardware_address,
    made_from,
    moment_of,
    text_of,
    uuid_of,
    uuid_of_organisation,
    whole_number,
    yes,
)
from kring.exchange.stix import Problem
from kring.tlp.labels import Label

MOST_PROBLEMS = 100
"""Of one event; a last one tells how many more there were."""

_TEXTS_OF_ATTRIBUTE = ("category", "comment", "object_relation")
_TEXTS_OF_OBJECT = ("meta-category", "description", "comment", "template_uuid", "template_version")
_TEXTS_OF_REFERENCE = ("relationship_type", "comment")
"""What the converter gets of each; the rest means something on the machine it comes from alone: its numbers, its groups."""


@dataclass
class Tidied:
    """What the converter gets, and what was seen on the way."""

    event: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    own_label: Label | None = None
    """Of the event as a whole."""
    narrowest: Label | None = None
    """Of everything in it."""
    tags: tuple[str, ...] = ()
    """Of the event, labels left out."""
    attributes: int = 0
    places: dict[str, str] = field(default_factory=dict)
    """Where in the event each identifier in it stands, as a JSON pointer."""


def tidied(document: Mapping[str, Any], *, uuid: UUID, moment: int) -> Tidied:
    """Tidies an event. `moment` is when it was changed last, for all in it that does not say when."""
    return _Tidying(uuid, moment).event(document)


def most_told(problems: list[Problem]) -> tuple[Problem, ...]:
    """The first of them, and a last one with how many more there are."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    more = len(problems) - MOST_PROBLEMS
    return (*problems[:MOST_PROBLEMS], Problem("more", "", f"There are {more} more problems in this event."))


class _Tidying:
    """Goes through one event once."""

    def __init__(self, uuid: UUID, moment: int) -> None:
        self._uuid = uuid
        self._moment = moment
        self._problems: list[Problem] = []
        self._labels: list[Label | None] = []
        self._places: dict[str, str] = {}
        self._attributes = 0

    def event(self, document: Mapping[str, Any]) -> Tidied:
        said = whole_number(document.get("publish_timestamp"), most=LAST_MOMENT)
        event: dict[str, Any] = {
            "uuid": fit_for_stix(self._uuid),
            "info": document["info"],
            "date": (day_of(document.get("date")) or datetime.fromtimestamp(self._moment, UTC).date()).isoformat(),
            "timestamp": str(self._moment),
            # What is not published would be a grouping under another identifier, and change its own when it is.
            "published": True,
            "publish_timestamp": str(said or self._moment),
            **self._context(document, ""),
        }
        if isinstance(maker := document.get("Orgc"), dict) and text_of(maker.get("name")):
            event["Orgc"] = {"name": maker["name"], "uuid": fit_for_stix(uuid_of_organisation(maker))}
        own = narrowest(self._labels)
        event["Attribute"] = list(self._attributes_of(document, "", ""))
        event["Object"] = list(self._objects(document))
        event["EventReport"] = list(self._reports(document))
        names = [tag["name"] for tag in event["Tag"]]
        return Tidied(
            event={name: value for name, value in event.items() if value != []},
            problems=self._problems,
            own_label=own,
            narrowest=narrowest(self._labels),
            tags=tuple(dict.fromkeys(name for name in names if label_of(name) is None)),
            attributes=self._attributes,
            places=self._places,
        )

    def _tell(self, code: str, path: str, text: str) -> None:
        self._problems.append(Problem(code, path, text))

    def _records(self, whole: Mapping[str, Any], name: str, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each record in a list and its place: those that are records, and not deleted."""
        found = whole.get(name)
        if not found:  # PHP writes a list without anything in it in several ways
            return
        if not isinstance(found, list):
            self._tell("not_a_list", f"{path}/{name}", f"“{name}” is not a list, and was left out.")
            return
        for place, record in enumerate(found):
            here = f"{path}/{name}/{place}"
            if not isinstance(record, dict):
                self._tell("not_a_record", here, f"A record was expected in “{name}”, and this was left out.")
            elif not yes(record.get("deleted")):
                yield here, record

    def _context(self, record: Mapping[str, Any], path: str) -> dict[str, Any]:
        """What can stand at an event and at everything in it: tags, galaxies, and what analysts say of it."""
        if proposals := list(self._records(record, "ShadowAttribute", path)):
            text = f"{len(proposals)} proposed changes were left out: their maker has not accepted them."
            self._tell("proposals", f"{path}/ShadowAttribute", text)
        return {
            "Tag": list(self._tags(record, path)),
            "Galaxy": list(self._galaxies(record, path)),
            "Note": list(self._said(record, "Note", path)),
            "Opinion": list(self._said(record, "Opinion", path)),
        }

    def _tags(self, record: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
        for here, tag in self._records(record, "Tag", path):
            name = text_of(tag.get("name")).strip()
            if not name:
                self._tell("no_name", here, "A tag without a name was left out.")
                continue
            if is_unknown_label(name):
                text = f"“{name[:100]}” is no label of TLP, so it was taken for any other tag."
                self._tell("tlp", f"{here}/name", text)
            label = label_of(name)
            self._labels.append(label)
            yield {"name": name if label is None else tag_of(label)}

    def _galaxies(self, record: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
        for here, galaxy in self._records(record, "Galaxy", path):
            kind = text_of(galaxy.get("type"))
            clusters = list(self._clusters(galaxy, kind, here))
            if kind and clusters:
                named = {name: text_of(galaxy.get(name)) for name in ("description", "name")}
                named["name"] = named["name"] or kind
                yield {**named, "type": kind, "uuid": self._known(galaxy, "galaxy", kind), "GalaxyCluster": clusters}
            else:
                self._tell("not_a_galaxy", here, "A galaxy without a type, or without clusters, was left out.")

    def _clusters(self, galaxy: Mapping[str, Any], kind: str, path: str) -> Iterator[dict[str, Any]]:
        found = list(self._records(galaxy, "GalaxyCluster", path))
        # Older versions of MISP give every cluster the identifier of the collection it is from.
        given = Counter(text_of(cluster.get("uuid")) for _, cluster in found)
        for here, cluster in found:
            value = text_of(cluster.get("value"))
            if not value:
                self._tell("no_value", here, "A cluster without a value was left out.")
                continue
            tidy: dict[str, Any] = {
                name: text for name in ("source", "version") if (text := text_of(cluster.get(name)))
            }
            meta, authors = cluster.get("meta"), cluster.get("authors")
            if isinstance(meta, dict):
                tidy["meta"] = meta
            if isinstance(authors, list):
                tidy["authors"] = [author for author in authors if isinstance(author, str)]
            yield tidy | {
                "type": text_of(cluster.get("type")) or kind,
                "value": value,
                "tag_name": text_of(cluster.get("tag_name")) or f'misp-galaxy:{kind}="{value}"',
                "description": text_of(cluster.get("description")),
                "uuid": self._known({} if given[text_of(cluster.get("uuid"))] > 1 else cluster, "cluster", kind, value),
            }

    def _said(self, record: Mapping[str, Any], name: str, path: str) -> Iterator[dict[str, Any]]:
        """Notes and opinions of analysts."""
        for here, said in self._records(record, name, path):
            tidy = {key: text for key in ("authors", "language") if (text := text_of(said.get(key)))}
            if name == "Note":
                tidy["note"] = text_of(said.get("note"))
            elif (opinion := whole_number(said.get("opinion"), most=100)) is not None:
                tidy |= {"opinion": str(opinion), "comment": text_of(said.get("comment"))}
            if not tidy.get("note") and not tidy.get("opinion"):
                self._tell("no_value", here, f"“{name}” says nothing, and was left out.")
                continue
            for moment in ("created", "modified"):
                if (read := moment_of(said.get(moment))) is not None:
                    tidy[moment] = read.strftime("%Y-%m-%d %H:%M:%S")
            if uuid := self._first(said, here, name, *tidy.values()):
                yield tidy | {"uuid": uuid}

    def _attributes_of(self, whole: Mapping[str, Any], path: str, holder: str) -> Iterator[dict[str, Any]]:
        """Of the event, or of an object by its identifier: two objects can have the same values in them."""
        for here, attribute in self._records(whole, "Attribute", path):
            self._attributes += 1
            if tidy := self._attribute(attribute, here, holder):
                yield tidy

    def _attribute(self, attribute: Mapping[str, Any], path: str, holder: str) -> dict[str, Any] | None:
        kind, value = text_of(attribute.get("type")), text_of(attribute.get("value"))
        if not kind or not value.strip().strip("\0"):
            self._tell("no_value", path, "An attribute without a type, or without a value, was left out.")
            return None
        if kind == "mac-address" and not is_hardware_address(value):
            # MISP's library would make one of its first twelve hexadecimal digits.
            self._tell("form", path, "This is no hardware address, so it came over as a text.")
            kind = "text"
        tidy: dict[str, Any] = {name: text for name in _TEXTS_OF_ATTRIBUTE if (text := text_of(attribute.get(name)))}
        uuid = self._first(attribute, path, "attribute", holder, tidy.get("object_relation"), kind, value)
        if uuid is None:
            return None
        tidy |= {"type": kind, "value": value, "uuid": uuid, **self._moments(attribute, path)}
        if attribute.get("to_ids") is not None:  # the type has its own, when nothing is said
            tidy["to_ids"] = yes(attribute["to_ids"])
        if data := attribute.get("data"):
            if is_base64(data):
                tidy["data"] = data
            else:
                self._tell("form", f"{path}/data", "What is attached is not in base64, and was left out.")
        tidy |= self._context(attribute, path)
        tidy["Sighting"] = list(self._sightings(attribute, uuid, path))
        return {name: part for name, part in tidy.items() if part != []}

    def _sightings(self, attribute: Mapping[str, Any], uuid: str, path: str) -> Iterator[dict[str, Any]]:
        for here, sighting in self._records(attribute, "Sighting", path):
            moment = whole_number(sighting.get("date_sighting"), most=LAST_MOMENT)
            kind = whole_number(sighting.get("type", 0), most=2)
            if moment is None or kind is None:
                self._tell("form", here, "A sighting without a moment, or of an unknown type, was left out.")
                continue
            tidy: dict[str, Any] = {"type": str(kind), "date_sighting": str(moment)}
            by = sighting.get("Organisation")
            if isinstance(by, dict) and (name := text_of(by.get("name"))):
                tidy["Organisation"] = {"name": name, "uuid": fit_for_stix(uuid_of_organisation(by))}
            if source := text_of(sighting.get("source")):
                tidy["source"] = source
            if own := self._first(sighting, here, "sighting", uuid, *tidy.values()):
                yield tidy | {"uuid": own}

    def _objects(self, document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for here, record in self._records(document, "Object", ""):
            name, inside = text_of(record.get("name")), record.get("Attribute")
            parts = [part for part in inside if isinstance(part, dict)] if isinstance(inside, list) else []
            words = [text_of(part.get(word)) for part in parts for word in ("object_relation", "type", "value")]
            uuid = self._first(record, here, "object", name, *words)
            if uuid is None:
                continue
            attributes = list(self._attributes_of(record, here, uuid))
            if not name or not attributes:
                self._tell("no_value", here, "An object without a name, or without attributes, was left out.")
                continue
            tidy: dict[str, Any] = {text: said for text in _TEXTS_OF_OBJECT if (said := text_of(record.get(text)))}
            tidy |= {"name": name, "uuid": uuid, **self._moments(record, here), "Attribute": attributes}
            tidy["ObjectReference"] = list(self._references(record, uuid, here))
            tidy |= {text: said for text, said in self._context(record, here).items() if text in {"Note", "Opinion"}}
            yield {text: part for text, part in tidy.items() if part != []}

    def _references(self, record: Mapping[str, Any], uuid: str, path: str) -> Iterator[dict[str, Any]]:
        for here, reference in self._records(record, "ObjectReference", path):
            target = uuid_of(reference.get("referenced_uuid"))
            kind = text_of(reference.get("relationship_type"))
            if target is None or not kind:
                self._tell("form", here, "A reference without a type, or to nothing, was left out.")
                continue
            tidy = {name: text for name in _TEXTS_OF_REFERENCE if (text := text_of(reference.get(name)))}
            tidy |= {"object_uuid": uuid, "referenced_uuid": fit_for_stix(target)}
            tidy["uuid"] = self._own(reference, "reference", *tidy.values())
            shown: dict[str, Any] = {}
            for name in ("Object", "Attribute"):  # a few words on what it refers to
                if isinstance(part := reference.get(name), dict):
                    words = {
                        key: text
                        for key in ("name", "meta-category", "type", "value")
                        if (text := text_of(part.get(key)))
                    }
                    shown[name] = words | {"uuid": fit_for_stix(target)}
            yield {**tidy, "timestamp": self._moment_of(reference), **shown}

    def _reports(self, document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for here, report in self._records(document, "EventReport", ""):
            name, content = text_of(report.get("name")), text_of(report.get("content"))
            if not content:
                self._tell("no_value", here, "A report without any content was left out.")
                continue
            if uuid := self._first(report, here, "report", name, content):
                yield {"uuid": uuid, "name": name, "content": content, "timestamp": self._moment_of(report)}

    def _first(self, record: Mapping[str, Any], path: str, *words: object) -> str | None:
        """Its identifier; None, and told, when something in this event has it already."""
        uuid = self._own(record, *words)
        if uuid in self._places:
            self._tell("twice", f"{path}/uuid", "This has the identifier of something before it, and was left out.")
            return None
        self._places[uuid] = path
        return uuid

    def _own(self, record: Mapping[str, Any], *words: object) -> str:
        """The identifier of a record; when it has none, one made from what it says."""
        uuid = uuid_of(record.get("uuid"))
        return made_from(self._uuid, *words) if uuid is None else fit_for_stix(uuid)

    @staticmethod
    def _known(record: Mapping[str, Any], *words: object) -> str:
        """The same for what is known to everybody: it has one identifier in all events."""
        uuid = uuid_of(record.get("uuid"))
        return made_from(*words) if uuid is None else fit_for_stix(uuid)

    def _moment_of(self, record: Mapping[str, Any]) -> str:
        said = whole_number(record.get("timestamp"), most=LAST_MOMENT)
        return str(said or self._moment)

    def _moments(self, record: Mapping[str, Any], path: str) -> dict[str, str]:
        """When it was changed; when it was seen first and last, in order."""
        moments = {"timestamp": self._moment_of(record)}
        for name in ("first_seen", "last_seen"):
            if not record.get(name):
                continue
            if (read := moment_of(record[name])) is None:
                self._tell("form", f"{path}/{name}", "This is not a moment, and was left out.")
            elif name == "last_seen" and "first_seen" in moments and read.isoformat() < moments["first_seen"]:
                self._tell("order", f"{path}/last_seen", "It cannot be seen last before it is seen first; left out.")
            else:
                moments[name] = read.isoformat()
        return moments
