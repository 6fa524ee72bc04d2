"""What could run is kept in an archive with a password, as the field does: nobody starts it by accident."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

import pyzipper

from kring.files.disk.store import CHUNK, read

PASSWORD = "infected"  # noqa: S105  # not to keep a secret: to keep hands and scanners off
"""The password of every such archive; the whole field uses this one."""


def wrap(path: Path, *, sha256: str) -> Iterator[bytes]:
    """The bytes of an archive (ZIP, AES-256) around this file.

    Inside it is named by its hash, without a date: the archive may be kept for several people who had the same
    file, and must tell none of them about another.
    """
    with TemporaryFile(dir=path.parent) as archive:
        with pyzipper.AESZipFile(archive, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as made:
            made.setpassword(PASSWORD.encode())
            entry = made.zipinfo_cls(sha256, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with made.open(entry, "w", force_zip64=True) as inside:
                for piece in read(path):
                    inside.write(piece)
        archive.seek(0)
        while piece := archive.read(CHUNK):
            yield piece
