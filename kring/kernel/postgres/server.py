"""The embedded server: started by the first that needs it, stopped by the last that leaves."""

import atexit
import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from . import account as accounts
from . import cluster
from .account import Account
from .failure import ServerFailed
from .programs import folder_for

OWNER = "kring_owner"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 103  # bytes: what the address of a local socket holds on every system, less the closing zero
LONGEST_LOG = 10_000_000  # bytes, after which the log is set aside when the server starts
PATIENCE = 300.0  # seconds: starting includes making good what a power cut left undone


def start(home: Path) -> "Server":
    """The embedded server of this home, running, until this process stops it or ends.

    When several processes start together one starts the server and the others find it. Raises `ServerFailed`.
    """
    server = Server(home)
    atexit.register(server.stop)
    server.ensure()
    return server


class Server:
    """A claim on the embedded server of one home. `stop` gives it up; a process that ends gives it up too."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.data = self.home / "postgres"
        self.log = self.home / "log" / "postgres.log"
        self._run = self.home / "run"
        self._claim: int | None = None
        self._process = os.getpid()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def dsn(self, role: str = OWNER, database: str = "kring") -> str:
        """The address for `role`, as an URL that psycopg and PostgreSQL's programs take."""
        return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(self._socket_folder()), safe='')}"

    def ensure(self) -> None:
        """Have the server running: for the first time, or again after it was killed."""
        for folder in (self.home, self._run, self.log.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._one_at_a_time():
            if self._claim is None:
                self._claim = _lock(self._run / "postgres.users", fcntl.LOCK_SH)
            account = accounts.for_server(self.data)
            programs = folder_for(account)
            if not self.data.exists():
                cluster.create(self.data, programs, account)
            cluster.check_version(self.data)
            self._bring_up(programs, account)

    def stop(self) -> None:
        """Give up the claim; the last one to do so stops the server, and waits until it has stopped."""
        if self._claim is None or self._process != os.getpid():
            return
        with self._one_at_a_time():
            claim, self._claim = self._claim, None
            try:
                if _try_lock(claim):
                    self._shut_down()
            finally:
                os.close(claim)
        atexit.unregister(self.stop)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Nobody else starts or stops this server meanwhile."""
        lock = _lock(self._run / "postgres.lock", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(lock)

    def _bring_up(self, programs: Path, account: Account) -> None:
        launched = False
        until = time.monotonic() + PATIENCE
        while not self._answers():
            alive = self._take_life()
            if alive is not None:
                try:
                    if launched:
                        raise ServerFailed(f"The database did not start. The end of {self.log}:\n{self._last_words()}")
                    self._launch(programs, account, alive)
                finally:
                    os.close(alive)
                launched = True
            if time.monotonic() > until:
                raise ServerFailed(f"The database does not answer. The end of {self.log}:\n{self._last_words()}")
            time.sleep(0.005)

    def _answers(self) -> bool:
        """Whether the server takes connections: it says so itself, and its socket does."""
        try:
            status = (self.data / "postmaster.pid").read_text().splitlines()[7]
        except (FileNotFoundError, IndexError):
            return False
        folder = self._known_socket_folder()
        if status.strip() != "ready" or folder is None:
            return False
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(str(folder / SOCKET)) == 0

    def _take_life(self) -> int | None:
        """The lock that every process of a running server holds; nothing while one of them lives.

        PostgreSQL keeps the number of its process in a file, but numbers are given again after a reboot. A lock
        inherited by all its processes is true at any moment, also after `kill -9`.
        """
        lock = os.open(self._run / "postgres.alive", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if _try_lock(lock):
            return lock
        os.close(lock)
        return None

    def _launch(self, programs: Path, account: Account, alive: int) -> None:
        if (owner := accounts.owner_of(self.data)) != account and owner is not None:
            accounts.give(self.data, account)
        sockets = self._fresh_socket_folder(account)
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # nothing of that server lives
        self._set_log_aside()
        with cluster.Opened(self.data) as folder, _private_log(self.log) as log:
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
        account = accounts.for_server(self.data)
        command = [str(folder_for(account) / "pg_ctl"), "stop", "--wait", "--silent", "--timeout=60"]
        with cluster.Opened(self.data) as folder:
            if self._answers():
                try:
                    folder.run(account, [*command, "--mode=fast", "-D", folder.path])
                except ServerFailed:
                    folder.run(account, [*command, "--mode=immediate", "-D", folder.path])
        self._remove_socket_folder()

    # The socket. Its address may be about a hundred bytes long, and a home may be longer, so it is in a folder of
    # its own with a name nobody can guess; `run/postgres.socket` tells which.

    def _socket_folder(self) -> Path:
        folder = self._known_socket_folder()
        if folder is None:
            raise ServerFailed(f"The database of {self.home} is not running.")
        return folder

    def _known_socket_folder(self) -> Path | None:
        try:
            return Path((self._run / "postgres.socket").read_text())
        except FileNotFoundError:
            return None

    def _fresh_socket_folder(self, account: Account) -> Path:
        """An empty private folder; the one of last time when it is still ours, so that addresses stay good."""
        folder = self._known_socket_folder()
        if folder is None or not _is_private(folder, account):
            folder = Path(tempfile.mkdtemp(prefix="kring-", dir=_base_of_sockets()))
            accounts.give(folder, account)
            (self._run / "postgres.socket").write_text(str(folder))
        for left_over in (SOCKET, SOCKET + ".lock"):
            (folder / left_over).unlink(missing_ok=True)
        return folder

    def _remove_socket_folder(self) -> None:
        folder = self._known_socket_folder()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            (self._run / "postgres.socket").unlink()

    def _set_log_aside(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])


def _base_of_sockets() -> Path:
    """A short folder that stays while the machine is up: root has one, everybody else has the temporary one.

    A login session's own folder would vanish at logout, under a server that still runs.
    """
    candidates = [Path("/run")] if os.geteuid() == 0 else []
    candidates += [Path(tempfile.gettempdir()), Path("/tmp")]
    for base in candidates:
        if os.access(base, os.W_OK | os.X_OK) and len(os.fsencode(base / "kring-12345678" / SOCKET)) <= LONGEST_SOCKET:
            return base
    raise ServerFailed("There is no temporary folder to put the database's socket in.")


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return False
    return (found.st_mode, found.st_uid) == (0o040700, account.uid)


def _private_log(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _lock(path: Path, kind: int) -> int:
    """Open the file and wait for a lock on it. The lock goes with the file, and with the process."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(file, kind)
    return file


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
