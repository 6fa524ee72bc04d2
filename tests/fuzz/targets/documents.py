"""What people drop: pages, mail as it was saved, documents and sheets. The product reads them in a process that is watched;
here nothing watches, so that every surprise is seen."""

import io
from functools import partial

from kring.files.extraction import readers
from kring.files.extraction.mail import MAIL, OUTLOOK
from tests.exchange.finding.test_text_of import OUTLOOK as SAVED
from tests.exchange.finding.test_text_of import PHISH
from tests.files import made
from tests.fuzz.target import Target

MOST = 100_000


def read(media_type: str, octets: bytes) -> None:
    _, text = readers.read_text(io.BytesIO(octets), media_type, MOST)
    assert len(text) <= MOST
    assert "\0" not in text


def part(media_type: str, name: str, octets: bytes) -> None:
    """The XML of one part, in a file that is in order: changed octets would break the archive, and nothing else."""
    read(media_type, made.archive({name: octets}))


WORD = f"<w:document xmlns:w='{made.W}'><w:body><w:p><w:r><w:t>evil[.]nl</w:t><w:tab/><w:br/></w:r></w:p></w:body></w:document>"
SHEET = f"<worksheet xmlns='{made.S}'><sheetData><row><c t='s'><v>0</v></c><c t='inlineStr'><is><t>x</t></is></c></row></sheetData></worksheet>"
PAGE = b"<html><title>x</title><script>y</script><p>Uw <a href='http://evil.nl/a'>haven.nl</a><br><img src=cid:1><form action=//x></form>&amp;<!-- z --></html>"

TARGETS = (
    # The standard library's parser takes the square of the time for tags whose quotes do not end; the process has its limits.
    Target(name="html", read=partial(read, "text/html"), seeds=[PAGE], longest=16 * 1024),
    Target(name="eml", read=partial(read, MAIL), seeds=[PHISH, made.eml("evil.nl", html="<p>x")]),
    Target(name="msg", read=partial(read, OUTLOOK), seeds=[SAVED]),
    Target(name="pdf", read=partial(read, "application/pdf"), seeds=[made.pdf("evil[.]nl")]),
    Target(name="docx", read=partial(part, made.DOCX, "word/document.xml"), seeds=[WORD.encode()]),
    Target(name="xlsx", read=partial(part, made.XLSX, "xl/worksheets/sheet1.xml"), seeds=[SHEET.encode()]),
    Target(name="zip", read=partial(read, made.DOCX), seeds=[made.docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>")]),
)
