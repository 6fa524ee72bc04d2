"""OpenPGP for mail: whose key can be used, why not, and a letter sealed for it (RFC 9580, RFC 3156).

The library underneath encrypts to revoked and to expired keys without a word, so both are looked at here,
down to the subkeys, each time a key is used.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from pysequoia import Cert, SignatureMode, Tsk, decrypt, encrypt, sign
from pysequoia.packet import Packet, PacketPile, SignatureType, Tag

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_

__all__ = [
    "LARGEST_KEY",
    "NO_KEY",
    "Key",
    "Seal",
    "accept_key",
    "read_key",
    "why_not_seal",
    "worries",
]

LARGEST_KEY = 200_000
"""Octets. A key with a photograph and many signatures stays far below it."""

_SOON = timedelta(days=30)

NO_KEY = Refusal(
    "no_key",
    N_(
        "The content comes by mail only when it is encrypted to you, and there is no OpenPGP key of yours here yet."
        " Add your public key to your profile."
    ),
)
TOO_LARGE = Refusal("key_too_large", N_("This file is too large for a key. Export your public key alone."))
UNREADABLE = Refusal("key_unreadable", N_("There is no OpenPGP public key in this. Export your public key as a file."))
SECRET = Refusal(
    "key_secret",
    N_(
        "This is your secret key. It has not been kept. Export the public key instead, and make a new key if others"
        " may have seen this file."
    ),
)
SEVERAL = Refusal("key_several", N_("There are several keys in this. Export just the one that you read mail with."))
REVOKED = Refusal("key_revoked", N_("This key has been revoked. Add the key that you use now."))
EXPIRED = Refusal("key_expired", N_("This key has expired. Extend it, or make a new one, and add it here again."))
CANNOT_ENCRYPT = Refusal(
    "key_cannot_encrypt",
    N_("Nothing can be encrypted to this key: it has no part for encryption that is valid and safe enough today."),
)
OTHER_ADDRESS = Refusal(
    "key_other_address",
    N_("The key names {addresses}, not {address}. That works, as long as your mail program has the secret part."),
)
EXPIRES_SOON = Refusal("key_expires_soon", N_("The key expires on {date}. Extend it before then."))


@dataclass(frozen=True, slots=True)
class Key:
    """A public key that letters can be sealed for. `usable_until` is None when it does not expire.

    `certificate` is reduced to the one subkey to encrypt to.
    """

    certificate: Cert
    fingerprint: str
    emails: frozenset[str]
    usable_until: datetime | None


def accept_key(octets: bytes, now: datetime) -> tuple[Key, str]:
    """The key in what somebody uploaded, after a trial, and all of it armored, to be kept.

    Refused: key_too_large, key_unreadable, key_secret, key_several, key_revoked, key_expired, key_cannot_encrypt.
    """
    key = read_key(octets, now)
    try:
        encrypt(b"", recipients=[key.certificate])
    except RuntimeError:
        raise Refused(CANNOT_ENCRYPT) from None
    return key, str(Cert.from_bytes(octets))


def read_key(octets: bytes, now: datetime) -> Key:
    """The key in octets, armored or not, as it is now. Refused as `accept_key` does, without a trial."""
    # Parsing costs nearly as much as sealing, so it is remembered; for a day, since what lives changes with time.
    key = _parsed(octets, now.toordinal())
    if isinstance(key, Refusal):
        raise Refused(key)
    if key.usable_until and key.usable_until <= now:
        raise Refused(EXPIRED)
    return key


def why_not_seal(armored: str, now: datetime) -> Refusal | None:
    """Why nothing can be sealed for a person with this key; `armored` is empty when there is none."""
    if not armored:
        return NO_KEY
    try:
        read_key(armored.encode(), now)
    except Refused as refused:
        return refused.refusal
    return None


def worries(key: Key, email: str, now: datetime) -> list[Refusal]:
    """What its owner should know about a key that can be used."""
    found = []
    if key.emails and email.lower() not in key.emails:
        values = {"addresses": ", ".join(sorted(key.emails)), "address": email}
        found.append(Refusal(OTHER_ADDRESS.code, OTHER_ADDRESS.text, values))
    if key.usable_until and key.usable_until < now + _SOON:
        found.append(Refusal(EXPIRES_SOON.code, EXPIRES_SOON.text, {"date": key.usable_until.date().isoformat()}))
    return found


class Seal:
    """The instance's own key, and letters sealed with it: signed by us, readable by one person alone."""

    def __init__(self, secret: bytes) -> None:
        self._key = Tsk.from_bytes(secret)
        self._signer = self._key.signer()

    @staticmethod
    def make(user_id: str) -> bytes:
        """A new secret key for an instance, in octets, to be kept secret."""
        return bytes(Tsk.generate(user_id))

    @property
    def certificate(self) -> str:
        """The public key, armored, for readers to check our letters with and to write back to us."""
        return str(self._key.extract_certificate())

    @property
    def octets(self) -> bytes:
        """The public key, not armored."""
        return bytes(self._key.extract_certificate())

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key, in lower-case hexadecimal digits."""
        return self._key.extract_certificate().fingerprint

    def seal(self, payload: bytes, key: Key) -> bytes:
        """The payload signed and encrypted, armored. Refused: key_cannot_encrypt."""
        try:
            return encrypt(payload, recipients=[key.certificate], signer=self._signer)
        except RuntimeError:
            raise Refused(CANNOT_ENCRYPT) from None

    def sign(self, payload: bytes) -> str:
        """A signature that stands beside the payload, armored: for what everybody may read."""
        return sign(self._signer, payload, mode=SignatureMode.DETACHED).decode()

    def open(self, sealed: bytes) -> bytes:
        """What somebody encrypted to us. Raises `ValueError` when it cannot be read."""
        try:
            opened = decrypt(sealed, decryptor=self._key.decryptor())
        except RuntimeError as error:
            raise ValueError(str(error).partition("\n")[0]) from None
        return opened.bytes or b""


@lru_cache(maxsize=8192)
def _parsed(octets: bytes, day: int) -> Key | Refusal:
    """The key, or why not, as it is on this day (a proleptic ordinal)."""
    if len(octets) > LARGEST_KEY:
        return TOO_LARGE
    try:
        packets: list[Packet] = list(PacketPile.from_bytes(octets))
        tags = [packet.tag for packet in packets]
        if Tag.SecretKey in tags or Tag.SecretSubkey in tags:
            return SECRET
        if Tag.PublicKey not in tags:
            return UNREADABLE
        if tags.count(Tag.PublicKey) > 1 or octets.count(b"-----BEGIN PGP") > 1:
            return SEVERAL
        return _reduced(packets, datetime.fromordinal(day).replace(tzinfo=UTC))
    except RuntimeError:
        return UNREADABLE


def _reduced(packets: list[Packet], now: datetime) -> Key | Refusal:
    """The certificate with its newest living subkey for encryption alone, as other OpenPGP programs choose."""
    primary, *others = _grouped(packets)
    encrypting = [subkey for group in others if (subkey := _encryption_subkey(group))]
    living = [subkey for subkey in encrypting if subkey.until is None or subkey.until > now]
    chosen = max(living, key=lambda subkey: subkey.created, default=None)
    certificate = Cert.from_packets(primary + (chosen.packets if chosen else []))
    if certificate.is_revoked:
        return REVOKED
    if (encrypting and not living) or (certificate.expiration and certificate.expiration <= now):
        return EXPIRED
    ends = [end for end in (certificate.expiration, chosen.until if chosen else None) if end]
    return Key(certificate, certificate.fingerprint, _emails(packets), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class _Subkey:
    packets: list[Packet]
    created: datetime
    until: datetime | None


def _grouped(packets: list[Packet]) -> list[list[Packet]]:
    """Each key with what belongs to it: the primary key with the names, then every subkey."""
    groups: list[list[Packet]] = []
    for packet in packets:
        if packet.tag in (Tag.PublicKey, Tag.PublicSubkey):
            groups.append([])
        if groups:
            groups[-1].append(packet)
    return groups


def _encryption_subkey(group: list[Packet]) -> _Subkey | None:
    """The subkey if it is one for encryption and has not been revoked; its newest binding counts."""
    bindings = [packet for packet in group if packet.signature_type == SignatureType.SubkeyBinding]
    revoked = any(packet.signature_type == SignatureType.SubkeyRevocation for packet in group)
    binding = max(
        bindings, key=lambda packet: packet.signature_created or datetime.min.replace(tzinfo=UTC), default=None
    )
    flags = binding.key_flags if binding else None
    created = group[0].key_created
    if revoked or not binding or not created or not flags:
        return None
    if not (flags.transport_encryption or flags.storage_encryption):
        return None
    validity = binding.key_validity_period
    return _Subkey(group, created, created + validity if validity else None)


def _emails(packets: list[Packet]) -> frozenset[str]:
    return frozenset(
        email.lower() for packet in packets if packet.tag == Tag.UserID and (email := packet.user_id_email)
    )
