"""A TAXII envelope or a STIX bundle, taken apart into its objects without building any of them.

Only brackets and strings are looked at: whatever is wrong inside an object is found when that object is read, so that
one bad object never spoils the good ones beside it. The octets of an object stay exactly as they came.

TAXII 2.1, section 3.7 (envelope); STIX 2.1, section 8 (bundle). Real clients post bundles where envelopes belong.
"""

import re
from dataclasses import dataclass

import orjson

from kring.exchange.stix.limits import LIMITS, Limits, Unreadable


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message holds."""

    objects: tuple[bytes, ...]
    """Each object as it came, in order. Whether it is an object at all is for `read` to say."""
    more: bool = False
    """There are more objects where these came from (TAXII)."""
    next: str | None = None
    """How to ask for them (TAXII)."""
    is_bundle: bool = False
    """It is a STIX bundle."""


def split(octets: bytes, limits: Limits = LIMITS) -> Envelope:
    """Takes an envelope or a bundle apart.

    A message without `objects` has none; that is how TAXII says that there is nothing.
    Raises Unreadable when it is too large, has too many objects, or is neither the one nor the other.
    """
    if len(octets) > limits.octets:
        raise Unreadable(
            "too_large",
            f"The message is {len(octets)} bytes; at most {limits.octets} are read.",
            position=limits.octets,
        )
    return _Splitter(octets, limits).envelope()


_SPACE = re.compile(rb"[ \t\r\n]*+")
# Nearly always a text ends at the next quote, and to look for one octet is several times faster than for one of two.
_TEXT = rb"""(?:"[^"]*+"(?<!\\")|"[^"\\]*+(?:\\.[^"\\]*+)*+")"""
_STRING = re.compile(_TEXT, re.DOTALL)
_SCALAR = re.compile(rb'[^\s,:"\[\]{}]++')
_OTHER = rb'[^"{}\[\]]*+'
_TO_BRACKET = re.compile(rb"%s(?:%s%s)*+" % (_OTHER, _TEXT, _OTHER), re.DOTALL)
"""Up to the next bracket that does not stand in a string."""
_WITHIN = _TEXT
for _ in range(4):
    _WITHIN = rb"(?:%s|[{\[]%s(?:%s%s)*+[}\]])" % (_TEXT, _OTHER, _WITHIN, _OTHER)
_FLAT = re.compile(_WITHIN, re.DOTALL)
"""What begins with a bracket, whole, with at most three levels of brackets in it, as nearly all objects are."""
_OPENING = frozenset(b"{[")


class _Splitter:
    """Goes through the octets once."""

    def __init__(self, octets: bytes, limits: Limits) -> None:
        self._octets = octets
        self._limits = limits
        self._place = 0
        self._objects: list[bytes] | None = None

    def envelope(self) -> Envelope:
        members: dict[str, bytes] = {}
        self._expect(b"{", "The message does not begin as a JSON object does, so it is no envelope and no bundle.")
        if self._next() != b"}":
            self._member(members)
            while self._next() == b",":
                self._place += 1
                self._member(members)
        self._expect(b"}", "A comma or the end of the message was expected.")
        if self._next():
            raise self._unreadable("not_json", "Something follows after the end of the message.")
        return self._made(members)

    def _made(self, members: dict[str, bytes]) -> Envelope:
        kind = self._value(members, "type")
        if kind is not None and kind != "bundle":  # it may be a list, which no set takes
            raise Unreadable(
                "not_an_envelope", "This is one object, not an envelope or a bundle with objects in it.", position=0
            )
        cursor = self._value(members, "next")
        return Envelope(
            objects=tuple(self._objects or ()),
            more=self._value(members, "more") is True,
            next=cursor if isinstance(cursor, str) else None,
            is_bundle=kind is not None,
        )

    @staticmethod
    def _value(members: dict[str, bytes], name: str) -> object:
        try:
            return orjson.loads(members.get(name, b"null"))
        except orjson.JSONDecodeError as error:
            raise Unreadable("not_json", f"The value of “{name}” is not JSON: {error.msg}.", position=0) from error

    def _member(self, members: dict[str, bytes]) -> None:
        """One property of the message itself."""
        self._next()
        try:
            name = str(orjson.loads(self._taken(_STRING, "A property's name was expected.")))
        except orjson.JSONDecodeError as error:
            raise self._unreadable("not_json", f"A property's name is not JSON: {error.msg}.") from error
        self._expect(b":", f"A colon was expected after “{name[:250]}”.")
        if name == "objects":
            self._list_of_objects()
        else:
            members[name] = self._anything()

    def _list_of_objects(self) -> None:
        if self._objects is not None:
            # Readers differ in which of the two they take: one may have been checked and the other passed on.
            raise self._unreadable("objects_twice", "The message has “objects” twice.")
        self._objects = []
        self._expect(b"[", "“objects” is not a list.", code="not_an_envelope")
        if self._next() != b"]":
            self._object(self._objects)
            while self._next() == b",":
                self._place += 1
                self._object(self._objects)
        self._expect(b"]", f"A comma or the end of the list was expected after object {len(self._objects) - 1}.")

    def _object(self, objects: list[bytes]) -> None:
        if len(objects) >= self._limits.objects:
            raise self._unreadable("too_many", f"There are more than {self._limits.objects} objects in the message.")
        objects.append(self._anything())

    def _anything(self) -> bytes:
        """The octets of the value that begins here."""
        first = self._next()
        if first == b'"':
            return self._taken(_STRING, "A text does not end.")
        if not first or first[0] not in _OPENING:
            return self._taken(_SCALAR, "A value was expected.")
        if found := _FLAT.match(self._octets, self._place):
            self._place = found.end()
            return found.group()
        begin, depth = self._place, 0
        octets, to_bracket = self._octets, _TO_BRACKET.match
        place = begin
        while True:
            if octets[place] in _OPENING:
                depth += 1
            else:
                depth -= 1
            place += 1
            if depth == 0:
                self._place = place
                return octets[begin:place]
            found = to_bracket(octets, place)
            place = found.end() if found else len(octets)
            if place == len(octets) or octets[place] == ord('"'):
                raise self._cut_off(begin)

    def _cut_off(self, begin: int) -> Unreadable:
        which = "" if self._objects is None else f" object {len(self._objects)},"
        return Unreadable("cut_off", f"The message ends within{which} what begins here.", position=begin)

    def _taken(self, shape: re.Pattern[bytes], complaint: str) -> bytes:
        found = shape.match(self._octets, self._place)
        if found is None:
            raise self._unreadable("not_json", complaint)
        self._place = found.end()
        return found.group()

    def _next(self) -> bytes:
        """The octet that comes next, after white space; empty at the end."""
        found = _SPACE.match(self._octets, self._place)
        self._place = found.end() if found else self._place
        return self._octets[self._place : self._place + 1]

    def _expect(self, octet: bytes, complaint: str, *, code: str = "not_json") -> None:
        if self._next() != octet:
            raise self._unreadable(code, complaint)
        self._place += 1

    def _unreadable(self, code: str, text: str) -> Unreadable:
        return Unreadable(code, text, position=self._place)
