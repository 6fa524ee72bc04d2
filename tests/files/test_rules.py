"""Names that hide nothing, and files that do nothing in a browser."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.files.disk import Danger
from kring.files.extraction import Outcome
from kring.files.rules import DANGERS, LONGEST_NAME, OUTCOMES, SAFE_INLINE, clean_name, how_to_hand_out


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("Bijlage één.docx", "Bijlage één.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\plan.xlsx", "plan.xlsx"),
        ("factuur\u202efdp.exe", "factuurfdp.exe"),
        ("factuur.pdf" + " " * 80 + ".exe", "factuur.pdf .exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("a\u200bb.txt", "ab.txt"),
        ('wat? "dit" <dat>.txt', "wat_ _dit_ _dat_.txt"),
        ("NUL.txt", "_NUL.txt"),
        ("com1", "_com1"),
        ("...", "file"),
        ("", "file"),
        ("/", "file"),
        (".bashrc", "bashrc"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_long_name_keeps_its_beginning_and_its_ending() -> None:
    clean = clean_name("begin" + "x" * 300 + ".pdf.exe")
    assert len(clean) == LONGEST_NAME
    assert clean.startswith("begin")
    assert clean.endswith(".pdf.exe")


@given(st.text())
def test_any_name_becomes_safe_and_stays_so(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(character).startswith("C") for character in clean)
    assert clean_name(clean) == clean


@pytest.mark.parametrize("media_type", sorted(SAFE_INLINE))
def test_what_is_safe_is_shown_when_asked_for(media_type: str) -> None:
    handing = how_to_hand_out(media_type, inline=True)
    assert handing.inline
    assert handing.content_type.split(";")[0] == media_type


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", "application/xml", "x/y"])
def test_anything_else_is_only_ever_saved(media_type: str) -> None:
    handing = how_to_hand_out(media_type, inline=True)
    assert (handing.inline, handing.content_type) == (False, "application/octet-stream")


def test_what_is_safe_is_saved_when_not_asked_for() -> None:
    assert not how_to_hand_out("image/png", inline=False).inline


def test_every_danger_and_every_outcome_is_said_in_words() -> None:
    assert set(DANGERS) == set(Danger)
    assert set(OUTCOMES) == set(Outcome)
