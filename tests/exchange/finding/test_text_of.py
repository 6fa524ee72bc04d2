"""Whatever somebody drops: its text, hidden addresses too, or a sentence that says why there is none."""

import io
import zipfile
from string import Formatter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link

from kring.exchange.finding import MOST_OCTETS, Dropped, find, text_of
from kring.exchange.finding.reading import _REMARKS
from kring.files.extraction import Limits, Outcome
from kring.files.extraction.readers import READERS, read_text
from tests.files import made

HIDDEN = "http://verborgen.evil.nl/inloggen"
PHISH = made.eml(
    "Geachte heer, uw factuur staat klaar op hxxp://evil[.]nl/" + "a" * 80,
    html=f"<p>Uw factuur: <a href='{HIDDEN}'>www.haven.nl</a>",
    From="Café de Haven <factuur@evil.nl>",
    Received="from 203.0.113.7 by mx.haven.nl",
    Subject="Één factuur voor café",
    attached={
        "factuur.docx": made.docx("<w:p><w:r><w:t>macro haalt evil[.]top op</w:t></w:r></w:p>"),
        "a.eml": made.eml("in.evil.nl"),
    },
)


def pdf_with_a_link() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf("Klik hier"))))
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=HIDDEN))
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def relations(target: str) -> str:
    return (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r1' Type='hyperlink' Target='{target}' TargetMode='External'/></Relationships>"
    )


def sheet_with_a_link() -> bytes:
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": relations(HIDDEN)}
    with zipfile.ZipFile(io.BytesIO(made.xlsx(strings="<si><t>evil.nl</t></si>", cells=""))) as archive:
        return made.archive({name: archive.read(name) for name in archive.namelist()} | parts)


OUTLOOK = made.msg(
    "Zie de bijlage, hxxp://evil[.]nl/a",
    html=f"<a href='{HIDDEN}'>www.haven.nl</a>",
    headers="From: factuur@evil.nl\r\nReceived: from 203.0.113.7\r\nReceived: from 203.0.113.8\r\n",
    attached={"a.pdf": made.pdf("evil[.]top"), "b.bin": b"b" * 9000, "c": made.outlook("in.evil.nl", header_size=24)},
)


@pytest.mark.parametrize(
    ("name", "octets", "expected"),
    [
        ("a.txt", b"evil[.]nl", {"evil.nl"}),
        ("a.csv", "indicator;soort\r\nevil[.]nl;domein\r\n".encode("utf-16"), {"evil.nl"}),
        ("a.html", f"<p>Kijk op <a href='{HIDDEN}'>www.haven.nl</a>".encode(), {HIDDEN, "www.haven.nl"}),
        (
            "a.html",
            b"<html><img src='http://evil.nl/p.gif'><form action='http://evil.nl/f'>",
            {"http://evil.nl/p.gif", "http://evil.nl/f"},
        ),
        ("a.pdf", pdf_with_a_link(), {HIDDEN}),
        ("a.docx", made.docx("<w:p/>", {"word/_rels/document.xml.rels": relations(HIDDEN)}), {HIDDEN}),
        ("a.docx", made.docx(f'<w:p><w:r><w:instrText>HYPERLINK "{HIDDEN}"</w:instrText></w:r></w:p>'), {HIDDEN}),
        ("a.xlsx", sheet_with_a_link(), {"evil.nl", HIDDEN}),
        (
            "a.odt",
            made.odt(
                f"<text:p><text:a xmlns:l='http://www.w3.org/1999/xlink' l:href='{HIDDEN}'>haven</text:a></text:p>"
            ),
            {HIDDEN},
        ),
    ],
)
def test_its_indicators_come_out_hidden_ones_too(name: str, octets: bytes, expected: set[str]) -> None:
    dropped = text_of(octets, name)
    assert dropped.remark is None
    assert {one.value for one in find(dropped.text)} >= expected


@pytest.mark.parametrize("name", ["mail.eml", "mail.msg"])
def test_a_mail_is_read_with_its_headers_its_hidden_links_and_all_that_is_attached(name: str) -> None:
    dropped = text_of(PHISH if name == "mail.eml" else OUTLOOK, name)
    assert dropped.remark is None
    values = {one.value for one in find(dropped.text)}
    assert values >= {"203.0.113.7", "factuur@evil.nl", HIDDEN, "www.haven.nl", "evil.top", "in.evil.nl"}


def test_a_mail_is_decoded_and_its_lines_are_whole() -> None:
    text = text_of(PHISH, "mail.eml").text
    assert "Één factuur voor café" in text
    assert "http://evil.nl/" + "a" * 80 in {one.value for one in find(text)}


def test_the_hashes_of_what_was_attached_are_among_the_indicators() -> None:
    values = {one.value for one in find(text_of(OUTLOOK, "mail.msg").text)}
    assert "e797e2af6f05c24cdd064793ce60a9d01302d9a3b0e5dff5bb0c046b87f2f668" not in values
    assert "b.bin" in text_of(OUTLOOK, "mail.msg").text
    assert {len(value) for value in values if value.isalnum()} >= {32, 40, 64}


def test_every_header_of_the_way_it_went_is_kept() -> None:
    assert {"203.0.113.7", "203.0.113.8"} <= {one.value for one in find(text_of(OUTLOOK, "mail.msg").text)}


def test_an_attachment_that_is_damaged_hinders_nothing_else() -> None:
    octets = made.eml("evil[.]nl", attached={"a.pdf": b"%PDF no such thing", "b.txt": b"evil[.]top"})
    dropped = text_of(octets, "mail.eml")
    assert [one.value for one in find(dropped.text) if one.defanged] == ["evil.nl", "evil.top"]
    assert dropped.remark
    assert "damaged" in dropped.remark.text


def test_mail_in_mail_without_end_is_read_to_a_depth() -> None:
    octets = made.eml("diep")
    for _ in range(8):
        octets = made.eml("laag", attached={"in.eml": octets})
    dropped = text_of(octets, "mail.eml")
    assert dropped.text.count("laag") == 5
    assert dropped.remark


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf("geheim"))))
    writer.encrypt("wachtwoord", algorithm="AES-256")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "octets", "said"),
    [
        ("leeg.txt", b"", "“leeg.txt” is empty."),
        ("groot.txt", b"a" * (MOST_OCTETS + 1), "“groot.txt” is larger than 25 MB."),
        ("foto.png", made.PNG, "There is no text that can be read in “foto.png”."),
        ("evil.exe", made.PE, "There is no text that can be read in “evil.exe”."),
        ("slot.pdf", locked(), "“slot.pdf” opens with a password only."),
        ("stuk.pdf", b"%PDF-1.7 \x00\x01 niet dat", "“stuk.pdf” is damaged, or not what it says it is"),
        ("stuk.msg", made.OLE + "__nameid_version1.0".encode("utf-16-le"), "“stuk.msg” is damaged"),
        (
            "bom.docx",
            made.archive({"word/a.xml": b"a" * 50_000_000, "[Content_Types].xml": made.TYPES}),
            "Unpacked, “bom.docx” grows",
        ),
    ],
)
def test_what_cannot_be_read_says_what_and_why(name: str, octets: bytes, said: str) -> None:
    dropped = text_of(octets, name)
    assert dropped.remark
    assert dropped.remark.text.format(**dropped.remark.values).startswith(said)
    assert dropped.text == ""


def test_what_is_very_long_is_read_as_far_as_allowed() -> None:
    dropped = text_of(b"evil.nl " * 100, "lang.txt", Limits(characters=16))
    assert dropped.text == "evil.nl evil.nl "
    assert dropped.remark
    assert "first 16 characters" in dropped.remark.text.format(**dropped.remark.values)


def test_what_takes_too_much_is_stopped_and_said_so() -> None:
    dropped = text_of(b"<a" * 10_000_000, "zwaar.html", Limits(seconds=1, memory=2 * 1024**3))
    assert dropped == Dropped("", "text/html", dropped.remark)
    assert dropped.remark
    assert "took too much time or memory" in dropped.remark.text


def test_every_outcome_but_a_good_one_has_a_sentence() -> None:
    assert set(_REMARKS) == set(Outcome) - {Outcome.READ}
    for sentence in _REMARKS.values():
        assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= {"name", "characters"}


# Fuzz: the readers themselves, in this process, on files that were whole and no longer are.

WHOLE = {
    "message/rfc822": PHISH,
    "application/vnd.ms-outlook": OUTLOOK,
    "application/pdf": pdf_with_a_link(),
    "text/html": f"<html><a href='{HIDDEN}'>b</a><!-- c --><p>d".encode(),
    made.DOCX: made.docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>", {"word/_rels/document.xml.rels": relations(HIDDEN)}),
    made.XLSX: sheet_with_a_link(),
    made.ODT: made.odt("<text:p>a</text:p>"),
}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    media_type = draw(st.sampled_from(sorted(WHOLE)))
    octets = bytearray(WHOLE[media_type])
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(octets) - 1))
        octets[place : place + draw(st.integers(0, 4))] = draw(st.binary(max_size=6))
    return media_type, bytes(octets[: draw(st.integers(0, len(octets)))] if draw(st.booleans()) else octets)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
@example(("message/rfc822", b"Content-Type: multipart/mixed\n\n"))
@example(("message/rfc822", b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n!!"))
@example(("message/rfc822", b"Subject: =?nosuch?b?x?=\nFrom: <<>>;\n\na"))
def test_a_damaged_file_has_an_outcome_and_never_an_error(case: tuple[str, bytes]) -> None:
    media_type, octets = case
    outcome, text = read_text(io.BytesIO(octets), media_type, 10_000)
    assert outcome in set(Outcome)
    assert len(text) <= 10_000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=2_000))
def test_any_bytes_under_any_name_have_an_outcome(media_type: str, octets: bytes) -> None:
    outcome, _ = read_text(io.BytesIO(octets), media_type, 10_000)
    assert outcome in set(Outcome)
