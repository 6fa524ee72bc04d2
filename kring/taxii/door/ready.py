"""Answers that are kept ready, also compressed, up to so many octets in all."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

import zstandard

from kring.exchange.queries import StoreState

WORTH_IT = 1024
"""Octets from which an answer is compressed."""
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda octets: gzip.compress(octets, compresslevel=5, mtime=0),
    "zstd": lambda octets: zstandard.ZstdCompressor(level=6).compress(octets),
}


@dataclass(slots=True)
class Ready:
    """One answer, whole."""

    body: bytes
    state: StoreState
    """Of the circle's store, when it was made."""
    full: bool
    """More follows: what is added later changes nothing in it."""
    strict: tuple[UUID, ...] = ()
    """Items under AMBER+STRICT that it tells of."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    tag: bytes = b""
    """What it is known by (RFC 9110, section 8.8.3)."""
    codings: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Weak: it is the same whatever the coding.
        self.tag = b'W/"%s"' % blake2b(self.body, digest_size=12).hexdigest().encode()

    def in_coding(self, name: str) -> bytes:
        """The body in this coding; the same each time. Takes a while when it is large."""
        if name not in self.codings:
            self.codings[name] = COMPRESS[name](self.body)
        return self.codings[name]

    @property
    def octets(self) -> int:
        """How much of the shelf it takes."""
        return len(self.body) + sum(map(len, self.codings.values())) + 1024


class Shelf:
    """What was asked for lately. What nobody asked for the longest goes first when it is full."""

    def __init__(self, octets: int) -> None:
        self._room = octets
        self._taken = 0
        self._kept: OrderedDict[Hashable, tuple[Ready, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def octets(self) -> int:
        """How much is kept."""
        return self._taken

    def get(self, key: Hashable) -> Ready | None:
        """What is kept under this key."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def recount(self, key: Hashable, ready: Ready) -> None:
        """It got another coding, and takes more room."""
        if self.get(key) is ready:
            self.put(key, ready)

    def put(self, key: Hashable, ready: Ready) -> None:
        """Keep it, in the place of what was kept under this key."""
        if key in self._kept:
            self._taken -= self._kept.pop(key)[1]
        if ready.octets > self._room // 4:
            return
        self._kept[key] = ready, ready.octets
        self._taken += ready.octets
        while self._taken > self._room:
            _, (_, octets) = self._kept.popitem(last=False)
            self._taken -= octets
