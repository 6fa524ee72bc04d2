"""The attributes of MISP that one object of STIX 2.1 becomes. The table in `kring.exchange.misp.writing` tells which."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kring.exchange.misp.values import moment_of, text_of
from kring.exchange.misp.vocabulary import OF_OBSERVABLES, OF_PATTERNS, PLAIN, fitting
from kring.exchange.stix import (
    NotAPattern,
    Observable,
    ObservableKind,
    equalities,
    instant,
    markings_of,
    microseconds,
    observables,
)
from kring.tlp.labels import Label

LONGEST_COMMENT = 500
"""Characters taken over of a name or a description beside a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An attribute in the making."""

    kind: str
    """Its type, in the words of MISP."""
    value: str
    category: str
    to_ids: bool = False
    """For machines to look for."""
    comment: str = ""
    version: int = 0
    """Seconds since 1970; 0 when what it is from knows no versions."""
    first_seen: str | None = None
    last_seen: str | None = None
    label: Label | None = None
    """What the object it is from is marked with."""

    def with_more(self, other: "Draft") -> "Draft":
        """The same value, said twice."""
        comments = dict.fromkeys(comment for comment in (self.comment, other.comment) if comment)
        return replace(
            self,
            to_ids=self.to_ids or other.to_ids,
            comment="; ".join(comments),
            version=max(self.version, other.version),
            first_seen=min((seen for seen in (self.first_seen, other.first_seen) if seen), default=None),
            last_seen=max((seen for seen in (self.last_seen, other.last_seen) if seen), default=None),
            label=max((label for label in (self.label, other.label) if label is not None), default=None),
        )


def drafts_of(document: Mapping[str, Any], version: int) -> Iterator[Draft]:
    """The attributes of an object that is not revoked. `version` is that of the event: the moment that counts as now."""
    if document.get("revoked") is True:
        return
    label, changed = markings_of(document)[0], version_of(document)
    for draft in (*_of_object(document, version), *_of_references(document)):
        yield replace(draft, label=label, version=changed, comment=draft.comment[:LONGEST_COMMENT])


def seen(draft: Draft, observed: Mapping[str, Any]) -> Draft:
    """The same with the moments between which it was observed."""
    first, last = (_as_misp_writes(observed[name]) for name in ("first_observed", "last_observed"))
    return draft.with_more(replace(draft, first_seen=first, last_seen=last))


def version_of(document: Mapping[str, Any]) -> int:
    """When this version of an object was made, in seconds since 1970; 0 for an object without versions."""
    moment = document.get("modified") or document.get("created")
    return max(0, microseconds(moment) // 1_000_000) if moment else 0


def techniques(document: Mapping[str, Any]) -> list[str]:
    """The numbers that it has in ATT&CK: "T1566.001"."""
    known = [one.get("external_id") for one in _references(document) if one.get("source_name") == "mitre-attack"]
    return [number for number in known if isinstance(number, str)]


def _references(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document.get("external_references", [])
    return found


def _as_misp_writes(moment: str) -> str:
    return instant(moment).isoformat()


def _of_references(document: Mapping[str, Any]) -> Iterator[Draft]:
    """Pages on the web that it refers to. What has a number in ATT&CK is explained there."""
    for reference in () if techniques(document) else _references(document):
        if address := text_of(reference.get("url")):
            words = text_of(reference.get("description")) or text_of(reference.get("source_name"))
            yield Draft(kind="link", value=address, category="External analysis", comment=words)


def _of_object(document: Mapping[str, Any], version: int) -> Iterator[Draft]:
    kind = document["type"]
    if kind == "indicator":
        yield from _of_indicator(document, version)
        return
    for found in observables(document):
        yield _of_observable(found, comment=text_of(document.get("name")) if kind == "vulnerability" else "")
    for name, form in _NAMED.get(kind, {}).items():
        if value := text_of(document.get(name)):
            comment = text_of(document.get("description"))
            yield Draft(kind=form[0], category=form[1], value=value, comment=comment)
    if writer := _WRITERS.get(kind):
        yield from writer(document)


_NAMED = {
    "threat-actor": {"name": ("threat-actor", "Attribution")},
    "intrusion-set": {"name": ("threat-actor", "Attribution")},
    "campaign": {"name": ("campaign-name", "Attribution")},
    "malware": {"name": ("text", "Payload type")},
    "tool": {"name": ("text", "Payload type")},
    "file": {"name": ("filename", "Payload delivery")},
    "mutex": {"name": ("mutex", "Artifacts dropped")},
    "windows-registry-key": {"key": ("regkey", "Persistence mechanism")},
    "mac-addr": {"value": ("mac-address", "Network activity")},
    "autonomous-system": {"number": ("AS", "Network activity")},
    "email-message": {"subject": ("email-subject", "Payload delivery")},
}
"""What has a type of its own in MISP, and is not looked for in `kring.exchange.stix.observables`."""


def _of_observable(found: Observable, *, to_ids: bool = False, comment: str = "") -> Draft:
    kind, category = OF_OBSERVABLES[found.kind]
    # Whoever has a vulnerable product does not look for its number in traffic.
    in_traffic = found.kind not in {ObservableKind.CVE, ObservableKind.CPE, ObservableKind.PURL}
    return Draft(kind=kind, value=found.value, category=category, to_ids=to_ids and in_traffic, comment=comment)


_TEXTS = re.compile(r"'(?:[^'\\]|\\.)*+'", re.DOTALL)
_NO_ALTERNATIVES = re.compile(r"[!<>]|\b(?:AND|NOT|FOLLOWEDBY|WITHIN|REPEATS|START|LIKE|MATCHES|ISSUPERSET|EXISTS)\b")


def _of_indicator(document: Mapping[str, Any], version: int) -> Iterator[Draft]:
    pattern, language = document["pattern"], document["pattern_type"]
    comment = text_of(document.get("name")) or text_of(document.get("description"))
    until = document.get("valid_until")
    active = until is None or microseconds(until) > version * 1_000_000
    values = observables({"type": "indicator", "pattern": pattern, "pattern_type": language})
    alone = language == "stix" and _is_any_of(pattern, len(values))
    for found in values:
        yield _of_observable(found, to_ids=alone and active, comment=comment)
    if not alone:
        kind, category = OF_PATTERNS.get(language, PLAIN)
        to_ids = active and (kind, category) != PLAIN
        yield Draft(kind=kind, category=category, value=pattern, to_ids=to_ids, comment=comment)


def _is_any_of(pattern: str, values: int) -> bool:
    """Does a pattern look for any of so many values, and for nothing else?

    One value of several that belong together, such as a name of a file, is not worth an alarm by itself.
    """
    if _NO_ALTERNATIVES.search(_TEXTS.sub("", pattern)):
        return False
    try:
        looked_for = {value for equality in equalities(pattern) for value in equality.values}
    except NotAPattern:
        return False
    return values == len(looked_for) > 0


def _of_attack_pattern(document: Mapping[str, Any]) -> Iterator[Draft]:
    if not techniques(document):
        comment = text_of(document.get("description"))
        yield Draft(kind="text", category="External analysis", value=document["name"], comment=comment)


def _of_opinion(document: Mapping[str, Any]) -> Iterator[Draft]:
    said = (f"Opinion: {document['opinion']}", text_of(document.get("explanation")))
    yield Draft(kind="comment", category="Other", value=". ".join(filter(None, said)))


def _of_course_of_action(document: Mapping[str, Any]) -> Iterator[Draft]:
    said = (text_of(document.get("name")), text_of(document.get("description")))
    yield Draft(kind="comment", category="Other", value=". ".join(filter(None, said)), comment="Course of action")


def _of_misp_attribute(document: Mapping[str, Any]) -> Iterator[Draft]:
    if value := text_of(document.get("x_misp_value")):
        kind, category = fitting(text_of(document.get("x_misp_type")), text_of(document.get("x_misp_category")))
        yield _of_part(kind, value, category, text_of(document.get("x_misp_comment")))


def _of_misp_object(document: Mapping[str, Any]) -> Iterator[Draft]:
    parts = document.get("x_misp_attributes")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and (value := text_of(part.get("value"))):
            kind, category = fitting(text_of(part.get("type")), text_of(part.get("category")))
            comment = f"{text_of(document.get('x_misp_name'))}: {text_of(part.get('object_relation'))}"
            yield _of_part(kind, value, category, comment)


def _of_part(kind: str, value: str, category: str, comment: str) -> Draft:
    if kind == "datetime" and (moment := moment_of(value)):
        value = moment.isoformat()  # MISP writes moments in one way alone
    return Draft(kind=kind, category=category, value=value, comment=comment)


_WRITERS: dict[str, Callable[[Mapping[str, Any]], Iterator[Draft]]] = {
    "attack-pattern": _of_attack_pattern,
    "opinion": _of_opinion,
    "course-of-action": _of_course_of_action,
    "x-misp-attribute": _of_misp_attribute,
    "x-misp-object": _of_misp_object,
}
