"""Stored bytes go to a browser as nothing that it would run."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

from kring.files.commands import keep_file
from kring.files.disk import Store
from kring.files.pages import Download, send_file
from tests.files import made

pytestmark = pytest.mark.django_db


class Sent(Protocol):
    def __call__(self, content: bytes, name: str, *, inline: bool) -> Download: ...


@pytest.fixture
def sent(folder: Store) -> Iterator[Sent]:
    """Keeps a file and sends it; closes it at the end. To close the response would end the test's connection too."""
    with ExitStack() as stack:

        def send(content: bytes, name: str, *, inline: bool) -> Download:
            response = send_file(keep_file(content=[content], name=name).file, name=name, inline=inline)
            assert response.file_to_stream is not None
            stack.callback(response.file_to_stream.close)
            return response

        yield send


def test_a_picture_is_shown_when_asked_for(sent: Sent) -> None:
    response = sent(made.PNG, "kaart.png", inline=True)
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'inline; filename="kaart.png"'
    assert b"".join(response) == made.PNG


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<html><script>alert(1)</script>", "a.png"), (b"<svg onload='alert(1)'/>", "a.svg"), (made.pdf("x"), "a.pdf")],
)
def test_what_could_do_something_is_saved_as_bytes(sent: Sent, content: bytes, name: str) -> None:
    response = sent(content, name, inline=True)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_it_is_never_guessed_at_run_or_kept(sent: Sent) -> None:
    response = sent(b"tekst", "a.txt", inline=True)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == "5"


def test_a_name_in_any_script_arrives_whole(sent: Sent) -> None:
    response = sent(b"tekst", "één 漢字.txt", inline=False)
    assert "filename*=utf-8''%C3%A9%C3%A9n%20%E6%BC%A2%E5%AD%97.txt" in response["Content-Disposition"]


def test_it_goes_out_a_piece_at_a_time_without_keeping_others_waiting(sent: Sent) -> None:
    content = bytes(range(256)) * 2000

    async def pieces(response: AsyncIterator[bytes]) -> list[bytes]:
        return [piece async for piece in response]

    received = asyncio.run(pieces(aiter(sent(content, "groot.bin", inline=False))))
    assert b"".join(received) == content
    assert len(received) == 2
