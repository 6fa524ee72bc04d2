"""One connection to a mail server: opened and made safe, then left to a dialogue."""

import base64
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from kring.notices.post.dialogue import Dialogue, Done, Job, Reply, Take, chunked, pipelined, step_by_step
from kring.notices.post.server import Server, Tls

__all__ = ["Connection", "Lost", "Unreachable"]

_CONNECT_SECONDS = 10.0
_READ = 65536
_LONGEST_REPLY = 65536
_REPLY = re.compile(rb"[2-5][0-9][0-9](?:[ \-\r]|$)")
_MAY_STAY_IDLE = 60.0  # seconds; servers hang up after five minutes, some sooner


class Unreachable(Exception):
    """No mail can be handed to the server now. The text says what it or the network answered."""


class Lost(Exception):
    """The connection broke off in the middle."""


class Connection:
    """A connection that is ready for mail. Raises `Unreachable` when it cannot be made.

    `begin` starts a dialogue; from then on the owner watches the socket and calls `on_readable` and
    `on_writable` until `busy` is False. The connection can then be kept for the next round.
    """

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self._inbox = bytearray()
        self._outbox = memoryview(b"")
        self._lines: list[str] = []
        self._dialogue: Dialogue | None = None
        self._used = time.monotonic()
        self.begun: dict[int, Job] = {}
        self.has_proved_itself = False
        """It carried a mail: when it is lost, another one may well do better."""
        try:
            self._socket = self._open(name)
        except (OSError, ssl.SSLError, Lost) as error:
            raise Unreachable(f"{server.host}:{server.port}: {error}") from error
        self._socket.settimeout(0)

    # Opening, with ordinary blocking calls

    def _open(self, name: str) -> socket.socket:
        server = self._server
        self._socket = socket.create_connection((server.host, server.port), _CONNECT_SECONDS)
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.settimeout(server.patience)
            if server.tls is Tls.FIRST:
                self._encrypt()
            self._expect(self._next_reply())
            self._greet(name)
            if server.tls is Tls.ON:
                self._start_tls(name)
            if server.user:
                self._sign_in()
        except BaseException:
            self._socket.close()
            raise
        return self._socket

    def _greet(self, name: str) -> None:
        lines = self._expect(self._ask(f"EHLO {name}")).text.upper().split("\n")[1:]
        self.features = {words[0]: words[1:] for line in lines if (words := line.split())}

    def _start_tls(self, name: str) -> None:
        if "STARTTLS" not in self.features:
            raise Unreachable(f"{self._server.host} offers no encryption (STARTTLS), and none is sent without it")
        self._expect(self._ask("STARTTLS"))
        self._encrypt()
        self._greet(name)

    def _encrypt(self) -> None:
        self._socket = self._server.context().wrap_socket(self._socket, server_hostname=self._server.host)

    def _sign_in(self) -> None:
        user, password = self._server.user, self._server.password
        methods = self.features.get("AUTH", [])
        if "PLAIN" in methods or not methods:
            self._expect(self._ask("AUTH PLAIN " + _base64(f"\0{user}\0{password}")))
        else:
            self._expect(self._ask("AUTH LOGIN"), 334)
            self._expect(self._ask(_base64(user)), 334)
            self._expect(self._ask(_base64(password)))

    def _ask(self, command: str) -> Reply:
        self._socket.sendall(f"{command}\r\n".encode())
        return self._next_reply()

    def _next_reply(self) -> Reply:
        while True:
            self._feed(self._socket.recv(_READ))
            replies = list(self._replies())
            if len(replies) > 1 or (replies and self._inbox):
                # Somebody in between, who wants something said in the open to be taken for something said in private.
                raise Lost("the server said more than it was asked, before the encryption or the mail began")
            if replies:
                return replies[0]

    def _expect(self, reply: Reply, code: int = 200) -> Reply:
        if not code <= reply.code < code // 100 * 100 + 100:
            raise Unreachable(f"{self._server.host} answered: {reply.code} {reply.text}")
        return reply

    # Talking, without blocking

    @property
    def busy(self) -> bool:
        """A dialogue is going on."""
        return self._dialogue is not None

    @property
    def wants_to_write(self) -> bool:
        """There is something that the network has not taken yet."""
        return len(self._outbox) > 0

    @property
    def largest_letter(self) -> int:
        """The most octets the server takes (RFC 1870); 0 when it does not say."""
        size = self.features.get("SIZE", [])
        return int(size[0]) if size and size[0].isdecimal() else 0

    def fileno(self) -> int:
        """For selectors."""
        return self._socket.fileno()

    def begin(self, take: Take, done: Done) -> None:
        """Start the fastest dialogue that the server can follow. Raises `Lost`."""

        def take_and_note() -> Job | None:
            if job := take():
                self.begun[job.place] = job
            return job

        def done_and_note(job: Job, reply: Reply) -> None:
            if reply.code == 421:
                raise Lost(f"421 {reply.text}")
            del self.begun[job.place]
            self.has_proved_itself = True
            done(job, reply)

        self.begun = {}
        self._dialogue = self._fastest()(take_and_note, done_and_note)
        self._advance(self._dialogue.__next__)
        self.on_writable()

    def _fastest(self) -> Callable[[Take, Done], Dialogue]:
        if "PIPELINING" not in self.features:
            return step_by_step
        return chunked if "CHUNKING" in self.features else pipelined

    def on_readable(self) -> None:
        """Read what came, let the dialogue go on, send what it says. Raises `Lost`."""
        try:
            self._feed(self._socket.recv(_READ))
            while isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
                self._feed(self._socket.recv(_READ))
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except OSError as error:
            raise Lost(str(error)) from error
        for reply in self._replies():
            if self._dialogue is not None:
                self._advance(self._dialogue.send, reply)
        self.on_writable()

    def on_writable(self) -> None:
        """Send as much as the network takes. Raises `Lost`."""
        try:
            while self._outbox:
                self._outbox = self._outbox[self._socket.send(self._outbox) :]
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return
        except OSError as error:
            self._hear_out()
            raise Lost(str(error)) from error

    def _hear_out(self) -> None:
        """The server has hung up while we spoke. What it said before may be a receipt: without it a mail would repeat.

        Raises `Lost` when it ends with a goodbye.
        """
        with suppress(OSError):
            while octets := self._socket.recv(_READ):
                self._feed(octets)
        for reply in self._replies():
            if self._dialogue is not None:
                self._advance(self._dialogue.send, reply)

    def _advance(self, step: Callable[..., bytes], *given: Reply) -> None:
        try:
            out = step(*given)
        except StopIteration:
            self._dialogue = None
            self._used = time.monotonic()
            return
        if out:
            self._outbox = memoryview(bytes(self._outbox) + out) if self._outbox else memoryview(out)

    def _feed(self, octets: bytes) -> None:
        if not octets:
            raise Lost("the server hung up")
        self._inbox += octets
        if len(self._inbox) > _LONGEST_REPLY:
            raise Lost("the server's answer has no end")

    def _replies(self) -> Iterator[Reply]:
        """The replies that are there whole; the rest stays for later (RFC 5321 section 4.2)."""
        whole = self._inbox.rfind(b"\n") + 1
        lines = bytes(self._inbox[:whole]).split(b"\n")[:-1]
        del self._inbox[:whole]
        for line in lines:
            if not _REPLY.match(line):
                raise Lost(f"not an answer of a mail server: {line[:80]!r}")
            self._lines.append(line[4:].decode("utf-8", "replace").rstrip("\r"))
            if line[3:4] != b"-":
                reply = Reply(int(line[:3]), "\n".join(self._lines))
                self._lines.clear()
                yield reply

    # Keeping

    def still_good(self) -> bool:
        """Can it be used again? Not when it lay idle for long, or when the server has spoken or hung up."""
        if self.busy or time.monotonic() - self._used > _MAY_STAY_IDLE:
            return False
        try:
            self._socket.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            pass
        return False

    def close(self) -> None:
        """Hang up. Says goodbye when nothing is going on."""
        try:
            if not self.busy:
                self._socket.send(b"QUIT\r\n")
        except OSError:
            pass  # it is gone already, which is what we wanted
        finally:
            self._socket.close()


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
