"""A folder of files named by their SHA-256, two levels deep, for this account's eyes only."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

CHUNK = 1024 * 1024
_INCOMING = "incoming"


class TooLarge(Exception):
    """More bytes came in than were allowed."""


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that came in and are on disk, but not yet in their place."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Store:
    """The folder. Nothing is ever changed in it: a file comes whole, and goes whole."""

    root: Path

    def place(self, sha256: str) -> Path:
        """Where the bytes with this hash are, when they are."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def receive(self, content: Iterable[bytes], *, limit: int | None = None) -> Received:
        """Writes what comes in beside the store and hashes it on the way; never more than a piece in memory.

        Raises `TooLarge` above `limit` bytes. Whoever calls moves it in with `keep`, or throws it away with `drop`.
        """
        path = self._folder(self.root / _INCOMING) / f"{uuid4()}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in _at_most(limit, content):
                    size += len(piece)
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Received(path, digest.hexdigest(), size)

    def keep(self, received: Received) -> Path:
        """Moves it into its place, whole and for good: after this a power cut does not take it away."""
        place = self.place(received.sha256)
        self._folder(place.parent)
        received.path.replace(place)
        _sync(place.parent)
        return place

    def drop(self, received: Received) -> None:
        """Throws away what was not kept. What was kept stays."""
        received.path.unlink(missing_ok=True)

    def remove(self, sha256: str) -> None:
        """Takes a file away for good."""
        self.place(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[list[str]]:
        """Every file there is, by its hash, a folder's worth at a time."""
        for folder in self.root.glob("[0-9a-f][0-9a-f]"):
            yield [path.name for path in folder.glob("[0-9a-f][0-9a-f]/*") if len(path.name) == 64]

    def sweep(self, *, older_than: float) -> int:
        """Throws away what came in that many seconds ago and was never kept: an upload that broke off."""
        swept = 0
        for path in (self.root / _INCOMING).glob("*.part"):
            with suppress(FileNotFoundError):  # kept since we looked
                if path.stat().st_mtime < time.time() - older_than:
                    path.unlink()
                    swept += 1
        return swept

    def _folder(self, folder: Path) -> Path:
        """Makes a folder that only this account can enter."""
        if not folder.is_dir():
            self._folder(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            _sync(folder.parent)
        return folder


def _at_most(limit: int | None, content: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in content:
        size += len(piece)
        if limit is not None and size > limit:
            raise TooLarge
        yield piece


def read(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _sync(folder: Path) -> None:
    """A new name in a folder is only safe once the folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
