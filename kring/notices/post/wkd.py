"""Where a mail domain publishes its people's OpenPGP keys (Web Key Directory, draft-koch-openpgp-webkey-service)."""

import hashlib
from datetime import datetime
from urllib.parse import quote

from pysequoia import Cert

from kring.kernel.errors import Refused
from kring.notices.post.headers import routable
from kring.notices.post.openpgp import UNREADABLE, accept_key

__all__ = ["addresses", "directory_name", "pick_key"]

_ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769"


def addresses(email: str) -> tuple[str, str]:
    """Where to look, in this order: the domain's host for keys, then the domain itself. Raises `NotAnAddress`."""
    local, _, domain = routable(email).rpartition("@")
    domain = domain.lower()
    name, asked = directory_name(local), quote(local)
    return (
        f"https://openpgpkey.{domain}/.well-known/openpgpkey/{domain}/hu/{name}?l={asked}",
        f"https://{domain}/.well-known/openpgpkey/hu/{name}?l={asked}",
    )


def directory_name(local: str) -> str:
    """The name under which a key is published: a hash of the part before the @, in z-base-32."""
    digest = hashlib.sha1(local.lower().encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(155, -1, -5))


def pick_key(octets: bytes, email: str, now: datetime) -> str:
    """The first usable key for this address in a directory's answer, armored. Refused like an upload."""
    try:
        certificates = Cert.split_bytes(octets)
    except RuntimeError:
        raise Refused(UNREADABLE) from None
    refused = Refused(UNREADABLE)
    for certificate in certificates:
        try:
            key, armored = accept_key(bytes(certificate), now)
        except Refused as why:
            refused = why
            continue
        # A directory may only speak for the address it was asked about (section 3.1).
        if email.lower() in key.emails:
            return armored
    raise refused
