"""The folder with the server's socket: short, private, and found again by everybody who may connect.

The address of a local socket may be about a hundred bytes long, and a home may be longer. So the socket stands in a
folder with a name nobody can guess, which belongs to the server's account, and a file in the home tells where.
"""

import os
import shutil
import socket
import tempfile
from pathlib import Path

from . import account as accounts
from .account import Account
from .failure import ServerFailed

SOCKET = ".s.PGSQL.5432"
LONGEST = 103  # bytes: what an address holds on every system, less the closing zero


class MeetingPoint:
    """Where the server of one home listens; `record` is the file that tells."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._seen: Path | None = None

    def folder(self) -> Path | None:
        """The folder of the socket, while there is one."""
        try:
            self._seen = Path(self._record.read_text())
        except FileNotFoundError:
            return None
        return self._seen

    def answers(self) -> bool:
        """Whether somebody takes connections there."""
        folder = self.folder()
        if folder is None:
            return False
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(str(folder / SOCKET)) == 0

    def prepare(self, account: Account) -> Path:
        """An empty private folder: the one of last time when it is still the server's, so that addresses stay good."""
        folder = self.folder()
        if folder is None or not _is_private(folder, account):
            folder = Path(tempfile.mkdtemp(prefix="kring-", dir=_base(account)))
            accounts.give(folder, account)
            self._record.write_text(str(folder))
        for left_over in (SOCKET, SOCKET + ".lock"):
            (folder / left_over).unlink(missing_ok=True)
        return folder

    def remove(self) -> None:
        """Leave nothing behind, also when the home with the record is gone."""
        folder = self.folder() or self._seen
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        self._record.unlink(missing_ok=True)


def _base(account: Account) -> Path:
    """A short folder that stays while the machine is up.

    Root has one, unless an ordinary account shares the server and may be the last to leave: then it must be able to
    clean up. A login session's own folder would vanish at logout, under a server that still runs.
    """
    candidates = [Path("/run")] if os.geteuid() == 0 and account.uid in accounts.NUMBERS else []
    candidates += [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - the folder gets a name nobody can guess
    for base in candidates:
        if os.access(base, os.W_OK | os.X_OK) and len(os.fsencode(base / "kring-12345678" / SOCKET)) <= LONGEST:
            return base
    raise ServerFailed("There is no temporary folder to put the database's socket in.")


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return False
    return (found.st_mode, found.st_uid) == (0o040700, account.uid)
