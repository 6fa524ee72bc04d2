"""A data folder for PostgreSQL: made whole or not at all, and how the server is told to use it."""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Self

from . import account as accounts
from .account import Account
from .failure import ServerFailed
from .programs import MAJOR

ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}

# The roles that somebody can be on the socket; PostgreSQL's superuser is not among them.
ACCESS = """\
# Written by Kring at every start.
local  all  postgres  reject
local  all  all       peer map=kring
"""

# The owner makes the other roles, and the databases that tests and restores need.
FOUNDATION = """\
CREATE ROLE kring_owner LOGIN CREATEROLE CREATEDB;

CREATE DATABASE kring OWNER kring_owner;

"""

INITDB = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions")

# For a machine where Kring is not alone: about 60 MB at rest, and safe against a power cut.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "96MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    "io_method": "sync",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "512MB",
    "wal_level": "replica",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    # The log tells what went wrong, never the row or the statement it went wrong with.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


def create(data: Path, programs: Path, server: Account) -> None:
    """Make the data folder, with the owner's role and an empty database, and give it to the server's account."""
    if data.exists() and any(data.iterdir()):
        raise ServerFailed(f"{data} is there, and it is not the data of a PostgreSQL server.")
    staging = data.with_name(data.name + ".new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    maker = accounts.for_initdb(server)
    accounts.give(staging, maker)
    with Opened(staging) as folder:
        folder.run(
            maker,
            [str(programs / "initdb"), "-D", folder.path, "--username=postgres", "--auth=reject", *INITDB],
        )
        alone = [str(programs / "postgres"), "--single", "-j", "-D", folder.path, "template1"]
        folder.run(maker, alone, FOUNDATION)
    accounts.give(staging, server)
    staging.rename(data)


def check_version(data: Path) -> None:
    """Refuse rows that another version of PostgreSQL wrote."""
    found = (data / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise ServerFailed(
            f"{data} was written by PostgreSQL {found}, and this is {MAJOR}. "
            "Go back to the version of Kring that wrote it, make a backup, and restore that with this one."
        )


class Opened:
    """An open folder, and the name by which a process that inherits it can use it.

    The account that root's server runs under may own the data folder and still not be allowed to walk to it: the
    checkout may be in a private home folder. On Linux an inherited folder has a name that needs no walking.
    """

    def __init__(self, folder: Path) -> None:
        self.number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        inherited = f"/proc/self/fd/{self.number}"
        self.path = inherited if os.geteuid() == 0 and Path(inherited).exists() else str(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.number)

    def run(self, account: Account, command: list[str], said: str = "") -> None:
        """Run one of PostgreSQL's programs on the folder, to its end."""
        done = subprocess.run(
            command,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
            pass_fds=[self.number],
            **account.identity,
        )
        if done.returncode != 0:
            raise ServerFailed(f"{Path(command[0]).name} failed:\n{done.stderr or done.stdout}")

    def write(self, name: str, text: str, owner: Account) -> None:
        """Write a file anew. The folder belongs to an account we do not trust, so no link in it is followed."""
        new = name + ".new"
        with suppress(FileNotFoundError):
            os.unlink(new, dir_fd=self.number)
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=self.number)
        with os.fdopen(file, "w") as stream:
            stream.write(text)
            if not owner.is_mine:
                os.fchown(stream.fileno(), owner.uid, owner.gid)
        os.rename(new, name, src_dir_fd=self.number, dst_dir_fd=self.number)


def settings(sockets: Path) -> str:
    """What the server is told: no way in but the socket in this folder."""
    lines = ["# Written by Kring at every start."]
    for name, value in (SETTINGS | {"unix_socket_directories": str(sockets)}).items():
        quoted = value.replace("'", "''")
        lines.append(f"{name} = '{quoted}'")
    return "\n".join(lines) + "\n"


def peers(server: Account) -> str:
    """Who on this system may be which role: whoever starts Kring, and the owner of the data."""
    lines = ["# Written by Kring at every start."]
    for uid in {os.geteuid(), server.uid}:
        try:
            name = pwd.getpwuid(uid).pw_name
        except KeyError:
            continue
        lines.append(f'kring  "{name}"  /^kring_')
    return "\n".join(lines) + "\n"
