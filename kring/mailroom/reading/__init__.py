"""Mail that came in, from octets to what its writer said. Plain values; nothing of circles, items or labels."""

from kring.mailroom.reading.cut import own_words, without_signature
from kring.mailroom.reading.letter import Attachment, Letter, Unreadable, read_letter
from kring.mailroom.reading.nature import Bounce, Nature, bounce_of, nature_of
from kring.mailroom.reading.sender import is_forged

__all__ = [
    "Attachment",
    "Bounce",
    "Letter",
    "Nature",
    "Unreadable",
    "bounce_of",
    "is_forged",
    "nature_of",
    "own_words",
    "read_letter",
    "without_signature",
]
