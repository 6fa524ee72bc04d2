"""What a candidate can give as a file."""

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LARGEST_FILE = 10 * 1024**2
"""Octets."""

TAKEN = frozenset(
    {
        "application/pdf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "image/jpeg",
        "image/png",
    }
)

FILE_KIND = Refusal(
    "file_kind",
    N_("This file cannot be taken. Send a PDF, a picture (PNG or JPEG), or a text (ODT or DOCX) without macros."),
)
FILE_TOO_LARGE = Refusal(
    "file_too_large",
    N_("This file is larger than {megabytes} MB. Send a smaller one."),
    {"megabytes": LARGEST_FILE // 1024**2},
)


def why_not_take(media_type: str, size: int, *, is_dangerous: bool) -> Refusal | None:
    """Can this be taken from somebody nobody knows yet? `media_type` is what the octets are, not what the name says."""
    if is_dangerous or media_type not in TAKEN:
        return FILE_KIND
    return FILE_TOO_LARGE if size > LARGEST_FILE else None
