"""Keys made by GnuPG, with everything that can be wrong with one; letters sealed by us and opened by GnuPG."""

import email
import email.policy
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path

import pytest
from pysequoia import Cert, Profile, Tsk, decrypt

from kring.kernel.errors import Refused
from kring.notices.post.letter import Plate
from kring.notices.post.openpgp import LARGEST_KEY, Seal, accept_key, read_key, why_not_seal, worries
from tests.notices.post.test_letter import MESSAGE, PERSONAL

KEYS = Path(__file__).parent / "keys"
NOW = datetime.now(UTC)


def key(name: str) -> bytes:
    return (KEYS / f"{name}.asc").read_bytes()


def refusal(octets: bytes, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        accept_key(octets, now)
    return refused.value.code


@pytest.mark.parametrize("name", ["gnupg-default", "rsa-one-key", "rotated"])
def test_a_key_in_use_is_taken_as_it_is(name: str) -> None:
    taken, armored = accept_key(key(name), NOW)

    assert Cert.from_bytes(armored.encode()).fingerprint == taken.fingerprint
    assert why_not_seal(armored, NOW) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("signs-only", "key_cannot_encrypt"),
        ("subkey-expired", "key_expired"),
        ("subkey-revoked", "key_cannot_encrypt"),
        ("revoked", "key_revoked"),
        ("expired", "key_expired"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_with_its_reason(name: str, code: str) -> None:
    assert refusal(key(name)) == code


@pytest.mark.parametrize(("name", "code"), [("subkey-expired", "key_expired"), ("revoked", "key_revoked")])
def test_a_key_that_died_since_it_was_taken_is_a_reason(name: str, code: str) -> None:
    reason = why_not_seal(key(name).decode(), NOW)
    assert reason is not None
    assert reason.code == code


def test_no_key_is_a_reason_too() -> None:
    reason = why_not_seal("", NOW)
    assert reason is not None
    assert reason.code == "no_key"


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "key_unreadable"),
        (b"hello", "key_unreadable"),
        (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxxxx\n-----END PGP PUBLIC KEY BLOCK-----\n", "key_unreadable"),
        (b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "key_unreadable"),
        (key("gnupg-default") + key("rsa-one-key"), "key_several"),
        (b" " * (LARGEST_KEY + 1), "key_too_large"),
        (b"\x99" * 5000, "key_unreadable"),
    ],
)
def test_what_is_no_key_is_refused_with_its_reason(octets: bytes, code: str) -> None:
    assert refusal(octets) == code


def test_a_secret_key_is_refused_loudly() -> None:
    secret = Tsk.generate("Ada <ada@alpha.example>")
    assert refusal(bytes(secret)) == "key_secret"
    assert refusal(str(secret).encode()) == "key_secret"


def test_a_key_ends_when_its_subkey_does() -> None:
    made = Tsk.generate("Ada <ada@alpha.example>", validity_seconds=3600).extract_certificate()

    assert accept_key(bytes(made), NOW)[0].usable_until is not None
    assert refusal(bytes(made), NOW + timedelta(hours=2)) == "key_expired"


def test_its_owner_hears_what_may_go_wrong() -> None:
    made = Tsk.generate("Ada <ada@alpha.example>", validity_seconds=20 * 24 * 3600).extract_certificate()
    taken, _ = accept_key(bytes(made), NOW)

    assert [worry.code for worry in worries(taken, "ada@alpha.example", NOW)] == ["key_expires_soon"]
    assert [worry.code for worry in worries(taken, "ada@other.example", NOW)] == [
        "key_other_address",
        "key_expires_soon",
    ]
    assert "ada@alpha.example" in str(worries(taken, "ada@other.example", NOW)[0])


@pytest.mark.parametrize("profile", [Profile.RFC4880, Profile.RFC9580])
def test_a_sealed_letter_is_readable_by_its_reader_alone_and_signed_by_us(profile: Profile) -> None:
    reader, other = Tsk.generate("Ada <ada@alpha.example>", profile=profile), Tsk.generate("Eve <eve@example.net>")
    seal = Seal(Seal.make("Kring <kring@kring.example>"))

    sealed = seal.seal(b"payload", read_key(bytes(reader.extract_certificate()), NOW))

    us = Cert.from_bytes(seal.certificate.encode())
    opened = decrypt(sealed, decryptor=reader.decryptor(), store=lambda _: [us])
    assert opened.bytes == b"payload"
    assert [signature.certificate for signature in opened.valid_sigs] == [seal.fingerprint]
    with pytest.raises(RuntimeError):
        decrypt(sealed, decryptor=other.decryptor())


def test_what_is_encrypted_to_us_can_be_opened() -> None:
    seal = Seal(Seal.make("Kring <kring@kring.example>"))
    sealed = seal.seal(b"hello", read_key(seal.certificate.encode(), NOW))

    assert seal.open(sealed) == b"hello"
    with pytest.raises(ValueError, match=r"\S"):
        Seal(Seal.make("Other <x@kring.example>")).open(sealed)


def test_a_key_that_fails_only_in_use_is_refused_then() -> None:
    seal = Seal(Seal.make("Kring <kring@kring.example>"))
    with pytest.raises(Refused) as refused:
        seal.seal(b"x", read_key(key("signs-only"), NOW))
    assert refused.value.code == "key_cannot_encrypt"


# GnuPG, which had no part in making these letters, opens them


@pytest.fixture
def gnupg(tmp_path: Path) -> Iterator[Path]:
    if not shutil.which("gpg"):
        pytest.skip("GnuPG is not installed here; a letter is opened with it where it is.")
    home = tmp_path / "g"
    home.mkdir(mode=0o700)
    make = ["--pinentry-mode", "loopback", "--passphrase", "", "--quick-gen-key", "Ada <ada@alpha.example>"]
    run(home, *make, "default", "default", "never")
    yield home
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False, capture_output=True)


def run(home: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--trust-model", "always", *arguments]
    return subprocess.run(command, input=given, check=True, capture_output=True)


def octets_of(part: "Message[str, str]") -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def test_gnupg_opens_a_letter_and_knows_our_signature(gnupg: Path) -> None:
    reader = read_key(run(gnupg, "--export", "ada@alpha.example").stdout, NOW)
    seal = Seal(Seal.make("Kring <kring@kring.example>"))
    run(gnupg, "--import", given=seal.certificate.encode())
    plate = Plate(MESSAGE)

    mail = email.message_from_bytes(
        plate.cover(PERSONAL, seal.seal(plate.payload(PERSONAL), reader)), policy=email.policy.default
    )

    assert mail.get_content_type() == "multipart/encrypted"
    assert mail.get_param("protocol") == "application/pgp-encrypted"
    control, body = mail.iter_parts()
    assert control.get_content_type() == "application/pgp-encrypted"
    assert octets_of(control).strip() == b"Version: 1"
    assert body.get_content_type() == "application/octet-stream"

    opened = run(gnupg, "--status-fd", "2", "--decrypt", given=octets_of(body))
    assert seal.fingerprint.upper().encode() in opened.stderr
    assert b"GOODSIG" in opened.stderr
    assert b"DECRYPTION_OKAY" in opened.stderr
    assert opened.stdout == plate.payload(PERSONAL)


def test_the_outside_of_a_sealed_letter_says_nothing_of_its_content() -> None:
    seal = Seal(Seal.make("Kring <kring@kring.example>"))
    plate = Plate(MESSAGE)
    cover = plate.cover(PERSONAL, seal.seal(plate.payload(PERSONAL), read_key(key("gnupg-default"), NOW)))
    mail = email.message_from_bytes(cover, policy=email.policy.default)

    assert mail["Subject"] == "[...]"
    for word in (b"Citrix", b"100% caf", b"Nuttig", b"/f/abc"):
        assert word not in cover


def test_the_inside_carries_the_headers_that_the_outside_hides() -> None:
    inner = email.message_from_bytes(Plate(MESSAGE).payload(PERSONAL), policy=email.policy.default)

    assert inner["Subject"] == "Citrix — patch vandaag"
    assert inner["To"] == "Ada de Vries <ada@alpha.example>"
    assert inner.get_param("protected-headers") == "v1"
    assert inner.get_param("hp") == "cipher"
    outer = inner.get_all("HP-Outer", [])
    assert "Subject: [...]" in outer
    assert any(line.startswith("To: Ada") for line in outer)
    part = inner.get_body(("plain",))
    assert part is not None
    assert "100% café" in part.get_content()
