"""Makes a backup while everybody works on: the tables as they were at one moment, and the files they name."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

import kring
from kring.files.disk import Store
from kring.kernel.errors import KringError
from kring.kernel.roles import LIBRARIAN
from kring.site import environment as env
from kring.site.backup import archive, content, programs
from kring.site.backup.archive import Manifest, Part
from kring.site.backup.content import Connection
from kring.site.backup.restoring import check_backup


def make_backup(target: Path, *, owner: str, home: Path, passphrase: str | None = None) -> Manifest:
    """Writes the backup beside `target`, reads it back, and gives it its name when all of it is right.

    A stored file that is damaged is left out and named in the manifest; everything else that is wrong stops it.
    """
    target = target.absolute()
    scratch = {name: target.with_name(f".{target.name}.{name}") for name in ("dump", "plain", "whole")}
    try:
        archive.private(scratch["dump"]).close()
        with _one_moment(owner) as connection:
            manifest = _dump(connection, owner, scratch["dump"])
            store = Store(home / "files")
            files, damaged = _files(connection, store)
        secret, key = home / "secret_key", env.secret_key()
        parts = {archive.DUMP: archive.part_of(scratch["dump"])}
        if not env.text("KRING_SECRET_KEY"):
            parts[archive.SECRET_KEY] = archive.part_of(secret)
        parts |= {archive.FILES + sha256: part for sha256, part in files.items()}
        manifest = replace(manifest, parts=parts, damaged=damaged, secret_key=_hash(key))
        with archive.private(scratch["plain"]) as file:
            writer = archive.Writer(file, manifest)
            for name, part in parts.items():
                writer.add(name, _source(name, scratch["dump"], secret, store), part)
            writer.close()
            file.flush()
            os.fsync(file.fileno())
        whole = scratch["plain"]
        if passphrase is not None:
            archive.encrypt(scratch["plain"], scratch["whole"], passphrase)
            whole = scratch["whole"]
        check_backup(whole, passphrase=passphrase)
        whole.replace(target)
        return manifest
    finally:
        for path in scratch.values():
            path.unlink(missing_ok=True)


@contextmanager
def _one_moment(owner: str) -> Iterator[Connection]:
    """The database as it is now and stays for this connection, seen by the role that row security lets see all."""
    with psycopg.connect(owner) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if hidden := content.hidden_from_librarian(connection):
            raise KringError(
                f"Row security would keep rows of {', '.join(hidden)} out of the backup. See `kring check`."
            )
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(LIBRARIAN)))
        yield connection


def _dump(connection: Connection, owner: str, dump: Path) -> Manifest:
    row = connection.execute(
        "SELECT pg_export_snapshot(), (SELECT encode(digest, 'hex') FROM kernel_seal ORDER BY id DESC LIMIT 1)"
    ).fetchone()
    assert row is not None
    snapshot, seal = row
    programs.run(
        "pg_dump",
        owner,
        "--format=custom",
        f"--role={LIBRARIAN}",
        "--enable-row-security",
        f"--snapshot={snapshot}",
        *(f"--exclude-table-data={table}" for table in content.OF_A_MOMENT),
        f"--file={dump}",
    )
    return Manifest(
        kring=kring.__version__,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        postgresql=connection.info.server_version,
        tables=content.sums(connection),
        librarian=content.librarians_functions(connection),
        seal=str(seal or ""),
    )


def _files(connection: Connection, store: Store) -> tuple[dict[str, Part], list[str]]:
    """The files that the tables name, and those of them that are not what they should be."""
    good: dict[str, Part] = {}
    damaged: list[str] = []
    for (sha256,) in connection.execute("SELECT sha256 FROM files_storedfile ORDER BY sha256"):
        assert isinstance(sha256, str)
        place = store.place(sha256)
        part = archive.part_of(place) if place.exists() else None
        if part and part.sha256 == sha256:
            good[sha256] = part
        else:
            damaged.append(sha256)
    return good, damaged


def _source(name: str, dump: Path, secret: Path, store: Store) -> Path:
    if name == archive.DUMP:
        return dump
    if name == archive.SECRET_KEY:
        return secret
    return store.place(name.removeprefix(archive.FILES))


def _hash(secret_key: str) -> str:
    return hashlib.sha256(secret_key.encode()).hexdigest()
