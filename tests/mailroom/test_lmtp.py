"""The door for the site's mail system, spoken to by the standard library's LMTP client."""

import asyncio
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kring.kernel.errors import Misconfigured
from kring.mailroom.lmtp import Place, answer, place_of, serve

Take = Callable[[str, str, bytes], str]


@contextmanager
def door(take: Take, place: Place | None = None) -> Iterator[int]:
    """A door on a free port, for the length of a test."""
    opened: list[int] = []
    running = threading.Event()
    loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []

    async def run() -> None:
        def ready(port: int) -> None:
            opened.append(port)
            running.set()

        task = asyncio.ensure_future(serve(place or Place("127.0.0.1", 0), take, ready=ready))
        loops.append((asyncio.get_running_loop(), task))
        with suppress(asyncio.CancelledError):
            await task

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert running.wait(10)
    try:
        yield opened[0]
    finally:
        loop, task = loops[0]
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)


class Taken(list[tuple[str, str, bytes]]):
    """Remembers what it was given."""

    def __call__(self, sender: str, recipient: str, octets: bytes) -> str:
        self.append((sender, recipient, octets))
        return "250 2.0.0 taken"


def test_it_hands_over_the_octets_as_they_came() -> None:
    taken = Taken()
    letter = b"Subject: x\r\n\r\n.dot\r\n\xff\xfe " + b"long " * 50_000 + b"\r\n"
    with door(taken) as port, smtplib.LMTP("127.0.0.1", port) as client:
        assert client.sendmail("a@x.example", ["reply+1@kring.example"], letter) == {}
        assert client.sendmail("", ["bounce+1@kring.example"], b"Subject: y\r\n\r\n") == {}
    assert taken[0] == ("a@x.example", "reply+1@kring.example", letter)
    assert taken[1][0] == ""


def test_it_takes_one_recipient_at_a_time_so_that_each_gets_its_answer() -> None:
    with door(Taken()) as port, smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        client.mail("a@x.example")
        assert client.rcpt("one@kring.example")[0] == 250
        assert client.rcpt("two@kring.example") == (452, b"4.5.3 one recipient at a time")


def test_a_socket_in_the_file_system_does_as_well(tmp_path: Path) -> None:
    path = tmp_path / "lmtp"
    path.touch()  # left behind by a process that was killed
    taken = Taken()
    with door(taken, Place(path=str(path))), smtplib.LMTP(str(path)) as client:
        client.sendmail("a@x.example", ["one@kring.example"], b"Subject: x\r\n\r\n")
        assert path.stat().st_mode & 0o007 == 0
    assert len(taken) == 1


def test_what_goes_wrong_with_us_is_tried_again_by_them() -> None:
    def broken(sender: str, recipient: str, octets: bytes) -> str:
        raise OSError("the database is away")

    with door(broken) as port, smtplib.LMTP("127.0.0.1", port) as client, pytest.raises(smtplib.SMTPDataError) as said:
        client.sendmail("a@x.example", ["one@kring.example"], b"Subject: x\r\n\r\n")
    assert said.value.smtp_code == 451


def test_a_mail_that_is_too_large_is_refused_and_the_next_one_taken() -> None:
    taken = Taken()
    with door(taken) as port, smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        assert client.esmtp_features["size"] == "30000000"
        with pytest.raises(smtplib.SMTPException):
            client.sendmail("a@x.example", ["one@kring.example"], b"x" * 76 + (b"\r\n" + b"y" * 76) * 400_000)
        client.sendmail("a@x.example", ["one@kring.example"], b"Subject: x\r\n\r\n")
    assert len(taken) == 1


def test_somebody_who_hangs_up_in_the_middle_leaves_nothing_behind() -> None:
    taken = Taken()
    with door(taken) as port:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.recv(1000)
            connection.sendall(
                b"LHLO x\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@kring.example>\r\nDATA\r\nSubject: half"
            )
        with smtplib.LMTP("127.0.0.1", port) as client:
            client.sendmail("a@x.example", ["one@kring.example"], b"Subject: x\r\n\r\n")
    assert [recipient for _, recipient, _ in taken] == ["one@kring.example"]


def test_a_refusal_says_why_in_both_languages(db: None) -> None:
    said = answer("a@x.example", "nobody@elsewhere.example", b"Subject: x\r\n\r\n")
    first, second = said.split("\r\n")
    assert first == "550-5.1.1 There is nothing at this address that takes your mail."
    assert second == "550 5.1.1 Op dit adres is niets dat je mail aanneemt."
    assert said.isascii()


@pytest.mark.parametrize(
    ("setting", "place"),
    [
        ("8024", Place("127.0.0.1", 8024)),
        ("127.0.0.1:8024", Place("127.0.0.1", 8024)),
        ("[::1]:8024", Place("::1", 8024)),
        ("/run/kring/lmtp", Place(path="/run/kring/lmtp")),
    ],
)
def test_where_to_listen_is_read_from_the_settings(setting: str, place: Place) -> None:
    assert place_of(setting) == place


@pytest.mark.parametrize("setting", ["", "here", "host:port", "99999", "run/lmtp"])
def test_where_nobody_can_listen_is_refused(setting: str) -> None:
    with pytest.raises(Misconfigured, match="KRING_MAIL_LISTEN"):
        place_of(setting)
