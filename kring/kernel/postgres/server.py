"""The embedded server: started by the first that needs it, stopped by the last that leaves."""

import atexit
import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import quote

from . import account as accounts
from . import cluster, locks
from .account import Account
from .failure import ServerFailed
from .meeting_point import MeetingPoint
from .programs import folder_for

OWNER = "kring_owner"
LONGEST_LOG = 10_000_000  # bytes, after which the log is set aside when the server starts
START_PATIENCE = 300.0  # seconds: starting includes making good what a power cut left undone
STOP_PATIENCE = 60  # seconds for an orderly end, before a quick one
LAUNCHES = 3  # a server that is killed while it starts deserves another try
MOMENT = 0.005  # seconds between two looks


def start(home: Path) -> "Server":
    """The embedded server of this home, running, until this process stops it or ends.

    When several processes start together one starts the server and the others find it. Raises `ServerFailed`.
    """
    server = Server(home)
    atexit.register(server.stop)
    try:
        server.ensure()
    except BaseException:
        server.stop()
        raise
    return server


class Server:
    """A claim on the embedded server of one home. `stop` gives it up; a process that ends gives it up too."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.data = self.home / "postgres"
        self.log = self.home / "log" / "postgres.log"
        self._run = self.home / "run"
        self._meeting_point = MeetingPoint(self._run / "postgres.socket")
        self._claim: int | None = None
        self._process = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def dsn(self, role: str = OWNER, database: str = "kring") -> str:
        """The address for `role`, as an URL that psycopg and PostgreSQL's programs take.

        It stays the same when the server is killed and started again, as long as somebody has a claim.
        """
        folder = self._meeting_point.folder()
        if folder is None:
            raise ServerFailed(f"The database of {self.home} is not running.")
        return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(folder), safe='')}"

    def ensure(self) -> None:
        """Have the server running: for the first time, or again after it was killed. Costs nothing while it runs."""
        if self._claim is not None and self._answers():
            return
        for folder in (self.home, self._run, self.log.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locks.alone(self._run / "postgres.lock"):
            if self._claim is None:
                self._claim = locks.together(self._run / "postgres.users")
            account = accounts.for_server(self.data)
            programs = folder_for(account)
            if not (self.data / "PG_VERSION").exists():
                cluster.create(self.data, programs, account)
            cluster.check_version(self.data)
            self._bring_up(programs, account)

    def stop(self) -> None:
        """Give up the claim; the last one to do so stops the server, and waits until it has stopped."""
        atexit.unregister(self.stop)
        if self._claim is None or self._process != os.getpid():
            return
        claim, self._claim = self._claim, None
        try:
            if not self._run.exists():  # the home was deleted: the server notices within a minute, and ends
                self._meeting_point.remove()
            else:
                with locks.alone(self._run / "postgres.lock"):
                    if locks.is_last(claim):
                        self._shut_down()
        finally:
            os.close(claim)

    def _bring_up(self, programs: Path, account: Account) -> None:
        launches = 0
        until = time.monotonic() + START_PATIENCE
        while not self._answers():
            alive = self._take_life()
            if alive is not None:
                try:
                    if launches == LAUNCHES:
                        raise self._failure("did not start")
                    self._launch(programs, account, alive)
                finally:
                    os.close(alive)
                launches += 1
            elif self._status() == "stopping":
                # Not by us, and it waits for its clients to leave: a service manager told all our processes to end.
                self._shut_down()
            if time.monotonic() > until:
                raise self._failure("does not answer")
            time.sleep(MOMENT)

    def _launch(self, programs: Path, account: Account, alive: int) -> None:
        """Start the server's first process, which inherits the lock `alive`."""
        if accounts.owner_of(self.data) != account:
            accounts.give(self.data, account)
        sockets = self._meeting_point.prepare(account)
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # of a server that lives no more
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with cluster.Opened(self.data) as folder, _private_log(self.log) as log:
            os.fchmod(folder.number, 0o700)  # a copy of a home may have come out wider, and PostgreSQL would refuse it
            folder.write("pg_hba.conf", cluster.ACCESS, account)
            folder.write("pg_ident.conf", cluster.peers(account), account)
            folder.write("postgresql.conf", cluster.settings(sockets), account)
            # The shell makes it nobody's child: no claim has to outlive the others to wait for it.
            subprocess.run(
                ["/bin/sh", "-c", '"$@" &', "sh", str(programs / "postgres"), "-D", folder.path],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=cluster.ENVIRONMENT,
                pass_fds=[folder.number, alive],
                start_new_session=True,  # Ctrl-C in the terminal is for the application
                umask=0o077,
                check=True,
                **account.identity,
            )

    def _shut_down(self) -> None:
        """End every process of the server: open transactions are undone, what was committed is on disk."""
        account = accounts.for_server(self.data)
        command = [str(folder_for(account) / "pg_ctl"), "stop", "--wait", "--silent", f"--timeout={STOP_PATIENCE}"]
        for mode in ("fast", "immediate"):
            if self._is_gone():
                break
            with cluster.Opened(self.data) as folder, suppress(ServerFailed):  # it may have gone by itself meanwhile
                folder.run(account, [*command, f"--mode={mode}", "-D", folder.path])
        until = time.monotonic() + STOP_PATIENCE
        while not self._is_gone():
            if time.monotonic() > until:
                raise self._failure("does not stop")
            time.sleep(MOMENT)
        self._meeting_point.remove()

    def _answers(self) -> bool:
        """Whether the server takes connections: it says so itself, and its socket does."""
        return self._status() == "ready" and self._meeting_point.answers()

    def _status(self) -> str:
        """What the server says about itself: `starting`, `ready`, `stopping`, or nothing."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip()
        except (FileNotFoundError, IndexError):
            return ""

    def _take_life(self) -> int | None:
        """The lock that every process of a running server holds; nothing while one of them lives.

        PostgreSQL keeps the number of its process in a file, but numbers are given again after a reboot. A lock
        inherited by all its processes is true at any moment, also after `kill -9`.
        """
        return locks.if_free(self._run / "postgres.alive")

    def _is_gone(self) -> bool:
        alive = self._take_life()
        if alive is not None:
            os.close(alive)
        return alive is not None

    def _failure(self, what: str) -> ServerFailed:
        end = self.log.read_text(errors="replace").splitlines()[-10:]
        return ServerFailed("\n".join([f"The database {what}. The end of {self.log}:", *end]))


def _private_log(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
