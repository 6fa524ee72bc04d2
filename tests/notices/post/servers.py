"""A mail server on loopback that can be told how to behave, and remembers what it got."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Behaviour:
    """What the server offers and how it answers. Replies are given as text: "550 5.1.1 no such user"."""

    extensions: tuple[str, ...] = ("PIPELINING", "SIZE 1000000", "SMTPUTF8")
    refused: dict[str, str] = field(default_factory=dict)
    """Answers to RCPT, by recipient."""
    refused_letters: dict[bytes, str] = field(default_factory=dict)
    """Answers to a letter, by something that stands in it."""
    mails_per_connection: int = 1_000_000
    """After so many it says 421 and hangs up."""
    hangs_up_at: int = 1_000_000
    """Hangs up without a word in place of the answer to this letter, counted over all connections."""
    pause: float = 0.0
    """Seconds it takes to keep a mail."""
    is_mute: bool = False
    """Reads and never answers, after its greeting."""
    greeting: str = "220 ready"
    starttls: bytes = b"454 not now\r\n"


@dataclass
class Mail:
    sender: str
    recipient: str
    letter: bytes


class Mailserver(socketserver.ThreadingTCPServer):
    """Listens on a free port of loopback."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.behaviour = behaviour
        self.mails: list[Mail] = []
        self.connections = 0
        self.commands: list[str] = []
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mailserver(behaviour: Behaviour | None = None) -> Iterator[Mailserver]:
    """A server for the length of a test."""
    with Mailserver(behaviour or Behaviour()) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _HangUp(Exception):
    pass


class _Session(socketserver.StreamRequestHandler):
    server: Mailserver
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.sender, self.recipient, self.refusal, self.count = "", "", "", 0
        with self.server.lock:
            self.server.connections += 1
        self.say(self.server.behaviour.greeting)
        try:
            while line := self.rfile.readline():
                with self.server.lock:
                    self.server.commands.append(line.decode().strip())
                if not self.server.behaviour.is_mute:
                    self.answer(line.decode().strip())
        except (_HangUp, ConnectionError):
            pass

    def say(self, *lines: str) -> None:
        text = "".join(f"{line[:3]}-{line[4:]}\r\n" for line in lines[:-1]) + f"{lines[-1]}\r\n"
        self.wfile.write(text.encode())

    def answer(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO":
                self.say("250 here", *(f"250 {extension}" for extension in self.server.behaviour.extensions))
            case "MAIL":
                self.mail(rest)
            case "RCPT":
                self.recipient = rest.partition("<")[2].partition(">")[0]
                self.refusal = self.server.behaviour.refused.get(self.recipient, "")
                self.say(self.refusal or "250 ok")
            case "DATA":
                self.data()
            case "BDAT":
                self.arrived(self.rfile.read(int(rest.split()[0])))
            case "STARTTLS":
                self.wfile.write(self.server.behaviour.starttls)
            case "QUIT":
                self.say("221 bye")
                raise _HangUp
            case _:
                self.say("250 ok")

    def mail(self, rest: str) -> None:
        if self.count >= self.server.behaviour.mails_per_connection:
            self.say("421 too many mails on this connection")
            raise _HangUp
        self.sender = rest.partition("<")[2].partition(">")[0]
        self.say("250 ok")

    def data(self) -> None:
        if self.refusal:
            self.say("554 no valid recipients")
            return
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _HangUp
            lines.append(line.removeprefix(b"."))
        self.arrived(b"".join(lines))

    def arrived(self, letter: bytes) -> None:
        server = self.server
        refusal = self.refusal or next(
            (reply for part, reply in server.behaviour.refused_letters.items() if part in letter), ""
        )
        with server.lock:
            if not refusal:
                server.mails.append(Mail(self.sender, self.recipient, letter))
            if len(server.mails) == server.behaviour.hangs_up_at:
                server.behaviour.hangs_up_at = -1
                raise _HangUp
        self.count += 1
        time.sleep(server.behaviour.pause)
        self.say(refusal or "250 kept")
