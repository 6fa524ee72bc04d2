"""Files as they come in, made on the spot: small, whole, and of every kind that matters."""

import io
import zipfile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L" + b"\x00" * 20
PE = b"MZ\x90\x00\x03" + b"\x00" * 60 + b"PE\x00\x00" + b"\x00" * 100
ELF = b"\x7fELF\x02\x01\x01" + b"\x00" * 100
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
T = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
O = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"  # noqa: E741  # its usual prefix
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def docx(body: str = "", parts: dict[str, bytes | str] | None = None) -> bytes:
    """A Word document: its body's XML, with `w:` declared."""
    document = f"<w:document xmlns:w='{W}'><w:body>{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": document, **(parts or {})})


def xlsx(*, strings: str, cells: str) -> bytes:
    """A workbook of one sheet."""
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "xl/sharedStrings.xml": f"<sst xmlns='{S}'>{strings}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{S}'><sheetData>{cells}</sheetData></worksheet>",
        }
    )


def pptx(text: str) -> bytes:
    """A presentation of one slide."""
    slide = f"<sld xmlns:a='{A}'><a:p><a:r><a:t>{text}</a:t></a:r></a:p></sld>"
    return archive({"[Content_Types].xml": TYPES, "ppt/slides/slide1.xml": slide})


def odt(body: str, parts: dict[str, bytes | str] | None = None) -> bytes:
    """An OpenDocument text: its body's XML, with `text:` declared."""
    content = f"<o:document-content xmlns:o='{O}' xmlns:text='{T}'>{body}</o:document-content>"
    return archive({"mimetype": ODT, "content.xml": content, **(parts or {})})


def pdf(text: str) -> bytes:
    """A page of one line, written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, table)
    return bytes(made)
