"""Stored files: where their bytes are, what is in them, whether they are whole.

Nothing here asks who may have them. The subject whose row attaches a file has asked that when it calls.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kring.files.disk import Store
from kring.files.disk.store import read
from kring.files.extraction import Extracted, extract
from kring.files.models import StoredFile
from kring.kernel.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that are kept."""

    sha256: str
    size: int
    media_type: str
    sample_of: str
    """The SHA-256 of what came in, when this is the archive around it; else empty."""
    path: Path


def store() -> Store:
    """The folder of this installation's files."""
    return Store(Path(settings.KRING_HOME) / "files")


def stored(sha256: str) -> Stored:
    """A stored file by its hash. Raises `NotVisible` when there is none."""
    try:
        row = StoredFile.objects.get(pk=sha256)
    except StoredFile.DoesNotExist:
        raise NotVisible from None
    return Stored(row.sha256, row.size, row.media_type, row.sample_of, store().place(row.sha256))


def extract_text(sha256: str) -> Extracted:
    """The text of a stored file, for search and for the check on personal data. Slow: ask it in a job."""
    file = stored(sha256)
    return extract(file.path, file.media_type)


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not what it should be."""

    sha256: str
    missing: bool
    """Gone from the disk; else it is there and its bytes have changed."""


def damaged_files() -> Iterator[Damage]:
    """Reads every file that is kept, and gives those that are gone or have changed. For `kring check`."""
    folder = store()
    for sha256 in StoredFile.objects.order_by("pk").values_list("pk", flat=True).iterator():
        digest = hashlib.sha256()
        try:
            for piece in read(folder.place(sha256)):
                digest.update(piece)
        except FileNotFoundError:
            yield Damage(sha256, missing=True)
        else:
            if digest.hexdigest() != sha256:
                yield Damage(sha256, missing=False)
