"""Files as they come in, made on the spot: small, whole, and of every kind that matters."""

import io
import struct
import zipfile
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage

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


def eml(body: str = "", *, html: str = "", attached: Mapping[str, bytes] | None = None, **headers: str) -> bytes:
    """A mail as saved: quoted-printable, base64 and encoded words where they are needed."""
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, octets in (attached or {}).items():
        if name.endswith(".eml"):
            message.add_attachment(message_from_bytes(octets, policy=policy.default))
        else:
            message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


Tree = Mapping[str, "bytes | Tree"]


def msg(body: str, *, html: str = "", headers: str = "", attached: Mapping[str, "bytes | Tree"] | None = None) -> bytes:
    """A mail as Outlook saves it."""
    return compound(outlook(body, html=html, headers=headers, attached=attached))


def outlook(
    body: str,
    *,
    html: str = "",
    headers: str = "",
    attached: Mapping[str, "bytes | Tree"] | None = None,
    header_size: int = 32,
) -> Tree:
    """The streams of such a mail; with a header of 24 bytes, one that is attached to another."""
    tree: dict[str, bytes | Tree] = {"__nameid_version1.0": {}}
    tree |= _properties(header_size, {0x1000: body, 0x007D: headers, 0x1013: html.encode(), 0x0037: "onderwerp"})
    for number, (name, content) in enumerate((attached or {}).items()):
        held: dict[str, bytes | Tree] = dict(
            _properties(8, {0x3707: name, **({0x3701: content} if isinstance(content, bytes) else {})})
        )
        if not isinstance(content, bytes):
            held["__substg1.0_3701000D"] = content
        tree[f"__attach_version1.0_#{number:08X}"] = held
    return tree


def _properties(header_size: int, values: Mapping[int, str | bytes]) -> dict[str, bytes]:
    streams, rows = {}, bytes(header_size)
    for number, value in values.items():
        if not value:
            continue
        form, octets = (0x001F, value.encode("utf-16-le")) if isinstance(value, str) else (0x0102, value)
        streams[f"__substg1.0_{number:04X}{form:04X}"] = octets
        rows += struct.pack("<HHIII", form, number, 6, len(octets), 0)
    return {**streams, "__properties_version1.0": rows}


_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def compound(tree: Tree) -> bytes:
    """A file system in a file ([MS-CFB] version 3): small streams in sectors of 64 bytes, large ones in sectors of 512."""
    entries: list[bytes] = []
    small, large = bytearray(), bytearray()
    small_next: list[int] = []
    large_next: list[int] = []

    def keep(octets: bytes) -> int:
        held, following, size = (small, small_next, 64) if len(octets) < 4096 else (large, large_next, 512)
        first, count = len(following), -(-len(octets) // size)
        following.extend([*range(first + 1, first + count), _END] if count else [])
        held.extend(octets.ljust(count * size, b"\x00"))
        return first if count else _END

    def entry(name: str, kind: int, following: int, child: int, start: int, size: int) -> bytes:
        letters = (name.encode("utf-16-le") + b"\x00\x00").ljust(64, b"\x00")
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            letters,
            len(name) * 2 + 2,
            kind,
            1,
            _FREE,
            following,
            child,
            b"",
            0,
            0,
            0,
            start,
            size,
        )

    def add(folder: Tree) -> int:
        """Its entries as a list that only ever goes right; the number of the first."""
        following = _FREE
        for name, content in sorted(folder.items(), key=lambda item: (len(item[0]), item[0].upper()), reverse=True):
            if isinstance(content, bytes):
                entries.append(entry(name, 2, following, _FREE, keep(content), len(content)))
            else:
                entries.append(entry(name, 1, following, add(content), 0, 0))
            following = len(entries)
        return following

    first = add(tree)
    directory_places = -(-(len(entries) + 1) // 4)
    small_places, table_places = -(-len(small) // 512), -(-len(small_next) // 128)
    begin = len(large_next)
    starts = [begin, begin + directory_places, begin + directory_places + small_places]
    chains = list(large_next)
    for start, count in zip(starts, (directory_places, small_places, table_places), strict=True):
        chains += [*range(start + 1, start + count), _END] if count else []
    fat_places = next(n for n in range(1, 110) if len(chains) + n <= n * 128)
    fat_start = len(chains)
    chains += [0xFFFFFFFD] * fat_places
    root = entry("Root Entry", 5, _FREE, first, starts[1] if small else _END, len(small))
    directory = b"".join([root, *entries]).ljust(directory_places * 512, b"\x00")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_places, starts[0], 0, 4096),
        *(starts[2] if table_places else _END, table_places, _END, 0),
    )
    header += b"".join(struct.pack("<I", fat_start + n if n < fat_places else _FREE) for n in range(109))
    table = b"".join(struct.pack("<I", n) for n in small_next).ljust(table_places * 512, b"\xff")
    fat = b"".join(struct.pack("<I", n) for n in chains).ljust(fat_places * 512, b"\xff")
    return header + bytes(large) + directory + bytes(small).ljust(small_places * 512, b"\x00") + table + fat
