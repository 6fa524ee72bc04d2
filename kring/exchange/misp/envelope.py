"""A message taken apart into its events, each with its octets as they came.

MISP sends events in several shapes: `{"Event": {...}}` in a feed and from `/events/view`, `{"response": [...]}` from a search,
a list of either, or the event itself (MISP core format, misp-rfc).
"""

from typing import TypeVar
from uuid import UUID

import msgspec

from kring.exchange.misp.limits import LIMITS, Limits, Unreadable

_T = TypeVar("_T")

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])

_PARTS = frozenset({"Attribute", "Object", "EventReport"})


def split(octets: bytes, limits: Limits = LIMITS) -> tuple[bytes, ...]:
    """The octets of each event, without what it is wrapped in. What they are worth is for `read` to say.

    Raises Unreadable.
    """
    if len(octets) > limits.octets:
        raise Unreadable("too_large", f"The message is {len(octets)} bytes; at most {limits.octets} are read.")
    found = _events(octets, wrapped=False)
    if len(found) > limits.events:
        raise Unreadable("too_many", f"There are {len(found)} events in the message; at most {limits.events} are read.")
    return found


def _events(octets: bytes, *, wrapped: bool) -> tuple[bytes, ...]:
    match octets.lstrip()[:1]:
        case b"[":
            return _in_list(_decoded(_LIST, octets))
        case b"{":
            members = _decoded(_OBJECT, octets)
        case _:
            raise Unreadable("not_json", "The message is neither a JSON object nor a list.")
    if "response" in members and not wrapped:
        return _events(bytes(members["response"]), wrapped=True)
    if (event := _event(octets, members)) is None:
        raise Unreadable("no_events", _what_it_is(members))
    return (event,)


def _in_list(pieces: list[msgspec.Raw]) -> tuple[bytes, ...]:
    """Every piece is taken for an event when one of them is: the others are told what is wrong with them."""
    members = [_members(bytes(piece)) for piece in pieces]
    events = [_event(bytes(piece), inner) for piece, inner in zip(pieces, members, strict=True)]
    if pieces and not any(events):
        raise Unreadable("no_events", _what_it_is(members[0]))
    return tuple(event or bytes(piece) for event, piece in zip(events, pieces, strict=True))


def _members(octets: bytes) -> dict[str, msgspec.Raw]:
    """Of what stands in a list, if it is an object."""
    try:
        return _OBJECT.decode(octets)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return {}


def _event(octets: bytes, members: dict[str, msgspec.Raw]) -> bytes | None:
    """The octets of the event that this is, or that is in it."""
    if "Event" in members:
        inner = bytes(members["Event"])
        # An attribute of a search carries a word on its event: there the event is the smaller part.
        return inner if "type" not in members and _is_event(_members(inner)) else None
    return octets if _is_event(members) else None


def _is_event(members: dict[str, msgspec.Raw]) -> bool:
    return "info" in members or ("uuid" in members and not _PARTS.isdisjoint(members))


def _what_it_is(members: dict[str, msgspec.Raw]) -> str:
    """Why no event was found in it, as helpful as can be said by its names."""
    if not members:
        return "There is nothing in the message that is an event of MISP."
    if _PARTS & members.keys():
        kinds = " and ".join(f"“{part}”" for part in sorted(_PARTS & members.keys()))
        return f"There is {kinds} in the message, and no event that it belongs to. Ask MISP for events instead."
    if all(_is_uuid(name) for name in members):
        return "This is the manifest of a feed. Its events are in the files beside it."
    if members.keys() & {"type", "spec_version", "objects"} >= {"type", "objects"}:
        return "This is a bundle of STIX, and no event of MISP."
    some = ", ".join(f"“{name[:50]}”" for name in list(members)[:3])
    return f"This is no event of MISP: it has neither “Event” nor “info”, but {some}."


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _decoded(decoder: msgspec.json.Decoder[_T], octets: bytes) -> _T:
    try:
        return decoder.decode(octets)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unreadable("not_json", f"The message is not JSON: {error}.") from error
    except RecursionError as error:
        raise Unreadable("not_json", "Lists and objects are nested without end in the message.") from error
