"""Mail is handed over to real servers on loopback, of every kind, and none gets lost or lands twice."""

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kring.notices.post.carrier import Outcome, Parcel, Unreachable, carrier_for
from kring.notices.post.server import read_url
from tests.notices.post.servers import Behaviour, Mailserver, mailserver

PLAIN = ()
PIPELINED = ("PIPELINING", "SIZE 1000000", "SMTPUTF8")
CHUNKED = (*PIPELINED, "CHUNKING")
KINDS = pytest.mark.parametrize("extensions", [PLAIN, PIPELINED, CHUNKED], ids=["plain", "pipelined", "chunked"])


def parcel(number: int, text: str = "hello") -> Parcel:
    letter = f"Message-ID: <{number}@kring.example>\r\n\r\n{text}\r\n".encode()
    return Parcel(f"bounce+{number}@kring.example", f"p{number}@example.org", letter)


def outcomes(server: Mailserver, parcels: list[Parcel], options: str = "") -> list[Outcome]:
    carrier = carrier_for(read_url(server.url + options), "[127.0.0.1]")
    try:
        return [result.outcome for result in carrier.carry(parcels)]
    finally:
        carrier.close()


@KINDS
def test_every_letter_arrives_once_as_it_was_written(extensions: tuple[str, ...]) -> None:
    texts = ["hello", ".", "..two", "a\r\n.\r\nb", "a\r\n..\r\n.c", "x" * 900, "\r\n" * 50]
    parcels = [parcel(number, texts[number % len(texts)]) for number in range(300)]

    with mailserver(Behaviour(extensions)) as server:
        assert outcomes(server, parcels) == [Outcome.ACCEPTED] * 300

    arrived = {(mail.sender, mail.recipient): mail.letter for mail in server.mails}
    assert len(server.mails) == 300
    assert arrived == {(each.sender, each.recipient): each.letter for each in parcels}


@KINDS
def test_a_refused_recipient_costs_nobody_else_a_mail(extensions: tuple[str, ...]) -> None:
    refused = {"p3@example.org": "550 5.1.1 no such user", "p4@example.org": "451 4.7.1 try later"}

    with mailserver(Behaviour(extensions, refused=refused)) as server:
        carrier = carrier_for(read_url(f"{server.url}?connections=1"), "[127.0.0.1]")
        results = carrier.carry([parcel(number) for number in range(8)])
        carrier.close()

    assert [result.outcome.value for result in results] == [
        *["accepted"] * 3, "permanent", "temporary", *["accepted"] * 3,
    ]  # fmt: skip
    assert results[3].words == "550 5.1.1 no such user"
    assert results[4].words == "451 4.7.1 try later"
    assert len(server.mails) == 6


@KINDS
def test_a_refused_letter_is_told_apart_from_the_others(extensions: tuple[str, ...]) -> None:
    with mailserver(Behaviour(extensions, refused_letters={b"virus": "554 5.7.1 no"})) as server:
        parcels = [parcel(number, "virus" if number == 2 else "fine") for number in range(5)]
        found = outcomes(server, parcels, "?connections=1")

    assert found == [Outcome.ACCEPTED] * 2 + [Outcome.PERMANENT] + [Outcome.ACCEPTED] * 2


@KINDS
def test_it_goes_on_with_a_new_connection_when_the_server_has_had_enough(extensions: tuple[str, ...]) -> None:
    with mailserver(Behaviour(extensions, mails_per_connection=10)) as server:
        found = outcomes(server, [parcel(number) for number in range(60)], "?connections=2")

    arrived = Counter(mail.recipient for mail in server.mails)
    # What was sent ahead of the refusal counts as perhaps delivered and is left for later; nothing arrives twice.
    assert max(arrived.values()) == 1
    accepted = {f"p{number}@example.org" for number, outcome in enumerate(found) if outcome is Outcome.ACCEPTED}
    assert accepted <= set(arrived), "a receipt can be lost with the connection; none is made up"
    assert Outcome.PERMANENT not in found
    if extensions != CHUNKED:
        assert found == [Outcome.ACCEPTED] * 60


@KINDS
def test_a_letter_whose_receipt_never_came_is_the_only_one_left_for_later(extensions: tuple[str, ...]) -> None:
    with mailserver(Behaviour(extensions, hangs_up_at=5)) as server:
        found = outcomes(server, [parcel(number) for number in range(20)], "?connections=1")

    arrived = Counter(mail.recipient for mail in server.mails)
    assert max(arrived.values()) == 1
    if extensions != CHUNKED:
        assert found.count(Outcome.TEMPORARY) == 1
        assert len(arrived) == 20


def test_connections_are_kept_for_the_next_window() -> None:
    with mailserver() as server:
        carrier = carrier_for(read_url(f"{server.url}?connections=2"), "[127.0.0.1]")
        for start in range(0, 90, 30):
            carrier.carry([parcel(number) for number in range(start, start + 30)])
        carrier.close()

    assert len(server.mails) == 90
    assert server.connections == 2


def test_a_kept_connection_that_the_server_closed_is_replaced() -> None:
    with mailserver(Behaviour(mails_per_connection=1)) as server:
        carrier = carrier_for(read_url(f"{server.url}?connections=1"), "[127.0.0.1]")
        found = [carrier.carry([parcel(number)])[0].outcome for number in range(4)]
        carrier.close()

    assert found == [Outcome.ACCEPTED] * 4
    assert len(server.mails) == 4


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    with mailserver() as server:
        url = server.url
    with pytest.raises(Unreachable, match="refused"):
        carrier_for(read_url(url), "[127.0.0.1]").carry([parcel(1)])


def test_a_server_that_turns_us_away_is_quoted() -> None:
    with (
        mailserver(Behaviour(greeting="554 5.7.1 not from you")) as server,
        pytest.raises(Unreachable, match="not from"),
    ):
        carrier_for(read_url(server.url), "[127.0.0.1]").carry([parcel(1)])


def test_a_server_that_falls_silent_does_not_hold_us_for_ever() -> None:
    with mailserver() as server:
        carrier = carrier_for(read_url(f"{server.url}?patience=1"), "[127.0.0.1]")
        carrier.carry([parcel(1)])
        server.behaviour.is_mute = True
        start = time.monotonic()
        with pytest.raises(Unreachable, match=r"in time|timed out"):
            carrier.carry([parcel(2)])
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "recipient", ["", "a b@example.org", "a@example.org>\r\nRCPT TO:<b@example.org", "a<b@example.org"]
)
def test_an_envelope_cannot_carry_commands(recipient: str) -> None:
    with mailserver() as server:
        results = outcomes(server, [Parcel("x@kring.example", recipient, b"\r\n"), parcel(1)])

    assert results == [Outcome.PERMANENT, Outcome.ACCEPTED]
    assert [mail.recipient for mail in server.mails] == ["p1@example.org"]


def test_an_address_in_another_script_needs_a_server_that_takes_it() -> None:
    strange = Parcel("x@kring.example", "пётр@example.org", b"\r\n")

    with mailserver(Behaviour(PIPELINED)) as server:
        assert outcomes(server, [strange]) == [Outcome.ACCEPTED]
    assert server.mails[0].recipient == "пётр@example.org"
    with mailserver(Behaviour(("PIPELINING",))) as server:
        assert outcomes(server, [strange]) == [Outcome.PERMANENT]
    assert not server.mails


def test_a_letter_larger_than_the_server_takes_is_not_sent() -> None:
    with mailserver(Behaviour(("PIPELINING", "SIZE 100"))) as server:
        assert outcomes(server, [parcel(1, "x" * 200)]) == [Outcome.PERMANENT]
    assert not any(command.startswith("MAIL") for command in server.commands)


# A server of somebody else's making, with encryption and a password


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


class Kept(MessageHandler):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.subjects: list[str] = []

    def handle_message(self, message: object) -> None:
        self.subjects.append(str(message["X-RcptTo"]))  # type: ignore[index]


class AnyPort(Controller):
    """Listens on a port that is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def starttls_server(certificate: tuple[Path, Path], kept: Kept) -> Controller:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def check(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"kring", b"p@ss word")
        return AuthResult(success=right, handled=right)

    return AnyPort(
        kept,
        hostname="127.0.0.1",
        port=0,
        tls_context=context,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
    )


@pytest.fixture
def controller(certificate: tuple[Path, Path]) -> Iterator[tuple[Controller, Kept]]:
    kept = Kept()
    controller = starttls_server(certificate, kept)
    controller.start()
    yield controller, kept
    controller.stop()


def test_it_encrypts_and_signs_in(controller: tuple[Controller, Kept], certificate: tuple[Path, Path]) -> None:
    server, kept = controller
    url = f"smtp://kring:p%40ss%20word@127.0.0.1:{server.port}?tls=on&ca={certificate[0]}"
    carrier = carrier_for(read_url(url), "[127.0.0.1]")

    results = carrier.carry([parcel(number) for number in range(20)])
    carrier.close()

    assert [result.outcome for result in results] == [Outcome.ACCEPTED] * 20
    assert sorted(kept.subjects) == sorted(f"p{number}@example.org" for number in range(20))


@pytest.mark.parametrize(
    ("who", "query", "reason"),
    [
        ("kring:wrong", "tls=on&ca={ca}", "535"),
        ("kring:p%40ss%20word", "tls=on", "certificate verify failed"),
        ("kring:p%40ss%20word", "tls=off", "530|538|STARTTLS"),
    ],
)
def test_it_says_why_it_was_not_let_in(
    controller: tuple[Controller, Kept], certificate: tuple[Path, Path], who: str, query: str, reason: str
) -> None:
    url = f"smtp://{who}@127.0.0.1:{controller[0].port}?{query.format(ca=certificate[0])}"
    with pytest.raises(Unreachable, match=reason):
        carrier_for(read_url(url), "[127.0.0.1]").carry([parcel(1)])
    assert not controller[1].subjects


def test_without_the_encryption_it_was_told_to_use_it_sends_nothing() -> None:
    with mailserver() as server, pytest.raises(Unreachable, match="STARTTLS"):
        carrier_for(read_url(f"{server.url}?tls=on"), "[127.0.0.1]").carry([parcel(1)])
    assert not server.mails


def test_words_said_before_the_encryption_are_not_taken_for_private_ones() -> None:
    """Somebody in between adds an answer of his own to the one that starts the encryption."""
    behaviour = Behaviour(("STARTTLS",), starttls=b"220 go\r\n250-here\r\n250 AUTH PLAIN\r\n")
    with mailserver(behaviour) as server, pytest.raises(Unreachable, match="before the encryption"):
        carrier_for(read_url(f"smtp://u:p@127.0.0.1:{server.port}?tls=on"), "[127.0.0.1]").carry([parcel(1)])
    assert not any(command.startswith("AUTH") for command in server.commands)


def test_a_folder_takes_the_place_of_a_server(tmp_path: Path) -> None:
    carrier = carrier_for(read_url(f"file://{tmp_path / 'out box'}"), "[127.0.0.1]")
    carrier.carry([parcel(1), parcel(2)])

    files = list((tmp_path / "out box").iterdir())
    assert len(files) == 2
    assert all(file.suffix == ".eml" and file.stat().st_mode & 0o077 == 0 for file in files)
    assert sorted(file.read_bytes().split(b"\r\n")[1] for file in files) == [
        b"Delivered-To: p1@example.org",
        b"Delivered-To: p2@example.org",
    ]
