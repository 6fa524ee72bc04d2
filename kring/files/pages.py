"""Hands out stored bytes to a browser. The page of the subject above has found out that this person may have them."""

import asyncio
from collections.abc import AsyncIterator

from django.http import FileResponse

from kring.files.queries import Stored
from kring.files.rules import how_to_hand_out


class Download(FileResponse):
    """A file as a response, read a piece at a time in a thread, so that slow readers keep nobody waiting."""

    block_size = 256 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        file = self.file_to_stream
        assert file is not None
        while piece := await asyncio.to_thread(file.read, self.block_size):
            yield piece


def send_file(file: Stored, *, name: str, inline: bool = False) -> Download:
    """The bytes under this name: shown in the page only when known safe, never guessed at, never kept by a proxy."""
    handing = how_to_hand_out(file.media_type, inline=inline)
    response = Download(
        file.path.open("rb"), as_attachment=not handing.inline, filename=name, content_type=handing.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
