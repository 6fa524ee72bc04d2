"""The urn of a secret ballot: papers of equal size, sealed as one, under a key that is never in the database.

A paper for every voter lies in it from the beginning, silent. So the urn is as long before as after anybody voted, and
nobody can tell by looking how many did. Each vote seals all of it anew, under a new key: an urn of before, kept by
somebody or put back by a backup, is opened by nothing any more.
"""

import math
import os
import secrets
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

REASON_BYTES = 800
"""Room for a reason: 200 characters of four bytes each."""
_PAPER = struct.Struct(f">16s9sBH{REASON_BYTES}s")
_NONCE = 12
_KEY = 32
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what looks alike on paper: 0 and O, 1 and I."""


class Lost(Exception):
    """The key is gone, or it is not the key of this urn: what is in it cannot be known."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What one voter said. The receipt finds it again among those that are published."""

    voter: UUID
    receipt: str
    choice: int = 0
    reason: str = ""


def blank(voters: Iterable[UUID]) -> list[Paper]:
    """A silent paper for each, in an order that says nothing."""
    return [Paper(voter, _receipt()) for voter in sorted(voters)]


def _receipt() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def seal(key: bytes, ballot: UUID, papers: Sequence[Paper]) -> bytes:
    """All papers, sealed for this ballot alone. The same papers never look the same twice."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, b"".join(map(_packed, papers)), ballot.bytes)


def unseal(key: bytes, ballot: UUID, sealed: bytes) -> "Papers":
    """The papers again. Raises `Lost`."""
    try:
        octets = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], ballot.bytes)
    except (InvalidTag, ValueError):
        raise Lost from None
    return Papers(octets)


@dataclass(frozen=True, slots=True)
class Papers:
    """What lies in an urn. It is unpacked as far as it is looked at: who shows one paper of a thousand needs no other."""

    octets: bytes = b""

    def __len__(self) -> int:
        return len(self.octets) // _PAPER.size

    def __iter__(self) -> Iterator[Paper]:
        return (_unpacked(*paper) for paper in _PAPER.iter_unpack(self.octets))

    def of(self, voter: UUID) -> Paper | None:
        """The paper of this voter, if there is one."""
        for start in range(0, len(self.octets), _PAPER.size):
            if self.octets.startswith(voter.bytes, start):
                return _unpacked(*_PAPER.unpack_from(self.octets, start))
        return None


def _packed(paper: Paper) -> bytes:
    reason = paper.reason.encode()
    return _PAPER.pack(paper.voter.bytes, paper.receipt.encode(), paper.choice, len(reason), reason)


def _unpacked(voter: bytes, receipt: bytes, choice: int, length: int, reason: bytes) -> Paper:
    return Paper(UUID(bytes=voter), receipt.decode(), choice, reason[:length].decode())


@dataclass(frozen=True, slots=True)
class Key:
    """One key: a file, for this account alone."""

    place: Path
    octets: bytes

    def destroy(self) -> None:
        """Writes over it and takes it away. Twice does no harm."""
        with suppress(FileNotFoundError):
            with self.place.open("r+b") as file:
                _write(file, secrets.token_bytes(_KEY))
            self.place.unlink()


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of urns, in a folder that no backup takes along.

    A ballot has one. While a vote is written down it has two, so that it has the right one whether that is undone or not.
    """

    folder: Path

    def make(self, ballot: UUID) -> Key:
        """One more key for a ballot, on disk for good before it is used."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = Key(self.folder / f"{ballot}.{secrets.token_hex(8)}.key", secrets.token_bytes(_KEY))
        descriptor = os.open(key.place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _write(file, key.octets)
        _keep_entries(self.folder)
        return key

    def of(self, ballot: UUID, *, older_than: float = 0) -> list[Key]:
        """The keys of a ballot that were made that many seconds ago or more."""
        found = []
        for place in self._places(f"{ballot}.*.key", older_than):
            with suppress(FileNotFoundError):  # destroyed since we looked, by a vote that was written down
                found.append(Key(place, place.read_bytes()))
        return found

    def open(self, ballot: UUID, sealed: bytes) -> tuple[Key, Papers]:
        """The key that opens an urn, and its papers. Raises `Lost`."""
        for key in self.of(ballot):
            try:
                return key, unseal(key.octets, ballot, sealed)
            except Lost:
                continue
        raise Lost

    def destroy(self, ballot: UUID) -> None:
        """Destroys all keys of a ballot."""
        for key in self.of(ballot):
            key.destroy()

    def kept(self, *, older_than: float = 0) -> set[UUID]:
        """The ballots that have a key which was made that many seconds ago or more."""
        return {UUID(place.name.partition(".")[0]) for place in self._places("*.key", older_than)}

    def _places(self, named: str, older_than: float) -> list[Path]:
        before = time.time() - older_than
        return [place for place in self.folder.glob(named) if _made(place) <= before]


def _made(place: Path) -> float:
    """When, or never: it was destroyed since we looked."""
    try:
        return place.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _write(file: BinaryIO, octets: bytes) -> None:
    file.write(octets)
    file.flush()
    os.fsync(file.fileno())


def _keep_entries(folder: Path) -> None:
    """A new file survives a power cut once its folder is written down too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
