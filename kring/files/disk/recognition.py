"""What a file is, by its bytes; and whether it could run on the machine of whoever opens it."""

import mmap
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

import filetype

UNKNOWN = "application/octet-stream"
_HEAD = 8192


class Danger(StrEnum):
    """Why a file is kept as a password-protected archive."""

    PROGRAM = "program"
    SCRIPT = "script"
    MACROS = "macros"
    HOLDS_PROGRAMS = "holds_programs"
    BOMB = "bomb"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is."""

    media_type: str
    danger: Danger | None = None


def recognise(path: Path, name: str) -> Recognised:
    """Looks at the bytes. The name can make a file more dangerous, never less; it tells plain texts apart."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = _by_bytes(path, head)
    ending = PurePosixPath(name.lower()).suffix
    if found.danger is None and ending in _RUNS_BY_NAME:
        return Recognised(found.media_type, Danger.SCRIPT if found.media_type.startswith("text/") else Danger.PROGRAM)
    if found.media_type == "text/plain":
        return Recognised(_TEXTS_BY_NAME.get(ending, "text/plain"), found.danger)
    return found


_RUNS_BY_NAME = frozenset(
    [
        ".app",
        ".appinstaller",
        ".application",
        ".appref-ms",
        ".appx",
        ".bat",
        ".chm",
        ".cmd",
        ".com",
        ".command",
        ".cpl",
        ".dll",
        ".dmg",
        ".docm",
        ".dotm",
        ".exe",
        ".gadget",
        ".hta",
        ".img",
        ".inf",
        ".iqy",
        ".iso",
        ".jar",
        ".jnlp",
        ".js",
        ".jse",
        ".lnk",
        ".msc",
        ".msi",
        ".msix",
        ".msp",
        ".mst",
        ".ocx",
        ".php",
        ".pif",
        ".pl",
        ".ppam",
        ".ppsm",
        ".pptm",
        ".ps1",
        ".psd1",
        ".psm1",
        ".py",
        ".pyw",
        ".rb",
        ".reg",
        ".scr",
        ".sct",
        ".settingcontent-ms",
        ".sh",
        ".slk",
        ".sys",
        ".url",
        ".vb",
        ".vbe",
        ".vbs",
        ".vhd",
        ".vhdx",
        ".workflow",
        ".ws",
        ".wsc",
        ".wsf",
        ".wsh",
        ".xlam",
        ".xll",
        ".xlsb",
        ".xlsm",
        ".xltm",
    ]
)
_TEXTS_BY_NAME = {
    ".csv": "text/csv",
    ".eml": "message/rfc822",
    ".htm": "text/html",
    ".html": "text/html",
    ".md": "text/markdown",
}
_PROGRAMS = frozenset(
    (
        "application/x-msdownload",
        "application/x-executable",
        "application/x-shockwave-flash",
        "application/x-google-chrome-extension",
        "application/x-deb",
        "application/x-rpm",
        "application/wasm",
    )
)
_PROGRAM_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"dex\n", "application/vnd.android.dex"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"ITSF", "application/vnd.ms-htmlhelp"),
    (b"MZ", "application/x-msdownload"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _by_bytes(path: Path, head: bytes) -> Recognised:
    for magic, media_type in _PROGRAM_MAGIC:
        if head.startswith(magic):
            return Recognised(media_type, Danger.PROGRAM)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(path)
    if head.startswith(_OLE):
        return _old_office(path)
    if (text := _as_text(head)) is not None:
        return _text(text)
    if head.startswith(b"{\\rt"):
        return _rich_text(path)
    kind = filetype.guess(head)
    media_type = kind.mime if kind else UNKNOWN
    return Recognised(media_type, Danger.PROGRAM if media_type in _PROGRAMS else None)


# Text


def _as_text(head: bytes) -> str | None:
    """The beginning as text, when it is text: UTF-8, UTF-16 with its mark, or the old Western European set."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head) or head.startswith((b"%PDF", b"{\\rt")):
        return None
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may be cut in two.
        return head.decode("utf-8" if error.start > len(head) - 4 else "cp1252", "ignore")


def _text(text: str) -> Recognised:
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("#!"):
        return Recognised("text/x-script", Danger.SCRIPT)
    if start.startswith(("<!doctype html", "<html", "<head", "<body", "<script")):
        return Recognised("text/html", Danger.SCRIPT if "<hta:" in start else None)
    if start.startswith("<svg") or (start.startswith("<?xml") and "<svg" in start):
        return Recognised("image/svg+xml")
    if start.startswith("<?xml"):
        return Recognised("application/xml")
    return Recognised("application/json" if start.startswith(("{", "[{", '["')) else "text/plain")


def _rich_text(path: Path) -> Recognised:
    return Recognised("application/rtf", Danger.MACROS if _contains(path, b"\\objdata", b"\\objocx") else None)


# Archives


MOST_PARTS = 10_000
MOST_BYTES = 4 * 1024**3
HIGHEST_RATIO = 1_000


def _archive(path: Path) -> Recognised:
    if _directory_size(path) > MOST_PARTS * 100:
        return Recognised("application/zip", Danger.BOMB)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            media_type = _office_type(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError):
        return Recognised("application/zip")
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or unpacked > HIGHEST_RATIO * max(path.stat().st_size, 4096):
        return Recognised(media_type or "application/zip", Danger.BOMB)
    if media_type:
        return Recognised(media_type, Danger.MACROS if _has_macros(names) else None)
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        return Recognised("application/java-archive", Danger.PROGRAM)
    # Behind a password already, it is as harmless as we would make it.
    open_parts = [part.filename for part in parts if not part.flag_bits & 1]
    runs = any(PurePosixPath(name.lower()).suffix in _RUNS_BY_NAME for name in open_parts)
    return Recognised("application/zip", Danger.HOLDS_PROGRAMS if runs else None)


def _directory_size(path: Path) -> int:
    """Bytes of the archive's list of parts, read before the list itself: that alone can fill the memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 16:
        return 0
    return int(struct.unpack_from("<I", tail, place + 12)[0])


_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def _office_type(archive: zipfile.ZipFile, names: Sequence[str]) -> str | None:
    if "[Content_Types].xml" in names:
        for folder, media_type in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return media_type
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as file:
            said = file.read(100).decode("ascii", "replace").strip()
        return said if said.startswith("application/vnd.oasis.opendocument.") else None
    return None


def _has_macros(names: Sequence[str]) -> bool:
    return any(
        name.lower().endswith("vbaproject.bin")
        or "/macrosheets/" in name
        or "/activeX/" in name
        or name.startswith(("Basic/", "Scripts/"))
        for name in names
    )


# Office before 2007: a file system in a file, whose names are UTF-16.


def _old_office(path: Path) -> Recognised:
    if _contains(path, b"\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"):
        return Recognised("application/x-msi", Danger.PROGRAM)
    macros = _contains(path, "_VBA_PROJECT".encode("utf-16-le"))
    media_type = next((kind for name, kind in _STREAMS.items() if _contains(path, name.encode("utf-16-le"))), UNKNOWN)
    return Recognised(media_type, Danger.MACROS if macros else None)


_STREAMS = {
    # First: a document may be attached to a mail, with all its streams.
    "__nameid_version1.0": "application/vnd.ms-outlook",
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "EncryptedPackage": "application/x-ole-encrypted",
}


def _contains(path: Path, *needles: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(needle) >= 0 for needle in needles)
