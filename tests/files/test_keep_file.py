"""What comes in is kept by its hash, once, for this account's eyes only, and wrapped when it could run."""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyzipper
from django.conf import LazySettings

from kring.files.commands import keep_file
from kring.files.disk import Danger, Store
from kring.files.models import StoredFile
from kring.files.queries import Damage, damaged_files, extract_text, stored
from kring.kernel.errors import NotVisible, Refused
from tests.files import made

pytestmark = pytest.mark.django_db


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def inside(path: Path) -> tuple[str, bytes]:
    """The one part of a wrapped sample."""
    with pyzipper.AESZipFile(path) as archive:
        archive.setpassword(b"infected")
        (name,) = archive.namelist()
        return name, archive.read(name)


def left_over(folder: Store) -> list[Path]:
    return list((folder.root / "incoming").iterdir())


def test_it_is_kept_by_its_hash(folder: Store) -> None:
    content = b"Dit is een bijlage."
    kept = keep_file(content=[content[:5], content[5:]], name="../Bijlage.txt")
    assert (kept.name, kept.danger) == ("Bijlage.txt", None)
    assert (kept.file.sha256, kept.file.size, kept.file.media_type) == (sha256(content), len(content), "text/plain")
    assert kept.file.path == folder.root / sha256(content)[:2] / sha256(content)[2:4] / sha256(content)
    assert kept.file.path.read_bytes() == content
    assert left_over(folder) == []


def test_it_is_for_this_account_alone(folder: Store) -> None:
    path = keep_file(content=[b"geheim"], name="a.txt").file.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for parent in (path.parent, path.parent.parent, folder.root, folder.root / "incoming"):
        assert stat.S_IMODE(parent.stat().st_mode) == 0o700


def test_the_same_bytes_are_kept_once(folder: Store) -> None:
    first = keep_file(content=[b"zelfde"], name="a.txt")
    second = keep_file(content=[b"zelfde"], name="b.txt")
    assert first.file == second.file
    assert StoredFile.objects.count() == 1


def test_bytes_that_went_missing_are_back_when_they_come_in_again(folder: Store) -> None:
    kept = keep_file(content=[b"kwijt"], name="a.txt")
    kept.file.path.unlink()
    assert list(damaged_files()) == [Damage(kept.file.sha256, missing=True)]
    keep_file(content=[b"kwijt"], name="a.txt")
    assert list(damaged_files()) == []


def test_changed_bytes_are_noticed(folder: Store) -> None:
    kept = keep_file(content=[b"echt"], name="a.txt")
    kept.file.path.write_bytes(b"vals")
    assert list(damaged_files()) == [Damage(kept.file.sha256, missing=False)]


def test_more_than_allowed_is_refused_before_it_is_all_read(folder: Store, settings: LazySettings) -> None:
    settings.KRING_MAX_UPLOAD = 3 * 1024**2
    pieces = iter([b"x" * 1024**2] * 10)
    with pytest.raises(Refused) as refused:
        keep_file(content=pieces, name="a.bin")
    assert refused.value.code == "file_too_large"
    assert "3 MB" in str(refused.value)
    assert len(list(pieces)) == 6
    assert left_over(folder) == []
    assert not StoredFile.objects.exists()


def test_nothing_is_refused(folder: Store) -> None:
    with pytest.raises(Refused, match="empty"):
        keep_file(content=[], name="a.txt")
    assert left_over(folder) == []


def test_an_upload_that_breaks_off_leaves_nothing(folder: Store) -> None:
    def breaking_off() -> Iterator[bytes]:
        yield b"begin"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        keep_file(content=breaking_off(), name="a.txt")
    assert left_over(folder) == []


def test_a_program_is_wrapped_behind_the_usual_password(folder: Store) -> None:
    kept = keep_file(content=[made.PE], name="factuur.pdf.exe")
    assert (kept.name, kept.danger, kept.file.media_type) == ("factuur.pdf.exe.zip", Danger.PROGRAM, "application/zip")
    assert kept.file.sample_of == sha256(made.PE)
    assert inside(kept.file.path) == (sha256(made.PE), made.PE)
    assert not folder.place(sha256(made.PE)).exists()
    assert left_over(folder) == []


def test_a_sample_is_wrapped_whatever_it_is(folder: Store) -> None:
    kept = keep_file(content=[b"onschuldig"], name="a.txt", is_sample=True)
    assert (kept.name, kept.danger) == ("a.txt.zip", Danger.SAMPLE)
    assert inside(kept.file.path)[1] == b"onschuldig"


def test_the_same_sample_twice_is_one_archive_that_names_nobody(folder: Store) -> None:
    first = keep_file(content=[made.PE], name="van-ada.exe")
    second = keep_file(content=[made.PE], name="van-dee.exe")
    assert first.file == second.file
    assert second.name == "van-dee.exe.zip"
    with pyzipper.AESZipFile(first.file.path) as archive:
        (part,) = archive.infolist()
        assert part.date_time == (1980, 1, 1, 0, 0, 0)
    assert b"ada" not in first.file.path.read_bytes()


def test_its_text_can_be_read(folder: Store) -> None:
    kept = keep_file(content=[made.docx("<w:p><w:r><w:t>Bel 06-12345678</w:t></w:r></w:p>")], name="a.docx")
    assert extract_text(kept.file.sha256).text == "Bel 06-12345678\n"


def test_what_is_not_kept_is_not_visible(folder: Store) -> None:
    with pytest.raises(NotVisible):
        stored("0" * 64)
