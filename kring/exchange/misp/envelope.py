"""A message taken apart into its events, each with its octets as they came.

MISP sends events in several shapes: `{"Event": {...}}` in a feed and from `/events/view`, `{"response": [...]}` from a search,
a list of either, or the event itself (MISP core format, misp-rfc).

Only brackets and texts are looked at: whatever is wrong inside an event is found when that event is read, so that a bad one
never spoils the good ones beside it.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import orjson

from kring.exchange.misp.limits import LIMITS, Limits, Unreadable

_PARTS = frozenset({"Attribute", "Object", "EventReport"})


def split(octets: bytes, limits: Limits = LIMITS) -> tuple[bytes, ...]:
    """The octets of each event, without what it is wrapped in. What they are worth is for `read` to say.

    Raises Unreadable.
    """
    if len(octets) > limits.octets:
        raise Unreadable("too_large", f"The message is {len(octets)} bytes; at most {limits.octets} are read.")
    return _events(octets, limits, wrapped=False)


def _events(octets: bytes, limits: Limits, *, wrapped: bool) -> tuple[bytes, ...]:
    begin = _SPACE.match(octets)
    match octets[begin.end() : begin.end() + 1] if begin else b"":
        case b"[":
            return _in_list(_Pieces(octets).items(limits.events))
        case b"{":
            members = _Pieces(octets).members()
        case _:
            raise Unreadable("not_json", "The message is neither a JSON object nor a list.")
    if "response" in members and not wrapped:
        return _events(members["response"], limits, wrapped=True)
    if (event := _event(octets, members)) is None:
        raise Unreadable("no_events", _what_it_is(members))
    return (event,)


def _in_list(pieces: list[bytes]) -> tuple[bytes, ...]:
    """Every piece is taken for an event when one of them is: the others are told what is wrong with them."""
    members = [_members(piece) for piece in pieces]
    events = [_event(piece, inner) for piece, inner in zip(pieces, members, strict=True)]
    if pieces and not any(events):
        raise Unreadable("no_events", _what_it_is(members[0]))
    return tuple(event or piece for event, piece in zip(events, pieces, strict=True))


def _members(octets: bytes) -> dict[str, bytes]:
    """Of what stands in a list, if it is an object."""
    try:
        return _Pieces(octets).members()
    except Unreadable:
        return {}


def _event(octets: bytes, members: dict[str, bytes]) -> bytes | None:
    """The octets of the event that this is, or that is in it."""
    if "Event" in members:
        # An attribute of a search carries a word on its event: there the event is the smaller part.
        return members["Event"] if "type" not in members and _is_event(_members(members["Event"])) else None
    return octets.strip() if _is_event(members) else None


def _is_event(members: dict[str, bytes]) -> bool:
    return "info" in members or ("uuid" in members and not _PARTS.isdisjoint(members))


def _what_it_is(members: dict[str, bytes]) -> str:
    """Why no event was found in it, as helpful as can be said by its names."""
    if not members:
        return "There is nothing in the message that is an event of MISP."
    if "Event" in members and "type" not in members:
        return "What stands under “Event” in the message is no event: it has no “info”."
    if _PARTS & members.keys():
        kinds = " and ".join(f"“{part}”" for part in sorted(_PARTS & members.keys()))
        return f"There is {kinds} in the message, and no event that it belongs to. Ask MISP for events instead."
    if all(_is_uuid(name) for name in members):
        return "This is the manifest of a feed. Its events are in the files beside it."
    if {"type", "objects"} <= members.keys():
        return "This is a bundle of STIX, and no event of MISP."
    some = ", ".join(f"“{name[:50]}”" for name in list(members)[:3])
    return f"This is no event of MISP: it has neither “Event” nor “info”, but {some}."


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SCALAR = re.compile(rb'[^\s,:"\[\]{}]++')
_TO_BRACKET = re.compile(rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+', re.DOTALL)
"""Up to the next bracket that does not stand in a text."""
_OPENING = frozenset(b"{[")


class _Pieces:
    """The values in a list or an object of JSON, as octets. It goes through them once."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._place = 0

    def items(self, most: int) -> list[bytes]:
        """Of a list."""
        found: list[bytes] = []
        for _ in self._between(b"[", b"]"):
            if len(found) == most:
                raise Unreadable("too_many", f"There are more than {most} events in the message.")
            found.append(self._anything())
        return found

    def members(self) -> dict[str, bytes]:
        """Of an object, by name."""
        found: dict[str, bytes] = {}
        for _ in self._between(b"{", b"}"):
            try:
                name = str(orjson.loads(self._taken(_STRING)))
            except orjson.JSONDecodeError as error:
                raise self._unreadable() from error
            self._expect(b":")
            if name in found and name in {"Event", "response"}:
                # Readers differ in which of the two they take: one may have been checked and the other passed on.
                raise Unreadable("twice", f"The message has “{name}” twice.")
            found[name] = self._anything()
        return found

    def _between(self, opening: bytes, closing: bytes) -> Iterator[None]:
        """Before each of the values, and to the end of the octets."""
        self._expect(opening)
        if self._next() != closing:
            yield
            while self._next() == b",":
                self._place += 1
                self._next()
                yield
        self._expect(closing)
        if self._next():
            raise self._unreadable()

    def _anything(self) -> bytes:
        """The octets of the value that begins here."""
        first = self._next()
        if first == b'"':
            return self._taken(_STRING)
        if not first or first[0] not in _OPENING:
            return self._taken(_SCALAR)
        begin, depth = self._place, 0
        while True:
            depth += 1 if self._octets[self._place] in _OPENING else -1
            self._place += 1
            if depth == 0:
                return self._octets[begin : self._place]
            found = _TO_BRACKET.match(self._octets, self._place)
            self._place = found.end() if found else len(self._octets)
            if self._place == len(self._octets) or self._octets[self._place] == ord('"'):
                raise Unreadable("not_json", f"The message ends within what begins at byte {begin}.")

    def _taken(self, shape: re.Pattern[bytes]) -> bytes:
        found = shape.match(self._octets, self._place)
        if found is None:
            raise self._unreadable()
        self._place = found.end()
        return found.group()

    def _next(self) -> bytes:
        """The octet that comes next, after white space; empty at the end."""
        found = _SPACE.match(self._octets, self._place)
        self._place = found.end() if found else self._place
        return self._octets[self._place : self._place + 1]

    def _expect(self, octet: bytes) -> None:
        if self._next() != octet:
            raise self._unreadable()
        self._place += 1

    def _unreadable(self) -> Unreadable:
        return Unreadable("not_json", f"The message is not JSON: something else was expected at byte {self._place}.")
