"""Characters that MISP's library turns into question marks, sent past it in other clothes.

It has been so since MISP's database knew none beyond the first 65,536, and a subject line with a smile in it is another subject.
"""

from collections.abc import Mapping
from typing import Any

import orjson

_LEADS = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
"""What those characters begin with in UTF-8."""

_PRIVATE = range(0xE000, 0xF900)
"""Characters that mean nothing to anybody (Unicode, "Private Use Area")."""


def disguised(event: Mapping[str, Any]) -> tuple[bytes, dict[int, str]]:
    """The event as JSON for the converter, and what stands for what in it. More than 6,400 different ones stay as they are."""
    octets = orjson.dumps(event)
    if not any(lead in octets for lead in _LEADS):
        return octets, {}
    text = octets.decode()
    there = set(text)
    free = (place for place in _PRIVATE if chr(place) not in there)
    pairs = list(zip(sorted(letter for letter in there if ord(letter) > 0xFFFF), free, strict=False))
    table = {ord(letter): chr(place) for letter, place in pairs}
    return text.translate(table).encode(), {place: letter for letter, place in pairs}


def undisguised(objects: tuple[bytes, ...], stand_ins: Mapping[int, str]) -> tuple[bytes, ...]:
    """What the converter made of it, in its own clothes."""
    if not stand_ins:
        return objects
    return tuple(orjson.dumps(orjson.loads(one)).decode().translate(stand_ins).encode() for one in objects)
