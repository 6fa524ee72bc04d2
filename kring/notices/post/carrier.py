"""Carries mail to the site's mail server over kept connections, a window of parcels at a time."""

import os
import re
import selectors
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from kring.notices.post.connection import Connection, Lost, Unreachable
from kring.notices.post.dialogue import Job, Outcome, Parcel, Reply, Result
from kring.notices.post.server import Server

__all__ = ["Carrier", "FolderCarrier", "Outcome", "Parcel", "Result", "SmtpCarrier", "Unreachable", "carrier_for"]

_SAFE = re.compile(r"[^\x00-\x20\x7f<>]*")
_SHARE = 8  # another connection is worth it for every so many parcels


class Carrier(Protocol):
    """Hands over parcels. One result per parcel, in order. Raises `Unreachable` when nothing could be tried."""

    def carry(self, parcels: Sequence[Parcel]) -> list[Result]: ...

    def close(self) -> None: ...


def carrier_for(destination: Server | Path, name: str) -> Carrier:
    """The carrier for what `KRING_SMTP_URL` names. `name` is how we introduce ourselves to servers."""
    return SmtpCarrier(destination, name) if isinstance(destination, Server) else FolderCarrier(destination)


class FolderCarrier:
    """Puts every mail into a folder, one file each: for trying things out, and for a site without mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def carry(self, parcels: Sequence[Parcel]) -> list[Result]:
        """Write each letter to a file of its own, whole or not at all."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for parcel in parcels:
            name = uuid4().hex
            unfinished = self._folder / f".{name}"
            envelope = f"Return-Path: <{parcel.sender}>\r\nDelivered-To: {parcel.recipient}\r\n"
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(envelope.encode() + parcel.letter)
            unfinished.replace(self._folder / f"{name}.eml")
        return [Result(Outcome.ACCEPTED, "250 written to a file")] * len(parcels)

    def close(self) -> None:
        """Nothing is open."""


class SmtpCarrier:
    """Speaks SMTP over a few connections at once, and keeps them. Can be shared by threads."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self._name = name
        self._idle: list[Connection] = []
        self._lock = threading.Lock()
        self._process = os.getpid()

    def carry(self, parcels: Sequence[Parcel]) -> list[Result]:
        """Hand over a window of parcels, all at once, and wait for what became of each."""
        with self._lock:
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()  # a forked child must not talk on its parent's lines
            return _Round(self._server, self._name, self._idle, parcels).run()

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()


class _Round:
    """One window on its way."""

    def __init__(self, server: Server, name: str, idle: list[Connection], parcels: Sequence[Parcel]) -> None:
        self._server, self._name, self._idle = server, name, idle
        self._results: list[Result | None] = [None] * len(parcels)
        self._waiting = deque(Job(place, parcel) for place, parcel in enumerate(parcels))
        self._selector = selectors.DefaultSelector()
        self._trouble = ""

    def run(self) -> list[Result]:
        wanted = min(self._server.connections, -(-len(self._waiting) // _SHARE))
        try:
            while self._waiting and len(self._selector.get_map()) < wanted and self._start():
                pass
            while self._selector.get_map():
                self._turn()
        finally:
            for key in list(self._selector.get_map().values()):
                key.fileobj.close()  # type: ignore[union-attr]
            self._selector.close()
        if self._waiting and all(result is None for result in self._results):
            raise Unreachable(self._trouble)
        postponed = Result(Outcome.TEMPORARY, self._trouble)
        return [result or postponed for result in self._results]

    def _start(self) -> bool:
        """Set another connection to work. False when none can be had; then `_trouble` says why."""
        connection = None
        while self._idle and connection is None:
            candidate = self._idle.pop()
            if candidate.still_good():
                connection = candidate
            else:
                candidate.close()
        try:
            connection = connection or Connection(self._server, self._name)
        except Unreachable as error:
            self._trouble = str(error)
            return False
        self._selector.register(connection, selectors.EVENT_READ)
        self._guard(connection, lambda: connection.begin(lambda: self._take(connection), self._done))
        return True

    def _turn(self) -> None:
        """Serve the connections that can go on; give up on all when none could for too long."""
        ready = self._selector.select(self._server.patience)
        if not ready:
            for key in list(self._selector.get_map().values()):
                self._lose(_connection(key), "the server has not answered in time")
        for key, events in ready:
            connection = _connection(key)
            if events & selectors.EVENT_WRITE:
                self._guard(connection, connection.on_writable)
            if events & selectors.EVENT_READ and connection.fileno() >= 0:
                self._guard(connection, connection.on_readable)

    def _guard(self, connection: Connection, step: Callable[[], None]) -> None:
        """Let a connection go on, and see to what comes of it: still talking, finished, or lost."""
        try:
            step()
        except Lost as loss:
            self._lose(connection, str(loss))
            return
        if not connection.busy:
            self._selector.unregister(connection)
            self._idle.append(connection)
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if connection.wants_to_write else 0)
        if self._selector.get_key(connection).events != events:
            self._selector.modify(connection, events)

    def _lose(self, connection: Connection, words: str) -> None:
        """A connection broke off. What the server cannot have goes with another one; the rest waits for later.

        Without this difference a broken connection would either lose mails or repeat them.
        """
        self._trouble = words
        self._selector.unregister(connection)
        connection.close()
        for job in reversed(connection.begun.values()):
            if job.handed_over:
                self._results[job.place] = Result(Outcome.TEMPORARY, words)
            else:
                self._waiting.appendleft(job)
        # Servers take so many mails per connection and no more, or hang up on one that lay idle.
        if self._waiting and connection.has_proved_itself:
            self._start()

    def _take(self, connection: Connection) -> Job | None:
        while self._waiting:
            job = self._waiting.popleft()
            reply = _why_not(connection, job)
            if reply is None:
                return job
            self._done(job, reply)
        return None

    def _done(self, job: Job, reply: Reply) -> None:
        self._results[job.place] = reply.result()


def _why_not(connection: Connection, job: Job) -> Reply | None:
    """What the server would answer, known without asking it. Also sets what the envelope needs."""
    parcel = job.parcel
    if not _SAFE.fullmatch(parcel.recipient) or not _SAFE.fullmatch(parcel.sender) or not parcel.recipient:
        return Reply(553, "5.1.3 not an address")
    job.smtputf8 = not (parcel.recipient + parcel.sender).isascii()
    if job.smtputf8 and "SMTPUTF8" not in connection.features:
        return Reply(553, "5.6.7 the mail server takes no addresses in this script")
    if 0 < connection.largest_letter < len(parcel.letter):
        return Reply(552, f"5.3.4 larger than the {connection.largest_letter} octets that the mail server takes")
    return None


def _connection(key: selectors.SelectorKey) -> Connection:
    assert isinstance(key.fileobj, Connection)
    return key.fileobj
