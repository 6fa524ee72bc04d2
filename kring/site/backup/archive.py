"""The file of a backup: a tar with a manifest in front."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

import pysequoia

from kring.kernel.errors import KringError

FORMAT = 1
MANIFEST, DUMP, SECRET_KEY, FILES = "manifest.json", "database.dump", "secret_key", "files/"
PIECE = 1024 * 1024
LARGEST_MANIFEST = 512 * 1024 * 1024  # bytes


class BrokenBackup(KringError):
    """The file is not a backup, or not whole. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the archive."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds."""

    kring: str
    """The version of Kring that made it."""
    made_at: str
    postgresql: int
    """The server's version number, 180000 for 18.0."""
    tables: dict[str, tuple[int, str]]
    """Rows, and the sum over what is in them, by table."""
    librarian: list[str]
    """The functions that the librarian owns."""
    seal: str
    """The digest of the last seal on the trail."""
    parts: dict[str, Part] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    """Stored files that were gone or changed when the backup was made, by hash. They are not in it."""
    secret_key: str = ""
    """The SHA-256 of the secret key, also when the key itself is not in the backup."""
    format: int = FORMAT

    def as_json(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Reads what `as_json` wrote. Raises `BrokenBackup`."""
        try:
            given = json.loads(text)
            if given["format"] > FORMAT:
                raise BrokenBackup(f"This backup was made by Kring {given['kring']}, which is newer than this one.")
            parts = {name: Part(**part) for name, part in given.pop("parts").items()}
            tables = {name: (rows, total) for name, (rows, total) in given.pop("tables").items()}
            return cls(parts=parts, tables=tables, **given)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenBackup("The manifest of this backup cannot be read.") from error


def part_of(path: Path) -> Part:
    """A file's size and hash."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
        return Part(digest.hexdigest(), file.tell())


class Writer:
    """Adds members in the order of the manifest."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # closed by `close`
        self._add(MANIFEST, io.BytesIO(text := manifest.as_json()), len(text))

    def add(self, name: str, path: Path, part: Part) -> None:
        """Copies a file in. What is read must be what the manifest says: `check_backup` reads it back."""
        with path.open("rb") as file:
            self._add(name, file, part.size)

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, file)

    def close(self) -> None:
        """The end of the archive."""
        self._tar.close()


@dataclass(slots=True)
class Reader:
    """Gives the members back, each checked against the manifest as it is read."""

    manifest: Manifest
    _tar: tarfile.TarFile
    _left: dict[str, Part]

    def members(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Name and content of each, in order. Raises `BrokenBackup` at the first that is not what it was."""
        while member := self._tar.next():
            expected = self._left.pop(member.name, None)
            content = self._tar.extractfile(member)
            if expected is None or content is None or member.size != expected.size:
                raise BrokenBackup(f"{member.name} is not what the manifest of this backup says.")
            pieces = _checked(member.name, content, expected)
            yield member.name, pieces
            for _ in pieces:  # what was not read is checked too
                pass
        if self._left:
            raise BrokenBackup(f"{next(iter(self._left))} is missing from this backup: it is cut off.")


def _checked(name: str, content: IO[bytes], expected: Part) -> Iterator[bytes]:
    digest = hashlib.sha256()
    while piece := content.read(PIECE):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != expected.sha256:
        raise BrokenBackup(f"{name} has changed since the backup was made.")


@contextmanager
def reading(path: Path, passphrase: str | None) -> Iterator[Reader]:
    """Opens an archive, its manifest read and checked. Raises `BrokenBackup`."""
    try:
        with opened(path, passphrase) as file, tarfile.open(fileobj=file, mode="r|") as tar:
            first = tar.next()
            content = tar.extractfile(first) if first and first.name == MANIFEST else None
            if first is None or content is None or first.size > LARGEST_MANIFEST:
                raise BrokenBackup(f"{path} is not a backup of Kring.")
            manifest = Manifest.from_json(content.read())
            yield Reader(manifest, tar, dict(manifest.parts))
    except (tarfile.TarError, EOFError) as error:
        raise BrokenBackup(f"{path} is not a backup of Kring, or it is cut off.") from error


@contextmanager
def opened(path: Path, passphrase: str | None) -> Iterator[IO[bytes]]:
    """The plain archive. An encrypted one is decrypted beside it for as long as it is open."""
    with path.open("rb") as file:
        if not is_encrypted(file.read(1)):
            file.seek(0)
            yield file
            return
    if passphrase is None:
        raise BrokenBackup(f"{path} is encrypted. Give --passphrase-file.")
    plain = path.with_name(f".{path.name}.plain")
    try:
        private(plain).close()
        try:
            pysequoia.decrypt_file(str(path), str(plain), passwords=[passphrase])
        except Exception as error:  # the library has one kind for everything
            raise BrokenBackup(f"{path} does not open with this passphrase.") from error
        with plain.open("rb") as file:
            yield file
    finally:
        plain.unlink(missing_ok=True)


def encrypt(plain: Path, target: Path, passphrase: str) -> None:
    """Seals a file with a passphrase, as OpenPGP: `gpg --decrypt` opens it too."""
    private(target).close()
    pysequoia.encrypt_file(str(plain), str(target), passwords=[passphrase], armor=False)


def is_encrypted(first: bytes) -> bool:
    """Whether a file begins as an OpenPGP message does; a tar begins with a name."""
    return bool(first) and first[0] & 0x80 != 0


def private(path: Path) -> IO[bytes]:
    """A new file for this account's eyes only."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
