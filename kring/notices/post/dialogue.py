"""What is said to a mail server, as three dialogues without a socket: the fastest one the server can follow.

A dialogue is a generator: it yields octets to send, which may be none, and is then given the next reply. It
ends when there is no job left to take.

- `chunked` (RFC 2920 and 3030): whole mails are sent ahead of the replies to them.
- `pipelined` (RFC 2920): one round trip per mail; the next envelope travels with the letter before it.
- `step_by_step` (RFC 5321): for servers that know neither.
"""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum

__all__ = ["Dialogue", "Job", "Outcome", "Parcel", "Reply", "Result", "chunked", "pipelined", "step_by_step"]

_DEPTH = 16  # mails sent ahead on one connection


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter and its envelope. `sender` is where a bounce goes; empty when nobody wants to hear of it."""

    sender: str
    recipient: str
    letter: bytes


class Outcome(Enum):
    """What became of a parcel."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    """Not now: worth another try later."""
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a parcel, in the server's own words."""

    outcome: Outcome
    words: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of the server: its code, and its lines joined."""

    code: int
    text: str

    @property
    def positive(self) -> bool:
        """The command was carried out."""
        return 200 <= self.code < 300

    def result(self) -> Result:
        """What this reply means for the parcel it is about."""
        words = f"{self.code} {self.text}"[:500]
        if self.positive:
            return Result(Outcome.ACCEPTED, words)
        return Result(Outcome.PERMANENT if self.code >= 500 else Outcome.TEMPORARY, words)


@dataclass(slots=True)
class Job:
    """A parcel on its way. Once it is `handed_over` the server may have it: another try may repeat it."""

    place: int
    parcel: Parcel
    smtputf8: bool = False
    handed_over: bool = False


Take = Callable[[], Job | None]
Done = Callable[[Job, Reply], None]
Dialogue = Generator[bytes, Reply, None]


def step_by_step(take: Take, done: Done) -> Dialogue:
    """One command, one reply."""
    while job := take():
        for command in (_mail(job), _rcpt(job), b"DATA\r\n"):
            reply = yield command
            if reply.code >= 400:
                break
        if reply.code == 354:
            job.handed_over = True
            done(job, (yield _content(job)))
        else:
            done(job, reply)
            yield b"RSET\r\n"


def pipelined(take: Take, done: Done) -> Dialogue:
    """One round trip per mail: the next envelope follows the letter without waiting for its receipt."""
    job = take()
    out = _envelope(job)
    while job:
        mail = yield out
        rcpt = yield b""
        go = yield b""
        refusal = next((reply for reply in (mail, rcpt, go) if reply.code >= 400), None)
        following = take()
        if go.code == 354:
            job.handed_over = refusal is None
            final = yield (b".\r\n" if refusal else _content(job)) + _envelope(following)
            done(job, refusal or final)
        else:
            done(job, refusal or go)
            # The server may still hold the sender of the envelope it refused (RFC 5321 section 3.3).
            yield b"RSET\r\n" + _envelope(following)
        job, out = following, b""


def chunked(take: Take, done: Done) -> Dialogue:
    """No waiting. Every mail begins with RSET: after a refused chunk the server demands it (RFC 3030)."""
    flying: deque[Job] = deque()
    while True:
        out = bytearray()
        while len(flying) < _DEPTH and (job := take()):
            letter = job.parcel.letter
            out += b"RSET\r\n" + _mail(job) + _rcpt(job) + b"BDAT %d LAST\r\n" % len(letter) + letter
            job.handed_over = True
            flying.append(job)
        if not flying:
            return
        replies = [(yield bytes(out)), (yield b""), (yield b""), (yield b"")]
        done(flying.popleft(), next((reply for reply in replies if not reply.positive), replies[-1]))


def _envelope(job: Job | None) -> bytes:
    return _mail(job) + _rcpt(job) + b"DATA\r\n" if job else b""


def _mail(job: Job) -> bytes:
    return f"MAIL FROM:<{job.parcel.sender}>{' SMTPUTF8' if job.smtputf8 else ''}\r\n".encode()


def _rcpt(job: Job) -> bytes:
    return f"RCPT TO:<{job.parcel.recipient}>\r\n".encode()


def _content(job: Job) -> bytes:
    """The letter with dots doubled and the dot that ends it (RFC 5321 section 4.5.2)."""
    letter = job.parcel.letter
    start = b"." if letter.startswith(b".") else b""
    return start + letter.replace(b"\r\n.", b"\r\n..") + b".\r\n"
