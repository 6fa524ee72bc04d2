"""Takes the teeth out of indicators, and puts them back, knowing where everything stood."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from kring.sharing.scrutiny.paths import WINDOWS_PATH


def refang(text: str) -> str:
    """The text with its defanged indicators as systems write them."""
    return Clear.read(text).text


def defang(value: str) -> str:
    """An indicator that nobody can click by accident. Hashes, vulnerabilities, paths and the like stay as they are.

    `refang(defang(value))` is the value again, for every value that `find_indicators` gives.
    """
    if _WITHOUT_TEETH.fullmatch(value):
        return value
    scheme, mark, rest = value.partition("://")
    if mark:
        authority, path = split_authority(rest)
        return f"{_HARMLESS_SCHEMES.get(scheme, scheme)}[://]{_bracket_dots(authority)}{path}"
    if "@" in value:
        local, _, host = value.rpartition("@")
        return f"{local}[@]{_bracket_dots(host)}"
    if value.count(":") > 1:
        return value.replace(":", "[:]")
    return _bracket_dots(value)


def _bracket_dots(host: str) -> str:
    return host.replace(".", "[.]")


def split_authority(rest: str) -> tuple[str, str]:
    """What stands behind the scheme of a web address: its server, and the rest."""
    match = re.search(r"[/?#]", rest)
    place = match.start() if match else len(rest)
    return rest[:place], rest[place:]


_HARMLESS_SCHEMES = {"http": "hxxp", "https": "hxxps"}

_WITHOUT_TEETH = re.compile(r"T\d{4}(?:\.\d{3})?|\d+:[\w+/]+:[\w+/]+|[^\\]*\\.*|/.*", re.DOTALL)
"""What no program makes a link of, though it has dots or colons: a technique, a fuzzy hash, a path."""

_TEETH = re.compile(
    rf"""
      (?P<kept> {WINDOWS_PATH} )
    | \b (?P<scheme> h(?:x{{2,3}}|tt|t|tx|xt|\*\*|__|\[tt\])p | fxp ) (?: \[(?P<apart>s)\] | (?P<secure>s?) )
      (?: (?: : | \[:\] | \(:\) ) (?: // | \\\\ | \[//?\]/? ) | \[ : (?: // | \\\\ ) \] | \[:/\]/ )
    | (?: [\[(<{{] \ ? ){{1,2}} (?: (?P<dot> \. | d[o0]t | punt ) | (?P<at> @ | at | apenstaartje ) ) (?: \ ? [\])>}}] ){{1,2}} \ ?
    | [\[(] (?P<mark> :// | : | / ) [\])]
    | (?<=[\w-]) (?: \[\. | \.\] | \\\. ) (?=\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""All the ways in which people take the teeth out of an indicator. Every repeat is bounded, so that a long text takes long, and
never for ever. In the path of a Windows file a backslash before a dot is none of them."""


def _bite(match: re.Match[str]) -> str:
    if match["kept"]:
        return match.group()
    if match["scheme"]:
        secure = (match["apart"] or match["secure"]).lower()
        return f"{'ftp' if match['scheme'][0] in 'fF' else 'http'}{secure}://"
    return "@" if match["at"] else match["mark"] or "."


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of refanged text: where it begins here, where it began in the original."""

    here: int
    there: int
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Clear:
    """A text with everything refanged, that still knows where each of its characters stood."""

    text: str
    pieces: list[_Piece]

    @classmethod
    def read(cls, original: str) -> "Clear":
        parts: list[str] = []
        pieces: list[_Piece] = []
        here = there = 0
        for match in _TEETH.finditer(original):
            clear = _bite(match)
            if clear == match.group():
                continue
            plain = original[there : match.start()]
            if match["dot"] or match["at"]:
                plain = plain.removesuffix(" ")
            pieces += [_Piece(here, there), _Piece(here + len(plain), there + len(plain), replaced=True)]
            parts += [plain, clear]
            here += len(plain) + len(clear)
            there = match.end()
        pieces.append(_Piece(here, there))
        parts.append(original[there:])
        return cls("".join(parts), pieces)

    def _index(self, position: int) -> int:
        return bisect_right(self.pieces, position, key=lambda piece: piece.here) - 1

    def changed(self, start: int, end: int) -> bool:
        """Was anything between these two places defanged?"""
        return any(piece.replaced for piece in self.pieces[self._index(start) : self._index(end - 1) + 1])

    def origin(self, start: int, end: int) -> tuple[int, int, bool]:
        """Where this stretch began and ended in the original, and whether anything in it was defanged."""
        first = self.pieces[self._index(start)]
        index = self._index(end - 1)
        last = self.pieces[index]
        begin = first.there if first.replaced else first.there + start - first.here
        finish = self.pieces[index + 1].there if last.replaced else last.there + end - last.here
        return begin, finish, self.changed(start, end)
