"""Values as MISP writes them: numbers in quotes, identifiers in capitals, moments in several ways."""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import RFC_4122, UUID, uuid5

import orjson

NAMESPACE = UUID("5d3f1dd5-7c3c-5d5a-9f0d-6d0a6e5b7b2e")
"""Of the identifiers that are made here, for what came without one (RFC 4122, section 4.3)."""

LAST_MOMENT = 253_402_300_799
"""The end of the year 9999, in seconds since 1970."""


def yes(value: object) -> bool:
    """MISP writes true, 1 and "1"."""
    return value is True or (isinstance(value, int | str) and str(value).strip().lower() in {"1", "true"})


def whole_number(value: object, *, most: int) -> int | None:
    """MISP writes numbers with and without quotes. None: it is none, or not between 0 and the most."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        return None
    return int(text) if int(text) <= most else None


def uuid_of(value: object) -> UUID | None:
    """Reads an identifier, in capitals or not."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        return UUID(value.strip())
    except ValueError:
        return None


def fit_for_stix(uuid: UUID) -> str:
    """The identifier itself, or when STIX takes no such ones (versions 1 to 5, section 2.9), one made from it."""
    if uuid.variant == RFC_4122 and uuid.version in {1, 2, 3, 4, 5}:
        return str(uuid)
    return str(uuid5(NAMESPACE, str(uuid)))


def made_from(*words: object) -> str:
    """An identifier for what came without one: the same for the same words."""
    return str(uuid5(NAMESPACE, orjson.dumps([str(word) for word in words]).decode()))


def text_of(value: object) -> str:
    """A number counts as its digits; what is no text, and what cannot be written, counts as empty."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def day_of(value: object) -> date | None:
    """A date as MISP writes it: 2026-11-21, and nothing else that Python knows."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def uuid_of_organisation(record: Mapping[str, Any]) -> UUID:
    """Of an organisation; made from its name when it came with that alone."""
    return uuid_of(record.get("uuid")) or UUID(made_from("organisation", text_of(record.get("name"))))


def moment_of(value: object) -> datetime | None:
    """MISP writes moments in ISO 8601, now and then in seconds since 1970. Without a zone it is UTC."""
    seconds = whole_number(value, most=LAST_MOMENT)
    try:
        if seconds is not None:
            return datetime.fromtimestamp(seconds, UTC)
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read if read is None else (read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def is_hardware_address(value: str) -> bool:
    """Six octets in hexadecimal, with colons, dashes or dots between them or nothing (IEEE 802, EUI-48)."""
    return re.fullmatch(r"[0-9A-Fa-f]{12}", re.sub(r"[:.\s-]", "", value), re.ASCII) is not None


def is_base64(value: object) -> bool:
    """Could this be a file, written as text (RFC 4648, section 4)?"""
    if not isinstance(value, str):
        return False
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
