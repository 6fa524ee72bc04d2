"""What is shared in Kring as an event of MISP: in the form in which feeds carry it (PyMISP, `MISPEvent.to_feed`).

What becomes what:

| STIX 2.1 | in the event |
|---|---|
| indicator that looks for one value, or for any of several | an attribute for each value, `to_ids` on |
| any other pattern of STIX | the pattern (`stix2-pattern`), `to_ids` on; each value in it, `to_ids` off |
| patterns of YARA, Sigma, Snort, Suricata | an attribute of that type, `to_ids` on |
| an indicator that is no longer valid at the version of the event | the same with `to_ids` off |
| cyber-observable objects: addresses, names, files, keys, ... | an attribute for each value, `to_ids` off |
| observed-data | when its values were seen first and last |
| vulnerability; CVE numbers that anything refers to | `vulnerability` |
| threat-actor, intrusion-set; campaign | `threat-actor`; `campaign-name` |
| malware, tool | a text in "Payload type" |
| attack-pattern of ATT&CK | a tag `misp-galaxy:mitre-attack-pattern="..."` |
| any other attack-pattern | a text in "External analysis" |
| x-misp-galaxy-cluster | the tag of the cluster |
| report, grouping, note | a report of the event (`EventReport`) |
| opinion, course-of-action | a comment |
| x-misp-attribute, x-misp-object | what they were, as attributes |
| web addresses that anything refers to | `link` |
| a marking narrower than the event's label | a `tlp:` tag on the attribute |

What is revoked is left out. Relationships, sightings, identities and locations have no place in a feed: `left_out` names
them. Identifiers are made from the event's own and the value, so the same input gives the same event.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import orjson

from kring.exchange.misp.drafts import Draft, drafts_of, seen, techniques, version_of
from kring.exchange.misp.events import Analysis, Organisation, ThreatLevel
from kring.exchange.misp.tags import tag_of
from kring.exchange.misp.values import NAMESPACE, text_of
from kring.tlp.labels import Label

COLOURS = {
    tag_of(Label.CLEAR): "#FFFFFF",
    tag_of(Label.GREEN): "#33FF00",
    tag_of(Label.AMBER): "#FFC000",
    tag_of(Label.AMBER_STRICT): "#FFC000",
    tag_of(Label.RED): "#FF2B2B",
}
"""Of the labels, by TLP 2.0 itself."""

OTHER_COLOUR = "#0088CC"
"""Of all other tags: MISP's own blue."""


def write(
    *,
    uuid: UUID,
    title: str,
    day: date,
    version: int,
    label: Label,
    maker: Organisation,
    text: str = "",
    tags: Iterable[str] = (),
    objects: Iterable[bytes] = (),
    threat_level: ThreatLevel = ThreatLevel.UNDEFINED,
    analysis: Analysis = Analysis.COMPLETED,
) -> dict[str, Any]:
    """The event, wrapped as a file of a feed has it: `{"Event": {...}}`.

    `version` is the moment of the last change, in seconds since 1970: readers look again when it is higher. `text` is what
    people read, in Markdown. `objects` are good STIX 2.1, as `kring.exchange.stix.read` judges.
    """
    documents = [_document(one) for one in objects]
    names = [tag_of(label), *tags, *(tag for document in documents for tag in _tags_of(document))]
    event: dict[str, Any] = {
        "analysis": str(int(analysis)),
        "date": day.isoformat(),
        "extends_uuid": "",
        "info": title,
        "protected": False,
        "publish_timestamp": str(version),
        "published": True,
        "threat_level_id": str(int(threat_level)),
        "timestamp": str(version),
        "uuid": str(uuid),
        "Orgc": {"name": maker.name, "uuid": str(maker.uuid)},
        "Tag": [_tag(name) for name in dict.fromkeys(name.strip() for name in names) if name],
    }
    if attributes := [_attribute(draft, uuid, version, label) for draft in _drafts(documents, version)]:
        event["Attribute"] = attributes
    reports = [_report(uuid, title, text, version)] if text.strip() else []
    reports += [report for document in documents for report in _reports_of(document, uuid, version, title)]
    if reports:
        event["EventReport"] = reports
    return {"Event": event}


def left_out(objects: Iterable[bytes]) -> tuple[str, ...]:
    """The identifiers of objects of which nothing is in the event, since a feed has no place for it."""
    return tuple(document["id"] for document in map(_document, objects) if not _has_a_place(document))


_CONTEXT = frozenset({"marking-definition", "extension-definition", "observed-data"})
"""What shows in other parts of the event."""


def _has_a_place(document: Mapping[str, Any]) -> bool:
    return (
        document.get("revoked") is True
        or document["type"] in _CONTEXT
        or any(True for _ in drafts_of(document, 0))
        or any(True for _ in _reports_of(document, NAMESPACE, 0, ""))
        or bool(_tags_of(document))
    )


def _document(octets: bytes) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(octets)
    return document


def _drafts(documents: list[dict[str, Any]], version: int) -> Iterable[Draft]:
    """Each value once, in the order in which they come."""
    drafts: dict[tuple[str, str], Draft] = {}
    by_object: dict[str, list[tuple[str, str]]] = {}
    for document in documents:
        for draft in drafts_of(document, version):
            key = draft.kind, draft.value
            drafts[key] = drafts[key].with_more(draft) if key in drafts else draft
            by_object.setdefault(document["id"], []).append(key)
    for document in documents:
        if document["type"] == "observed-data" and document.get("revoked") is not True:
            for key in (key for thing in document.get("object_refs", ()) for key in by_object.get(thing, ())):
                drafts[key] = seen(drafts[key], document)
    return drafts.values()


def _attribute(draft: Draft, event: UUID, version: int, label: Label) -> dict[str, Any]:
    made: dict[str, Any] = {"category": draft.category, "comment": draft.comment, "disable_correlation": False}
    if draft.first_seen and draft.last_seen:
        made |= {"first_seen": draft.first_seen, "last_seen": draft.last_seen}
    made |= {
        "timestamp": str(draft.version or version),
        "to_ids": draft.to_ids,
        "type": draft.kind,
        "uuid": str(uuid5(NAMESPACE, f"{event} {draft.kind} {draft.value}")),
        "value": draft.value,
    }
    if draft.label is not None and label.wider_than(draft.label):
        made["Tag"] = [_tag(tag_of(draft.label))]
    return made


def _tag(name: str) -> dict[str, Any]:
    return {"colour": COLOURS.get(name, OTHER_COLOUR), "local": False, "name": name, "relationship_type": ""}


def _report(event: UUID, name: str, content: str, version: int, source: str = "") -> dict[str, Any]:
    uuid = uuid5(NAMESPACE, f"{event} report {source}")
    return {"content": content, "name": name, "timestamp": str(version), "uuid": str(uuid)}


def _reports_of(document: Mapping[str, Any], event: UUID, version: int, said: str) -> Iterator[dict[str, Any]]:
    """What is to be read in it, but for a title that the event has said already."""
    kind = document["type"]
    if kind not in {"report", "grouping", "note"} or document.get("revoked") is True:
        return
    name, content = ("abstract", "content") if kind == "note" else ("name", "description")
    title = text_of(document.get(name))
    text = text_of(document.get(content)).strip() or (title if title != said else "")
    if text:
        yield _report(event, title or kind.capitalize(), text, version_of(document) or version, document["id"])


def _tags_of(document: Mapping[str, Any]) -> list[str]:
    """Techniques of ATT&CK and clusters of galaxies, in the words of MISP's galaxies."""
    if document.get("revoked") is True:
        return []
    match document["type"]:
        case "attack-pattern":
            name = document["name"]
            return [f'misp-galaxy:mitre-attack-pattern="{name} - {number}"' for number in techniques(document)]
        case "x-misp-galaxy-cluster":
            kind, value = (text_of(document.get(f"x_misp_{part}")) for part in ("type", "value"))
            return [f'misp-galaxy:{kind}="{value}"'] if kind and value else []
        case _:
            return []
