"""Whether a file is the one that its publisher gave out: by its hash, and by its signature (CSAF 2.0, requirements 18 and 19)."""

import hashlib
import re
from collections.abc import Sequence

from pysequoia import Cert, Sig, verify


def is_intact(document: bytes, hash_file: bytes, kind: str) -> bool:
    """Is this the document that a file with its hash speaks of? `kind` is sha256 or sha512."""
    said = re.match(rb"\s*([0-9A-Fa-f]+)", hash_file)
    return said is not None and said[1].decode().lower() == hashlib.new(kind, document).hexdigest()


def key_in(octets: bytes, fingerprint: str) -> Cert | None:
    """The key with this fingerprint, in lower-case hexadecimal, among those in a file; none that was revoked."""
    try:
        found = Cert.split_bytes(octets)
    except (RuntimeError, ValueError):
        return None
    return next((key for key in found if key.fingerprint.lower() == fingerprint and not key.is_revoked), None)


def is_signed(document: bytes, signature: bytes, keys: Sequence[Cert]) -> bool:
    """Does this detached signature, armored or not, fit the document, and is it of one of these keys?"""
    try:
        return bool(verify(document, store=lambda _: list(keys), signature=Sig.from_bytes(signature)).valid_sigs)
    except (RuntimeError, ValueError):
        return False
