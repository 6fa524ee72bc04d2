"""Ways to spoil what is in order that changing single octets seldom finds."""

from random import Random
from typing import Any

import orjson

NASTY: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2**31, 2**63, 2**64 - 1, -(2**63), 1e308, -0.0, 0.1, "", " ", "\0", "a\0b", "\n", "é" * 300, "\ufeff", "\U000e0001",
    "\u202eabc", "\u0661\u0662", "²", "９", "０", "ı", "ß", "0" * 5000, "9" * 5000, "9" * 20, "1.0.0-" + "9" * 5000, "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:60Z", "9999-12-31T23:59:59.9999999Z", "10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01",
    "../../x", "%", "%00", "%s{0}", "{", "[", "(" * 200, "'", '"', "\\", "<script>", "://", "http://[", "http://[::1", "http://a:99999/", "mailto:", "cpe:2.3:", "pkg:",
    "pkg:a/b@c?d=e#f", "CVE-2024-3400", "TLP:RED", "1.2.3.4/99", "::ffff:1.2.3.4%25eth0", "xn--a", "xn--\u00e9", "[a:b = 'c']", "indicator--" + "0" * 36,
    [], {}, [[]], [{}], {"": ""}, [None], [0], [""], {"a": [{"a": [{}]}]},
)  # fmt: skip


def spoiled(octets: bytes, random: Random, most: int) -> bytes | None:
    """The same, spoiled in one way; None when this way has nothing to say to it."""
    ways = (_elsewhere, _elsewhere, _elsewhere, _again_and_again, _deeper)
    made = random.choice(ways)(octets, random, most)
    return made if made is not None and len(made) <= most else None


def _elsewhere(octets: bytes, random: Random, most: int) -> bytes | None:
    """JSON in which something is replaced, left out or added."""
    try:
        document = orjson.loads(octets)
    except orjson.JSONDecodeError:
        return None
    places = list(_places(document))
    if not places:
        return None
    for _ in range(random.randint(1, 3)):
        whole, at = random.choice(places)
        try:
            _change(whole, at, random, places)
        except (KeyError, IndexError):
            continue
    try:
        return orjson.dumps(document)
    except (orjson.JSONEncodeError, RecursionError):
        return None


def _change(whole: Any, at: Any, random: Random, places: list[tuple[Any, Any]]) -> None:
    match random.randint(0, 5):
        case 0:
            del whole[at]
        case 1:
            other, there = random.choice(places)
            whole[at] = orjson.loads(orjson.dumps(other[there]))
        case 2 if isinstance(whole, list):
            whole.extend(whole[at] for _ in range(random.choice((1, 2, 50))))
        case 2:
            whole[random.choice(("", "x_a", "type", "id", "name", "\0", "é" * 300))] = whole[at]
        case 3 if isinstance(whole[at], str):
            place = random.randint(0, len(whole[at]))
            whole[at] = whole[at][:place] + str(random.choice(NASTY)) + whole[at][place:]
        case _:
            whole[at] = random.choice(NASTY)


def _places(document: Any) -> Any:
    """Every place in it: the list or object, and which."""
    waiting = [document]
    while waiting:
        whole = waiting.pop()
        if isinstance(whole, dict | list):
            for at in whole if isinstance(whole, dict) else range(len(whole)):
                yield whole, at
                waiting.append(whole[at])


def _again_and_again(octets: bytes, random: Random, most: int) -> bytes | None:
    """A few octets of it, as often as there is room: what takes the square of its length is found so."""
    if not octets:
        return None
    begin = random.randrange(len(octets))
    piece = octets[begin : begin + random.choice((1, 1, 2, 3, 5, 8, 20, 80))]
    room = max(0, most - len(octets)) // len(piece)
    times = random.choice((room, room, min(room, 1000), min(room, 50)))
    return octets[:begin] + piece * times + octets[begin:]


def _deeper(octets: bytes, random: Random, most: int) -> bytes | None:
    """Brackets around a piece of it, or only before it."""
    opening, closing = random.choice(
        (
            (b"[", b"]"),
            (b'{"a":', b"}"),
            (b"(", b")"),
            (b"<p>", b"</p>"),
            (b"> ", b""),
            (b"<!--", b""),
            (b"- ", b""),
            (b"[", b""),
        )
    )
    begin = random.randrange(len(octets) + 1)
    end = random.randrange(begin, len(octets) + 1)
    times = random.choice((2, 70, 500, 2000))
    return octets[:begin] + opening * times + octets[begin:end] + closing * times + octets[end:]
