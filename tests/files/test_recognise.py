"""A file is what its bytes are. Its name can only make it more dangerous."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from kring.files.disk import Danger, recognise
from tests.files import made


def seen(tmp_path: Path, content: bytes, name: str = "bestand") -> tuple[str, Danger | None]:
    path = tmp_path / "content"
    path.write_bytes(content)
    found = recognise(path, name)
    return found.media_type, found.danger


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (made.PNG, "image/png"),
        (made.JPEG, "image/jpeg"),
        (made.GIF, "image/gif"),
        (made.WEBP, "image/webp"),
        (made.pdf("hoi"), "application/pdf"),
        (b"gewone tekst, \xc3\xa9\xc3\xa9n regel", "text/plain"),
        ("\ufefftekst".encode(), "text/plain"),
        ("tekst".encode("utf-16"), "text/plain"),
        ("één".encode("cp1252"), "text/plain"),
        (b"x" * 8191 + "é".encode(), "text/plain"),
        (b"", "text/plain"),
        (b'{"a": 1}', "application/json"),
        (b"<!DOCTYPE html><p>", "text/html"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"<svg onload='alert(1)'>", "image/svg+xml"),
        (made.docx(), made.DOCX),
        (made.xlsx(strings="", cells=""), made.XLSX),
        (made.pptx("hoi"), made.PPTX),
        (made.odt("hoi"), made.ODT),
        (made.archive({"a.txt": "a"}), "application/zip"),
        (made.OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
    ],
)
def test_it_is_recognised_by_its_bytes(tmp_path: Path, content: bytes, media_type: str) -> None:
    assert seen(tmp_path, content) == (media_type, None)
    assert seen(tmp_path, content, "foto.png") == (media_type, None)


@pytest.mark.parametrize(
    ("content", "danger"),
    [
        (made.PE, Danger.PROGRAM),
        (made.ELF, Danger.PROGRAM),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 60, Danger.PROGRAM),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", Danger.PROGRAM),
        (made.archive({"META-INF/MANIFEST.MF": "", "a.class": "x"}), Danger.PROGRAM),
        (made.OLE + b"\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", Danger.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", Danger.SCRIPT),
        (b"\xef\xbb\xbf#!/usr/bin/env python\n", Danger.SCRIPT),
        (b"<html><hta:application>", Danger.SCRIPT),
        (made.docx(parts={"word/vbaProject.bin": b"x"}), Danger.MACROS),
        (made.odt("", {"Basic/Standard/Module1.xml": "<x/>"}), Danger.MACROS),
        (made.OLE + "_VBA_PROJECT".encode("utf-16-le"), Danger.MACROS),
        (rb"{\rtf1 {\object\objdata 0105}}", Danger.MACROS),
        (made.archive({"map/factuur.pdf.EXE": "x"}), Danger.HOLDS_PROGRAMS),
    ],
)
def test_what_could_run_is_noticed_whatever_it_is_called(tmp_path: Path, content: bytes, danger: Danger) -> None:
    assert seen(tmp_path, content, "vakantie.jpg")[1] is danger


@pytest.mark.parametrize("name", ["a.ps1", "a.txt.BAT", "a.hta", "a.lnk", "a.iso", "a.xlsm", "a.js"])
def test_a_name_that_makes_systems_run_it_is_enough(tmp_path: Path, name: str) -> None:
    assert seen(tmp_path, b"tekst", name)[1] is Danger.SCRIPT
    assert seen(tmp_path, b"\x00\x01", name)[1] is Danger.PROGRAM


@pytest.mark.parametrize(
    ("name", "media_type"), [("a.csv", "text/csv"), ("a.md", "text/markdown"), ("a.eml", "message/rfc822")]
)
def test_plain_texts_are_told_apart_by_their_name(tmp_path: Path, name: str, media_type: str) -> None:
    assert seen(tmp_path, b"a;b", name) == (media_type, None)


def test_an_archive_behind_a_password_is_left_as_it_is(tmp_path: Path) -> None:
    content = io.BytesIO()
    with pyzipper.AESZipFile(content, "w", encryption=pyzipper.WZ_AES) as file:
        file.setpassword(b"infected")
        file.writestr("loader.exe", made.PE)
    assert seen(tmp_path, content.getvalue()) == ("application/zip", None)


def test_an_archive_that_grows_beyond_reason_is_a_bomb(tmp_path: Path) -> None:
    assert seen(tmp_path, made.archive({"nullen": b"\x00" * 20_000_000})) == ("application/zip", Danger.BOMB)


def test_an_archive_of_very_many_parts_is_a_bomb(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for number in range(10_001):
            file.writestr(str(number), "")
    assert seen(tmp_path, content.getvalue())[1] is Danger.BOMB


def test_a_list_of_parts_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65535, 65535, 0xFFFFFFFF, 0, 0)
    assert seen(tmp_path, b"PK\x03\x04" + b"\x00" * 100 + end)[1] is Danger.BOMB


def test_a_broken_archive_is_still_an_archive(tmp_path: Path) -> None:
    assert seen(tmp_path, made.docx()[:-40]) == ("application/zip", None)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rt", b"%PDF"]),
)
def test_any_bytes_get_an_answer(tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes) -> None:
    media_type, _ = seen(tmp_path_factory.getbasetemp(), start + content)
    assert "/" in media_type
