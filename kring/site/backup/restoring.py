"""Puts a backup into an empty installation, and leaves it empty again when anything is not as it was."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from kring.files.disk import Store
from kring.kernel import roles
from kring.kernel.errors import KringError
from kring.kernel.roles import LIBRARIAN
from kring.site import environment as env
from kring.site.backup import archive, content, programs
from kring.site.backup.archive import BrokenBackup, Manifest, Reader
from kring.site.backup.content import Connection

EMPTY = """
SELECT to_regnamespace('kring') IS NULL
   AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)
"""


class NotEmpty(KringError):
    """There is something already where the backup would go."""


def check_backup(path: Path, *, passphrase: str | None = None) -> Manifest:
    """Reads a backup from its beginning to its end. Raises `BrokenBackup` when it is not what was written."""
    with archive.reading(path, passphrase) as reader:
        for _, pieces in reader.members():
            for _ in pieces:
                pass
        return reader.manifest


def restore_backup(path: Path, *, owner: str, home: Path, passphrase: str | None = None) -> Manifest:
    """The installation as it was. Raises `BrokenBackup` and `NotEmpty`, and then nothing has changed."""
    with psycopg.connect(owner) as connection:
        if connection.execute(EMPTY).fetchone() != (True,):
            raise NotEmpty("The database is not empty. A backup is restored into a new one.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    dump = home / "restoring.dump"
    try:
        with archive.reading(path, passphrase) as reader:
            _same_key(reader.manifest)
            manifest = _unpack(reader, dump, home)
        _fill(dump, owner, manifest)
    finally:
        dump.unlink(missing_ok=True)
    return manifest


def _same_key(manifest: Manifest) -> None:
    """A key that the operator sets is not in the backup: it has to be the one that was set then."""
    kept = archive.SECRET_KEY in manifest.parts
    if not kept and hashlib.sha256(env.secret_key().encode()).hexdigest() != manifest.secret_key:
        raise KringError("Set KRING_SECRET_KEY to the key that was set when this backup was made.")
    if kept and env.text("KRING_SECRET_KEY"):
        raise KringError("This backup has its own secret key. Unset KRING_SECRET_KEY.")


def _unpack(reader: Reader, dump: Path, home: Path) -> Manifest:
    store = Store(home / "files")
    for name, pieces in reader.members():
        if name == archive.DUMP:
            _write(dump, pieces)
        elif name == archive.SECRET_KEY:
            _write(home / "secret_key", pieces)
        elif re.fullmatch(re.escape(archive.FILES) + "[0-9a-f]{64}", name):
            received = store.receive(pieces)
            if received.sha256 != name.removeprefix(archive.FILES):
                store.drop(received)
                raise BrokenBackup(f"{name} has changed since the backup was made.")
            store.keep(received)
        else:
            raise BrokenBackup(f"{name} does not belong in a backup.")
    return reader.manifest


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    with archive.private(path) as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _fill(dump: Path, owner: str, manifest: Manifest) -> None:
    try:
        _restore_tables(dump, owner)
        with psycopg.connect(owner) as connection:
            _give_to_librarian(connection, manifest)
            _as_librarian(connection, lambda: _compare(connection, manifest))
            connection.execute("INSERT INTO kernel_epoch (number) SELECT max(number) + 1 FROM kernel_epoch")
        roles.grant_by_default(owner)
    except BaseException:
        _empty(owner)
        raise


def _restore_tables(dump: Path, owner: str) -> None:
    # What the owner grants by default is said anew afterwards: said before, it would add to what the dump grants.
    wanted = dump.with_suffix(".list")
    try:
        wanted.write_text("\n".join(line for line in programs.contents(dump, owner) if " DEFAULT ACL " not in line))
        programs.run(
            "pg_restore",
            owner,
            "--no-owner",
            "--single-transaction",
            "--exit-on-error",
            f"--use-list={wanted}",
            str(dump),
        )
    finally:
        wanted.unlink(missing_ok=True)


def _give_to_librarian(connection: Connection, manifest: Manifest) -> None:
    for function in manifest.librarian:
        if not re.fullmatch(r"kring\.\w+\([\w ,.\[\]]*\)", function):
            raise BrokenBackup(f"{function} is not the name of a function.")
        connection.execute(f"ALTER FUNCTION {function} OWNER TO {LIBRARIAN}")


def _as_librarian(connection: Connection, look: Callable[[], None]) -> None:
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(LIBRARIAN)))
    look()
    connection.execute("RESET ROLE")


def _compare(connection: Connection, manifest: Manifest) -> None:
    found = content.sums(connection)
    different = [table for table in sorted(manifest.tables | found) if manifest.tables.get(table) != found.get(table)]
    if different:
        raise BrokenBackup(f"What came back is not what was kept: {', '.join(different)}.")


def _empty(owner: str) -> None:
    """As it was before: nothing half restored stays behind."""
    with psycopg.connect(owner) as connection:
        connection.execute("DROP SCHEMA IF EXISTS kring CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
