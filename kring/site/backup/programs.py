"""PostgreSQL's own programs, run as the owner of the database."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kring.kernel import postgres
from kring.kernel.errors import KringError


class ProgramFailed(KringError):
    """One of PostgreSQL's programs did not succeed; the message is what it said."""


def run(name: str, owner: str, *arguments: str) -> str:
    """Runs `pg_dump` or `pg_restore` on the database of this address, and gives what it wrote."""
    address = conninfo_to_dict(owner)
    password = address.pop("password", None)  # an argument would be seen by everybody on this machine
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run(
        [str(_program(name, _version(owner))), *arguments, f"--dbname={make_conninfo('', **address)}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ProgramFailed(f"{name} failed:\n{done.stderr.strip()}")
    return done.stdout


def contents(dump: Path, owner: str) -> list[str]:
    """The list of what is in a dump, one line each, as `pg_restore --use-list` takes it."""
    program = _program("pg_restore", _version(owner))
    return subprocess.run(
        [str(program), "--list", str(dump)], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def _version(owner: str) -> int:
    with psycopg.connect(owner) as connection:
        return connection.info.server_version // 10_000


def _program(name: str, server: int) -> Path:
    """The one nearest to the server: an older one cannot read it, a newer one says what an old server does not know."""
    found = {_major(path): path for path in (postgres.program(name), *_installed(name)) if path.exists()}
    good = sorted(version for version in found if version >= server)
    if not good:
        raise KringError(f"There is no {name} for PostgreSQL {server} here. Install PostgreSQL's client programs.")
    return found[good[0]]


def _installed(name: str) -> list[Path]:
    on_path = shutil.which(name)
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return [*debian, *([Path(on_path)] if on_path else [])]


def _major(program: Path) -> int:
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0
