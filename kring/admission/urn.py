"""The urn of a secret ballot: papers of equal size, sealed as one, under a key that is never in the database.

A paper for every voter lies in it from the beginning, silent. So the urn is as long before as after anybody voted, and
nobody can tell by looking how many did. Each vote seals all of it anew.
"""

import os
import secrets
import struct
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
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


def unseal(key: bytes, ballot: UUID, sealed: bytes) -> list[Paper]:
    """The papers again. Raises `Lost`."""
    try:
        octets = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], ballot.bytes)
    except (InvalidTag, ValueError):
        raise Lost from None
    return [_unpacked(*paper) for paper in _PAPER.iter_unpack(octets)]


def _packed(paper: Paper) -> bytes:
    reason = paper.reason.encode()
    return _PAPER.pack(paper.voter.bytes, paper.receipt.encode(), paper.choice, len(reason), reason)


def _unpacked(voter: bytes, receipt: bytes, choice: int, length: int, reason: bytes) -> Paper:
    return Paper(UUID(bytes=voter), receipt.decode(), choice, reason[:length].decode())


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of urns: one file each, for this account alone, in a folder that no backup takes along."""

    folder: Path

    def make(self, ballot: UUID) -> bytes:
        """A new key, on disk for good before it is used. Raises `FileExistsError` when the ballot has one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = secrets.token_bytes(_KEY)
        descriptor = os.open(self._place(ballot), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        return key

    def get(self, ballot: UUID) -> bytes:
        """The key of a ballot. Raises `Lost`."""
        try:
            return self._place(ballot).read_bytes()
        except FileNotFoundError:
            raise Lost from None

    def destroy(self, ballot: UUID) -> None:
        """Writes over a key and takes it away. Twice does no harm."""
        place = self._place(ballot)
        if place.exists():
            with place.open("r+b") as file:
                file.write(secrets.token_bytes(_KEY))
                file.flush()
                os.fsync(file.fileno())
            place.unlink(missing_ok=True)

    def kept(self, *, older_than: float = 0) -> list[UUID]:
        """The ballots that have a key which was made that many seconds ago or more."""
        before = time.time() - older_than
        return [UUID(place.stem) for place in self.folder.glob("*.key") if place.stat().st_mtime <= before]

    def _place(self, ballot: UUID) -> Path:
        return self.folder / f"{ballot}.key"
