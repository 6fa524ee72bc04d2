"""Which account of the system the database server runs under.

PostgreSQL refuses to run as root, and it is right. Started by root, the server gets numbers of its own
that nobody else has and that no tool hands out (65520 to 65533: reserved by nothing, and inside what
a container without privileges can use). So no other daemon can read its files or send it signals, and no
account has to be made on the system.
"""

import grp
import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, TypeVar

from .failure import ServerFailed

Key = TypeVar("Key", int, str)

NUMBERS = range(65520, 65534)


class Identity(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that change who a process is."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The numbers of a user and a group."""

    uid: int
    gid: int

    @property
    def is_mine(self) -> bool:
        """Whether this process already runs under it."""
        return self.uid == os.geteuid()

    @property
    def identity(self) -> Identity:
        """For `subprocess.Popen(**account.identity)`: become this account, and leave every group."""
        return {} if self.is_mine else {"user": self.uid, "group": self.gid, "extra_groups": []}


def for_server(data: Path) -> Account:
    """The account for the server whose rows are in `data`: the folder's owner, once there is one."""
    owner = owner_of(data)
    if os.geteuid() != 0:
        if owner and owner.uid != os.geteuid():
            raise ServerFailed(
                f"{data} belongs to another account (number {owner.uid}). Start Kring as the one it was made by."
            )
        return Account(os.geteuid(), os.getegid())
    if owner and owner.uid != 0:
        return owner
    return _unused()


def owner_of(path: Path) -> Account | None:
    """Whose the file or folder is; nothing when it is not there."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return Account(found.st_uid, found.st_gid)


def for_initdb(server: Account) -> Account:
    """The account that fills a new data folder: `initdb` insists on one with a name."""
    if _known(pwd.getpwuid, server.uid):
        return server
    if server.is_mine:
        raise ServerFailed(
            f"This account (number {server.uid}) has no name on this system, and PostgreSQL wants one. "
            "Give it one, or name a database of your own in KRING_DATABASE_URL."
        )
    for name in ("nobody", "daemon"):
        if _known(pwd.getpwnam, name):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise ServerFailed("This system has no account called nobody, which is needed once to make the database.")


def give(folder: Path, account: Account) -> None:
    """Make `account` the owner of a folder and all in it, out of reach of its former owner from the first moment."""
    if account.is_mine:
        return
    os.chown(folder, os.geteuid(), os.getegid(), follow_symlinks=False)
    for _, folders, files, here in os.fwalk(folder):
        for name in folders + files:
            os.chown(name, account.uid, account.gid, dir_fd=here, follow_symlinks=False)
    os.chown(folder, account.uid, account.gid, follow_symlinks=False)


def _unused() -> Account:
    for number in NUMBERS:
        if not _known(pwd.getpwuid, number) and not _known(grp.getgrgid, number):
            return Account(number, number)
    raise ServerFailed(f"All of the account numbers {NUMBERS.start} to {NUMBERS.stop - 1} are in use on this system.")


def _known(look_up: Callable[[Key], object], key: Key) -> bool:
    try:
        look_up(key)
    except KeyError:
        return False
    return True
