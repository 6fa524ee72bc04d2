"""The text of a file is read by a process that can be made to do no harm."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from kring.files.extraction import Extracted, Limits, Outcome, extract
from tests.files import made


def read(tmp_path: Path, content: bytes, media_type: str, limits: Limits | None = None) -> Extracted:
    path = tmp_path / "content"
    path.write_bytes(content)
    return extract(path, media_type, limits or Limits())


@pytest.mark.parametrize(
    ("content", "media_type", "text"),
    [
        ("één regel".encode(), "text/plain", "één regel"),
        ("één regel".encode("utf-16"), "text/plain", "één regel"),
        ("één regel".encode("cp1252"), "text/csv", "één regel"),
        (b'{"a": "b"}', "application/json", '{"a": "b"}'),
        (b"<p>een</p><script>nee</script><b>twee</b> &amp; drie", "text/html", "een twee & drie"),
        (made.pdf("Geheim plan"), "application/pdf", "Geheim plan"),
        (
            made.docx("<w:p><w:r><w:t>Tel</w:t></w:r><w:r><w:t>efoon</w:t><w:tab/><w:t>06</w:t></w:r></w:p><w:p/>"),
            made.DOCX,
            "Telefoon 06",
        ),
        (made.docx("<w:p><w:del><w:r><w:delText>geschrapt</w:delText></w:r></w:del></w:p>"), made.DOCX, "geschrapt"),
        (
            made.xlsx(
                strings="<si><t>naam</t></si>",
                cells="<row><c t='s'><v>0</v></c><c><v>42</v></c><c t='inlineStr'><is><t>los</t></is></c></row>",
            ),
            made.XLSX,
            "naam 42 los",
        ),
        (made.pptx("Dia een"), made.PPTX, "Dia een"),
        (made.odt("<text:h>Kop</text:h><text:p>Regel <text:span>een</text:span></text:p>"), made.ODT, "Kop Regel een"),
    ],
)
def test_the_words_come_out(tmp_path: Path, content: bytes, media_type: str, text: str) -> None:
    found = read(tmp_path, content, media_type)
    assert (found.outcome, " ".join(found.text.split())) == (Outcome.READ, text)


def test_a_picture_has_no_text(tmp_path: Path) -> None:
    assert read(tmp_path, made.PNG, "image/png") == Extracted("", Outcome.NO_TEXT)


@pytest.mark.parametrize("media_type", ["application/pdf", made.DOCX, made.ODT])
def test_what_is_not_what_it_says_is_broken(tmp_path: Path, media_type: str) -> None:
    assert read(tmp_path, b"\x00\x01 not that", media_type).outcome is Outcome.BROKEN


def test_a_pdf_behind_a_password_is_locked(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf("geheim"))))
    writer.encrypt("wachtwoord", algorithm="AES-256")
    content = io.BytesIO()
    writer.write(content)
    assert read(tmp_path, content.getvalue(), "application/pdf") == Extracted("", Outcome.LOCKED)


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    found = read(tmp_path, b"a" * 1000, "text/plain", Limits(characters=10))
    assert found == Extracted("a" * 10, Outcome.CUT)


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>"
    content = made.archive({"[Content_Types].xml": made.TYPES, "word/document.xml": bomb})
    assert read(tmp_path, content, made.DOCX) == Extracted("", Outcome.BROKEN)


def test_xml_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, made.docx("<w:p>" * 5000 + "</w:p>" * 5000), made.DOCX).outcome is Outcome.BROKEN


def test_a_part_that_unpacks_to_very_much_stops_early(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as part:
        part.write(b"<a>")
        for _ in range(250):
            part.write(b"<b></b>" * 150_000)
    start = time.monotonic()
    outcome = read(tmp_path, content.getvalue(), made.DOCX, Limits(seconds=4)).outcome
    assert outcome in {Outcome.TOO_MUCH, Outcome.BROKEN}
    assert time.monotonic() - start < 15


def test_a_text_that_does_not_fit_in_memory_hurts_nobody(tmp_path: Path) -> None:
    path = tmp_path / "content"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    assert extract(path, "text/plain", Limits(memory=256 * 1024**2)) == Extracted("", Outcome.TOO_MUCH)


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path) -> None:
    start = time.monotonic()
    found = read(tmp_path, b"<a" * 40_000_000, "text/html", Limits(seconds=1, memory=2 * 1024**3))
    assert found == Extracted("", Outcome.TOO_MUCH)
    assert time.monotonic() - start < 12


def test_it_starts_without_the_framework_and_is_quick(tmp_path: Path) -> None:
    start = time.monotonic()
    read(tmp_path, b"kort", "text/plain")
    assert time.monotonic() - start < 5
