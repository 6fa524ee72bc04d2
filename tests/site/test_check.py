"""`kring check` says that all is well only when it is, and names what is not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kring.kernel import trail
from kring.kernel.binding import acting_as
from kring.sharing import commands
from kring.sharing.commands import Upload
from kring.site.check import Verdict, check
from kring.site.database import Database
from tests.cast import make_cast
from tests.installation import OwnDatabase
from tests.sharing import stage


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Path(tmp_path_factory.mktemp("home"))
    home.chmod(0o700)
    return home


@pytest.fixture(scope="module")
def lived_in(committed: OwnDatabase, home: Path) -> OwnDatabase:
    """Something was shared, with a file, and sealed."""
    from django.conf import settings

    before, settings.KRING_HOME = settings.KRING_HOME, home
    try:
        cast = make_cast()
        item = stage.share(cast)
        with acting_as(cast.actor("ada")) as actor:
            commands.add_attachment(actor=actor, upload=Upload(name="report.txt", content=[b"what we saw"]), item=item)
        trail.seal()
    finally:
        settings.KRING_HOME = before
    return committed


def look(database: OwnDatabase, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The problems that are found."""
    from django.conf import settings

    monkeypatch.setattr(settings, "KRING_HOME", home)
    found = check(Database(database.owner, database.application))
    return [
        finding.text for finding in found if finding.verdict is Verdict.PROBLEM and "KRING_BASE_URL" not in finding.text
    ]


def run_check(database: OwnDatabase, home: Path, **settings: str) -> tuple[int, str]:
    """The exit status, and what it said."""
    given = {
        "KRING_HOME": str(home),
        "KRING_DATABASE_URL": database.owner,
        "KRING_APP_DATABASE_URL": database.application,
        "KRING_BASE_URL": "https://kring.example.org",
        **settings,
    }
    command = [sys.executable, "-m", "kring.site.cli", "check"]
    done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@contextmanager
def changed(database: OwnDatabase, there: str, back: str) -> Iterator[None]:
    """Something that only the owner can do, undone afterwards."""
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute(there)
        try:
            yield
        finally:
            owner.execute(back)


def test_a_good_installation_is_good(lived_in: OwnDatabase, home: Path) -> None:
    status, said = run_check(lived_in, home)
    assert status == 0, said
    assert "PROBLEM" not in said
    assert f"the last is {trail.chain().head}" in said
    assert said.count("\nok") >= 8


@pytest.mark.parametrize(
    ("there", "back", "named"),
    [
        (
            "ALTER TABLE sharing_item NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE sharing_item FORCE ROW LEVEL SECURITY",
            "row security on sharing_item was changed",
        ),
        (
            "CREATE POLICY back_door ON sharing_reply FOR SELECT USING (true)",
            "DROP POLICY back_door ON sharing_reply",
            "policy back_door on sharing_reply was added",
        ),
        (
            "GRANT UPDATE ON kernel_fact TO kring_app",
            "REVOKE UPDATE ON kernel_fact FROM kring_app",
            "rights on kernel_fact was changed",
        ),
        (
            "ALTER TABLE kernel_fact DISABLE TRIGGER append_only",
            "ALTER TABLE kernel_fact ENABLE TRIGGER append_only",
            "trigger append_only on kernel_fact was changed",
        ),
        (
            "ALTER FUNCTION kring.unbind() SECURITY DEFINER",
            "ALTER FUNCTION kring.unbind() SECURITY INVOKER",
            "function kring.unbind() was changed",
        ),
    ],
)
def test_a_lock_that_was_tampered_with_is_named(
    lived_in: OwnDatabase, home: Path, there: str, back: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(lived_in, home, monkeypatch) == []
    with changed(lived_in, there, back):
        (found,) = look(lived_in, home, monkeypatch)
    assert named in found


def test_a_changed_fact_is_named(lived_in: OwnDatabase, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    off = "ALTER TABLE kernel_fact DISABLE TRIGGER append_only; ALTER TABLE kernel_fact NO FORCE ROW LEVEL SECURITY;"
    on = "ALTER TABLE kernel_fact ENABLE TRIGGER append_only; ALTER TABLE kernel_fact FORCE ROW LEVEL SECURITY;"
    change = "UPDATE kernel_fact SET kind = {} WHERE id = 1;"
    (kind,) = trail_kind(lived_in)
    with changed(lived_in, off + change.format("'Nothing'") + on, off + change.format(f"'{kind}'") + on):
        (found,) = look(lived_in, home, monkeypatch)
    assert "Fact 1 under seal 1 was changed" in found


def trail_kind(database: OwnDatabase) -> tuple[str]:
    with psycopg.connect(database.owner) as owner:
        owner.execute("SET LOCAL ROLE kring_librarian")
        row = owner.execute("SELECT kind FROM kernel_fact WHERE id = 1").fetchone()
        assert row is not None
        return row


def test_a_stored_file_that_changed_is_named(
    lived_in: OwnDatabase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place,) = (path for path in (home / "files").rglob("*") if len(path.name) == 64)
    before = place.read_bytes()
    place.write_bytes(b"something else")
    try:
        (found,) = look(lived_in, home, monkeypatch)
    finally:
        place.write_bytes(before)
    assert f"the stored file {place.name} has changed" in found


def test_settings_that_are_not_safe_are_named(lived_in: OwnDatabase, home: Path) -> None:
    home.chmod(0o755)
    try:
        status, said = run_check(
            lived_in,
            home,
            KRING_BASE_URL="http://kring.example.org",
            KRING_SECRET_KEY="short",
            KRING_DEMO="yes",
            KRING_SMTP_URL="smtp://127.0.0.1:1",
        )
    finally:
        home.chmod(0o700)
    assert status == 1
    for named in ("is not encrypted", "KRING_SECRET_KEY is shorter", "unset KRING_DEMO", "does not answer", "chmod"):
        assert named in said
