"""A mail server that takes everything and keeps nothing but counts: what both sides of the mail benchmark send to.

Run as `python -m bench.sink PORT [--chunking]`. It prints "ready" when it listens. Each connection to the
port after it is answered with one line of JSON, the counts since the last question, and starts them anew.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass, field
from typing import cast

import uvloop

_RECIPIENT = re.compile(rb"RCPT TO:\s*<([^>]*)>", re.IGNORECASE)


@dataclass
class Counts:
    """What came in: how many mails and octets, the first and the last moment (seconds, monotonic)."""

    mails: int = 0
    octets: int = 0
    first: float = 0.0
    last: float = 0.0
    recipients: set[bytes] = field(default_factory=set)

    def add(self, recipients: list[bytes], octets: int) -> None:
        """One mail is here."""
        now = time.monotonic()
        self.first = self.first or now
        self.last = now
        self.mails += 1
        self.octets += octets
        self.recipients.update(recipients)

    def as_json(self) -> bytes:
        """For the one who asks."""
        return json.dumps(
            {
                "mails": self.mails,
                "octets": self.octets,
                "first": self.first,
                "last": self.last,
                "recipients": len(self.recipients),
            }
        ).encode()


class Session(asyncio.Protocol):
    """One SMTP connection (RFC 5321, with PIPELINING of RFC 2920 and, if asked for, CHUNKING of RFC 3030)."""

    def __init__(self, counts: Counts, chunking: bool) -> None:
        self._counts = counts
        self._extensions = b"250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n" + (
            b"250-CHUNKING\r\n" if chunking else b""
        )
        self._buffer = bytearray()
        self._recipients: list[bytes] = []
        self._in_data = False
        self._chunk = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        replies = []
        while (reply := self._step()) is not None:
            replies.append(reply)
        if not self._transport.is_closing():
            self._transport.write(b"".join(replies))

    def _step(self) -> bytes | None:
        """Take one command, letter or chunk out of the buffer; None when it is not there whole."""
        if self._in_data:
            end = self._buffer.find(b"\r\n.\r\n")
            if end < 0:
                return None
            self._in_data = False
            return self._kept(end + 5)
        if self._chunk:
            if len(self._buffer) < self._chunk:
                return None
            size, self._chunk = self._chunk, 0
            return self._kept(size)
        end = self._buffer.find(b"\n")
        if end < 0:
            return None
        line = bytes(self._buffer[:end]).rstrip()
        del self._buffer[: end + 1]
        return self._answer(line)

    def _kept(self, size: int) -> bytes:
        self._counts.add(self._recipients, size)
        self._recipients = []
        del self._buffer[:size]
        return b"250 kept\r\n"

    def _answer(self, line: bytes) -> bytes:
        match line[:4].upper():
            case b"RCPT":
                if match := _RECIPIENT.match(line):
                    self._recipients.append(match[1])
                return b"250 ok\r\n"
            case b"DATA":
                self._in_data = True
                return b"354 go on\r\n"
            case b"BDAT":
                self._chunk = int(line.split()[1])
                return b""
            case b"EHLO":
                return b"250-sink\r\n" + self._extensions + b"250 SIZE 50000000\r\n"
            case b"RSET":
                self._recipients = []
                return b"250 ok\r\n"
            case b"QUIT":
                self._transport.write(b"221 bye\r\n")
                self._transport.close()
                return b""
            case _:
                return b"250 ok\r\n"


async def _serve(port: int, chunking: bool) -> None:
    loop = asyncio.get_running_loop()
    counts = Counts()

    async def tell(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal counts
        writer.write(counts.as_json())
        # The sessions hold on to the same object, so it is emptied, not replaced.
        counts.__init__()  # type: ignore[misc]
        await writer.drain()
        writer.close()

    server = await loop.create_server(lambda: Session(counts, chunking), "127.0.0.1", port)
    teller = await asyncio.start_server(tell, "127.0.0.1", port + 1)
    print("ready", flush=True)
    async with server, teller:
        await asyncio.gather(server.serve_forever(), teller.serve_forever())


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1]), "--chunking" in sys.argv))
