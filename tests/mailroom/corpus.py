"""Mails as programs in use write them, byte for byte, and what their writers said."""

from pathlib import Path

from kring.mailroom.reading import Letter, read_letter

FOLDER = Path(__file__).parent / "samples"


def octets(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def letter(name: str) -> Letter:
    return read_letter(octets(name))


def said(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text().strip()


def names(*, starting: tuple[str, ...] = (), besides: tuple[str, ...] = ()) -> list[str]:
    found = sorted(path.stem for path in FOLDER.glob("*.eml"))
    return [name for name in found if name.startswith(starting or "") and not name.startswith(besides or "/")]
