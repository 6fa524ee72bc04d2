"""Events of MISP from a message: what each says of itself, and what is in it as STIX 2.1."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import orjson

from kring.exchange.misp.completing import completed
from kring.exchange.misp.conversion import Converter
from kring.exchange.misp.disguise import disguised, undisguised
from kring.exchange.misp.envelope import split
from kring.exchange.misp.events import Analysis, Event, Organisation, ThreatLevel
from kring.exchange.misp.limits import LIMITS, Limits
from kring.exchange.misp.tidying import Tidied, most_told, tidied
from kring.exchange.misp.values import (
    LAST_MOMENT,
    day_of,
    text_of,
    uuid_of,
    uuid_of_organisation,
    whole_number,
    yes,
)
from kring.exchange.stix import Problem, is_deeper, why_ambiguous

LONGEST_TITLE = 2_000
"""Characters; the octets have the rest."""

_RICH = frozenset({"Galaxy", "Sighting", "Note", "Opinion", "EventReport", "ObjectReference"})
"""What is tried without, when the converter fails at an event as a whole."""


def read(octets: bytes, limits: Limits = LIMITS, converter: Converter | None = None) -> tuple[Event, ...]:
    """The events in a message, each by itself: a bad one spoils no other. Raises Unreadable when none can be told apart.

    Lend a converter to read many messages: one is started for each call otherwise, which costs two thirds of a second.

    Codes of problems. Of an event that is refused: too_large, not_json, not_an_event, too_deep, twice, no_uuid, no_title,
    too_many. Of one that is not converted, so that only its octets and what it says of itself are known: not_convertible,
    too_slow, too_much. Of a part that was left out: not_a_list, not_a_record, no_value, no_name, not_a_galaxy, form, order,
    twice, proposals, not_stix. Of a part that came over in another form than one would like: not_converted, remark. Of a tag
    that looks like a label: tlp. And `more`, when there were too many to tell.
    """
    pieces = split(octets, limits)
    with ExitStack() as stack:
        converter = converter or stack.enter_context(Converter(limits))
        left = float(limits.message_seconds)
        events = []
        for piece in pieces:
            event, seconds = _event(piece, limits, converter, left)
            left -= seconds
            events.append(event)
    return tuple(events)


def _event(octets: bytes, limits: Limits, converter: Converter, left: float) -> tuple[Event, float]:
    """One event, and how much of the processor's time it took to convert."""
    document = _document(octets, limits)
    if isinstance(document, Problem):
        return Event(octets=octets, problems=(document,), refused=True), 0.0
    event = _said_of_itself(octets, document)
    if event.refused or event.uuid is None:
        return event, 0.0
    tidy = tidied(document, uuid=event.uuid, moment=event.version)
    event = replace(event, label=tidy.narrowest, tags=tidy.tags, attributes=tidy.attributes)
    if tidy.attributes > limits.attributes:
        text = f"The event has {tidy.attributes} attributes; at most {limits.attributes} are read."
        return replace(event, problems=(Problem("too_many", "", text),), refused=True), 0.0
    return _with_objects(event, tidy, converter, min(float(limits.seconds), left))


def _document(octets: bytes, limits: Limits) -> dict[str, Any] | Problem:
    if len(octets) > limits.event_octets:
        text = f"The event is {len(octets)} bytes; at most {limits.event_octets} are read."
        return Problem("too_large", "", text)
    try:
        document = orjson.loads(octets)
    except orjson.JSONDecodeError as error:
        return Problem("not_json", "", f"This is not JSON: {error}.")
    if not isinstance(document, dict) or not {"info", "uuid"} & document.keys():
        return Problem("not_an_event", "", "This is no event of MISP: it has neither “info” nor “uuid”.")
    if is_deeper(document, octets, limits.depth):
        return Problem("too_deep", "", f"Its lists and objects are nested more than {limits.depth} deep.")
    return why_ambiguous(octets) or document


def _said_of_itself(octets: bytes, document: Mapping[str, Any]) -> Event:
    uuid, title = uuid_of(document.get("uuid")), document.get("info")
    problem = None
    if uuid is None:
        problem = Problem("no_uuid", "/uuid", "The event has no identifier, so nobody could tell it from another.")
    elif not isinstance(title, str) or not title.strip():
        problem = Problem("no_title", "/info", "The event does not say what it is about.")
    day = day_of(document.get("date"))
    threat = whole_number(document.get("threat_level_id"), most=4)
    analysis = whole_number(document.get("analysis"), most=2)
    maker = document.get("Orgc")
    name = text_of(maker.get("name")) if isinstance(maker, dict) else ""
    midnight = datetime.combine(day, time(), UTC).timestamp() if day else 0
    return Event(
        octets=octets,
        uuid=uuid,
        title=" ".join(text_of(title).replace("\0", "").split())[:LONGEST_TITLE],
        day=day,
        version=whole_number(document.get("timestamp"), most=LAST_MOMENT) or max(0, int(midnight)),
        published=yes(document.get("published")),
        threat_level=ThreatLevel(threat) if threat else None,
        analysis=None if analysis is None else Analysis(analysis),
        maker=Organisation(name, uuid_of_organisation(maker)) if isinstance(maker, dict) and name else None,
        extends=uuid_of(document.get("extends_uuid")),
        problems=(problem,) if problem else (),
        refused=problem is not None,
    )


def _with_objects(event: Event, tidy: Tidied, converter: Converter, seconds: float) -> tuple[Event, float]:
    problems = tidy.problems
    if seconds <= 0:
        problems.append(Problem("too_slow", "", "The events before it in the message took all the time there was."))
        return replace(event, problems=most_told(problems)), 0.0
    octets, stand_ins = disguised(tidy.event)
    converted = converter.convert(octets, seconds)
    took = converted.seconds
    if converted.failure and converted.failure.code == "not_convertible":
        problems.append(
            Problem("remark", "", f"MISP's converter failed at the event as a whole: {converted.failure.text}")
        )
        # Attributes and objects alone: what is missing is told when the objects are completed.
        octets, stand_ins = disguised(_without(tidy.event))
        converted = converter.convert(octets, seconds)
        took += converted.seconds
    problems += [Problem("remark", "", remark) for remark in converted.remarks]
    if converted.failure:
        return replace(event, problems=most_told([converted.failure, *problems])), took
    objects, more = completed(tidy, undisguised(converted.objects, stand_ins), converted.remarks)
    return replace(event, objects=objects, problems=most_told(problems + more)), took


def _without(value: Any) -> Any:
    match value:
        case dict():
            return {name: _without(inner) for name, inner in value.items() if name not in _RICH}
        case list():
            return [_without(inner) for inner in value]
        case _:
            return value
