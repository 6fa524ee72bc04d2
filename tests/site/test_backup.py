"""A backup brings back everything that was there, or says why not and leaves everything as it was."""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kring.kernel import trail
from kring.kernel.binding import acting_as
from kring.kernel.errors import KringError
from kring.kernel.roles import APP, LIBRARIAN
from kring.sharing import commands
from kring.sharing.commands import Upload
from kring.site.backup import check_backup, content, make_backup, programs, restore_backup
from kring.site.backup.archive import BrokenBackup, Manifest
from kring.site.backup.restoring import NotEmpty
from kring.tlp.labels import Label
from tests.cast import make_cast
from tests.conftest import DatabaseCopies
from tests.installation import OwnDatabase, cookie_of
from tests.sharing import stage


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(tmp_path_factory.mktemp("lived-in"))


@pytest.fixture(scope="module")
def lived_in(committed: OwnDatabase, home: Path) -> OwnDatabase:
    """An installation in which things happened: every label, a draft, a thread, files, feedback, a sealed trail."""
    from django.conf import settings

    before, settings.KRING_HOME = settings.KRING_HOME, home
    try:
        cast = make_cast()
        for label in Label:
            item = stage.share(cast, "ada", label, named=("cem",) if label is Label.RED else ())
            stage.reply(cast, item)
        stage.draft(cast, "dee", circle=cast.south.pk)
        with acting_as(cast.actor("ada")) as actor:
            for name, piece in (("report.txt", b"what we saw"), ("tool.exe", b"MZ\x90\x00" + b"\x00" * 5000)):
                commands.add_attachment(actor=actor, upload=Upload(name=name, content=[piece]), item=item)
        trail.seal()
        cookie_of(cast.ada)
        stage.share(cast)  # on the trail, and not sealed yet
    finally:
        settings.KRING_HOME = before
    return committed


@pytest.fixture
def empty(copy_database: DatabaseCopies) -> Iterator[OwnDatabase]:
    """A new database, with the roles and nothing else."""
    from kring.kernel import roles

    name = f"kring_{copy_database.worker}_empty"
    with psycopg.connect(make_conninfo(copy_database.template, dbname="postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        owner = make_conninfo(copy_database.template, dbname=name)
        roles.ensure_roles(owner, secret=None)
        yield OwnDatabase(owner, make_conninfo(owner, user=APP))
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def kept(lived_in: OwnDatabase, home: Path) -> tuple[Path, Manifest]:
    """A backup of it."""
    path = home.parent / "kept.backup"
    return path, make_backup(path, owner=lived_in.owner, home=home)


def everything(database: OwnDatabase) -> dict[str, tuple[int, str]]:
    with psycopg.connect(database.owner) as connection:
        connection.execute(f"SET LOCAL ROLE {LIBRARIAN}")
        return content.sums(connection)


def objects(database: OwnDatabase) -> set[str]:
    """Tables, columns, functions, policies, triggers, constraints, indexes and grants, as the catalogue tells them."""
    with psycopg.connect(database.owner) as connection:
        found = connection.execute(
            """
            SELECT 'table ' || c.relname || ' ' || c.relkind::text || c.relrowsecurity || c.relforcerowsecurity || ' '
                   || coalesce((SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(c.relacl) a), '')
              FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'kring'::regnamespace)
            UNION ALL SELECT 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || a.attnotnull || coalesce(a.attacl::text, '') || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
             WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace IN ('public'::regnamespace, 'kring'::regnamespace)
            UNION ALL SELECT 'function ' || pg_get_functiondef(p.oid) || p.proowner::regrole || coalesce(p.proacl::text, '')
              FROM pg_proc p WHERE p.pronamespace IN ('public'::regnamespace, 'kring'::regnamespace) AND p.prokind = 'f'
            UNION ALL SELECT 'policy ' || p::text FROM pg_policies p
            UNION ALL SELECT 'trigger ' || pg_get_triggerdef(t.oid) || t.tgenabled::text FROM pg_trigger t WHERE NOT t.tgisinternal
            UNION ALL SELECT 'constraint ' || n.conrelid::regclass || pg_get_constraintdef(n.oid) FROM pg_constraint n
             WHERE n.connamespace = 'public'::regnamespace
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'schema ' || nspname || ' ' || coalesce(nspacl::text, '') || coalesce(obj_description(oid, 'pg_namespace'), '')
              FROM pg_namespace WHERE nspname = 'kring'
            UNION ALL SELECT 'default ' || defaclobjtype::text || ' ' || defaclacl::text FROM pg_default_acl
            """
        )
        # PostgreSQL writes a list of values with its casts in other places when it reads it back.
        return {re.sub(r"[()]|::character varying|::text(\[\])?", "", str(line)) for (line,) in found}


def files_in(home: Path) -> dict[str, str]:
    store = home / "files"
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in store.rglob("*")
        if path.is_file() and "incoming" not in path.parts
    }


class TestBringingBack:
    def test_what_comes_back_equals_the_original(
        self, lived_in: OwnDatabase, home: Path, kept: tuple[Path, Manifest], empty: OwnDatabase, tmp_path: Path
    ) -> None:
        restore_backup(kept[0], owner=empty.owner, home=tmp_path)
        before, after = everything(lived_in), everything(empty)
        assert before.pop("kernel_epoch")[0] + 1 == after.pop("kernel_epoch")[0]
        assert after == before
        assert {table for table, (rows, _) in before.items() if rows} >= {
            "sharing_item", "sharing_reply", "sharing_attachment", "kernel_fact", "kernel_seal", "people_person",
            "files_storedfile", "procrastinate_jobs",
        }, "a table that is empty proves nothing"  # fmt: skip
        assert objects(empty) == objects(lived_in)
        assert files_in(tmp_path) == files_in(home)
        assert len(files_in(tmp_path)) == 2

    def test_the_application_works_on_it_and_the_trail_goes_on(
        self, kept: tuple[Path, Manifest], empty: OwnDatabase, tmp_path: Path
    ) -> None:
        restore_backup(kept[0], owner=empty.owner, home=tmp_path)
        with psycopg.connect(empty.application, autocommit=True) as app:
            assert app.execute("SELECT count(*) FROM sharing_item").fetchone() == (0,), "nobody is bound"
            assert len(app.execute("SELECT kring.seal_facts()").fetchall()) == 1, "what was not sealed yet"
            assert app.execute("SELECT count(*) FROM kring.verify_seals()").fetchone() == (0,)
            assert app.execute("SELECT count(*) FROM django_session").fetchone() == (0,), "signed in by a backup"

    def test_the_key_comes_along_when_it_is_ours(
        self, lived_in: OwnDatabase, home: Path, empty: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("KRING_SECRET_KEY")
        monkeypatch.setenv("KRING_HOME", str(home))
        make_backup(tmp_path / "b", owner=lived_in.owner, home=home)
        restore_backup(tmp_path / "b", owner=empty.owner, home=tmp_path / "new")
        assert (tmp_path / "new" / "secret_key").read_text() == (home / "secret_key").read_text()
        assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600

    def test_another_key_is_refused_before_anything_is_done(
        self, kept: tuple[Path, Manifest], empty: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KRING_SECRET_KEY", "another key")
        with pytest.raises(KringError, match="Set KRING_SECRET_KEY"):
            restore_backup(kept[0], owner=empty.owner, home=tmp_path)
        assert not (tmp_path / "files").exists()

    def test_what_changes_while_it_is_made_is_not_half_in_it(
        self, lived_in: OwnDatabase, home: Path, empty: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def dump_and_meddle(name: str, owner: str, *arguments: str) -> str:
            with psycopg.connect(lived_in.application, autocommit=True) as app:
                app.execute("UPDATE people_person SET phone = phone || '1'")
            return run(name, owner, *arguments)

        run = programs.run
        monkeypatch.setattr(programs, "run", dump_and_meddle)
        make_backup(tmp_path / "b", owner=lived_in.owner, home=home)
        monkeypatch.setattr(programs, "run", run)
        restore_backup(tmp_path / "b", owner=empty.owner, home=tmp_path / "new")  # compares by itself


class TestKeepingItToOneself:
    def test_only_this_account_reads_it(self, kept: tuple[Path, Manifest]) -> None:
        assert kept[0].stat().st_mode & 0o777 == 0o600

    def test_nothing_else_is_left_behind(self, kept: tuple[Path, Manifest]) -> None:
        assert [path.name for path in kept[0].parent.glob(".kept*")] == []

    def test_a_passphrase_seals_it(self, lived_in: OwnDatabase, home: Path, tmp_path: Path, empty: OwnDatabase) -> None:
        path = tmp_path / "sealed"
        make_backup(path, owner=lived_in.owner, home=home, passphrase="correct horse")
        assert stage.PUMPS.title.encode() not in path.read_bytes()
        with pytest.raises(BrokenBackup, match="--passphrase-file"):
            check_backup(path)
        with pytest.raises(BrokenBackup, match="does not open"):
            check_backup(path, passphrase="battery staple")
        restore_backup(path, owner=empty.owner, home=tmp_path / "new", passphrase="correct horse")
        assert [found.name for found in tmp_path.iterdir() if found.is_file()] == ["sealed"]


class TestDamage:
    def test_any_changed_byte_is_found(self, kept: tuple[Path, Manifest], tmp_path: Path) -> None:
        whole = kept[0].read_bytes()
        for at in range(600, len(whole) - 11_000, len(whole) // 40):
            broken = tmp_path / "broken"
            broken.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            try:
                assert check_backup(broken) == kept[1], f"byte {at} was changed"
            except BrokenBackup:
                continue
            padding = whole[at - at % 512 : at - at % 512 + 512].rstrip(b"\0")
            assert at % 512 >= len(padding), f"byte {at} was changed"  # nothing but the filling of a block

    @pytest.mark.parametrize("part", [0, 100, 0.3, 0.9])
    def test_a_file_that_is_cut_off_is_refused(
        self, kept: tuple[Path, Manifest], tmp_path: Path, empty: OwnDatabase, part: float
    ) -> None:
        whole = kept[0].read_bytes()
        broken = tmp_path / "broken"
        broken.write_bytes(whole[: int(part if part > 1 else len(whole) * part)])
        with pytest.raises(BrokenBackup):
            restore_backup(broken, owner=empty.owner, home=tmp_path / "new")
        with psycopg.connect(empty.owner) as owner:
            assert owner.execute("SELECT to_regnamespace('kring')").fetchone() == (None,)

    def test_nothing_is_restored_over_something(
        self, kept: tuple[Path, Manifest], lived_in: OwnDatabase, tmp_path: Path
    ) -> None:
        before = everything(lived_in)
        with pytest.raises(NotEmpty):
            restore_backup(kept[0], owner=lived_in.owner, home=tmp_path)
        assert everything(lived_in) == before

    def test_a_restore_that_does_not_come_out_right_leaves_nothing(
        self, kept: tuple[Path, Manifest], empty: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(content, "sums", lambda _: {"sharing_item": (1, "0")})
        with pytest.raises(BrokenBackup, match="sharing_item"):
            restore_backup(kept[0], owner=empty.owner, home=tmp_path)
        monkeypatch.undo()
        monkeypatch.setenv("KRING_HOME", str(tmp_path))
        restore_backup(kept[0], owner=empty.owner, home=tmp_path)

    def test_a_stored_file_that_is_damaged_is_named_and_the_rest_is_kept(
        self, lived_in: OwnDatabase, home: Path, tmp_path: Path
    ) -> None:
        name = min(files_in(home))
        (place,) = (home / "files").rglob(name)
        bytes_before = place.read_bytes()
        place.write_bytes(b"something else")
        try:
            manifest = make_backup(tmp_path / "b", owner=lived_in.owner, home=home)
        finally:
            place.write_bytes(bytes_before)
        assert manifest.damaged == [name]
        assert f"files/{name}" not in manifest.parts
        assert check_backup(tmp_path / "b").parts == manifest.parts

    def test_a_table_that_row_security_would_empty_stops_it(
        self, lived_in: OwnDatabase, home: Path, tmp_path: Path
    ) -> None:
        with psycopg.connect(lived_in.owner, autocommit=True) as owner:
            owner.execute("DROP POLICY librarian ON sharing_reply")
            try:
                with pytest.raises(KringError, match="sharing_reply"):
                    make_backup(tmp_path / "b", owner=lived_in.owner, home=home)
            finally:
                owner.execute("CREATE POLICY librarian ON sharing_reply FOR SELECT TO kring_librarian USING (true)")
        assert list(tmp_path.iterdir()) == []


def test_the_commands_do_it(lived_in: OwnDatabase, home: Path, empty: OwnDatabase, tmp_path: Path) -> None:
    def kring(home: Path, database: OwnDatabase, *arguments: str) -> subprocess.CompletedProcess[str]:
        given = {
            "KRING_HOME": str(home),
            "KRING_DATABASE_URL": database.owner,
            "KRING_APP_DATABASE_URL": database.application,
        }
        command = [sys.executable, "-m", "kring.site.cli", *arguments]
        return subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)

    path = str(tmp_path / "b")
    made = kring(home, lived_in, "backup", path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "2 files" in made.stdout
    assert kring(home, lived_in, "restore", "--only-check", path).returncode == 0
    refused = kring(home, lived_in, "restore", path)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    restored = kring(tmp_path / "new", empty, "restore", path)
    assert restored.returncode == 0, restored.stderr
    assert "The trail is whole" in restored.stdout
