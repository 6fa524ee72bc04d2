"""The embedded database under root and under an ordinary account: nothing opened that is not its own."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from kring.kernel import postgres
from kring.kernel.postgres import account, programs
from tests.kernel.postgres.conftest import Starter, ask, first_process, said_first, socket_folder

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can enter."""
    with tempfile.TemporaryDirectory(prefix="kring-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def ordinary() -> int:
    """An account without privileges."""
    return pwd.getpwnam("nobody").pw_uid


def test_data_sockets_and_log_are_for_the_server_alone(home: Path) -> None:
    with postgres.start(home) as server:
        for folder in (home / "postgres", home / "run", home / "log", socket_folder(server)):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "log" / "postgres.log").stat().st_mode) == 0o600


def test_permissions_of_what_is_above_stay_as_they_were(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    home = private / "home"
    above = [*home.parents, *programs.program("postgres").parents, programs.program("postgres")]
    before = [(path, path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in above]
    with postgres.start(home):
        pass
    assert [(path, path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in above] == before


def test_it_listens_on_no_network(home: Path) -> None:
    with postgres.start(home) as server:
        assert ask(server, "SHOW listen_addresses") == ""


def test_nobody_gets_in_as_the_superuser(home: Path) -> None:
    with postgres.start(home) as server, pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(server.dsn("postgres"))


def test_the_log_tells_nothing_of_what_is_stored(home: Path) -> None:
    with postgres.start(home) as server, psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE secrets (word text PRIMARY KEY)")
        connection.execute("INSERT INTO secrets VALUES ('swordfish')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO secrets VALUES ('swordfish')")
    log = (home / "log" / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "swordfish" not in log


@needs_root
def test_roots_server_runs_under_numbers_that_nobody_has(home: Path) -> None:
    with postgres.start(home):
        process = Path(f"/proc/{first_process(home)}").stat()
        assert process.st_uid in account.NUMBERS
        assert process.st_gid in account.NUMBERS
        with pytest.raises(KeyError):
            pwd.getpwuid(process.st_uid)
        groups = Path(f"/proc/{first_process(home)}/status").read_text().split("Groups:")[1].splitlines()[0]
        assert not groups.strip()


@needs_root
def test_another_account_cannot_reach_the_socket(home: Path, ordinary: int) -> None:
    with postgres.start(home) as server:
        address = server.dsn()
        child = os.fork()
        if child == 0:
            os.setgroups([])
            os.setgid(ordinary)
            os.setuid(ordinary)
            try:
                psycopg.connect(address).close()
            except psycopg.OperationalError as error:
                os._exit(0 if "Permission denied" in str(error) else 2)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@needs_root
def test_the_servers_own_account_cannot_sign_in_either(home: Path) -> None:
    with postgres.start(home) as server:
        address, own = server.dsn(), (home / "postgres").stat().st_uid
        child = os.fork()
        if child == 0:
            os.setuid(own)
            try:
                psycopg.connect(address).close()
            except psycopg.OperationalError as error:
                os._exit(0 if "authentication failed" in str(error) else 2)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@needs_root
def test_a_checkout_in_a_private_folder_works(
    tmp_path: Path, open_folder: Path, starter: Callable[..., Starter], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "private checkout" / "site-packages"
    site.mkdir(parents=True)
    site.parent.chmod(0o700)
    for part in (programs.WHEEL, f"{programs.WHEEL}.libs"):
        shutil.copytree(programs.program("postgres").parents[3] / part, site / part, copy_function=os.link)
    monkeypatch.setattr(programs, "_wheel", lambda: site)
    monkeypatch.setattr(programs, "COPIES", open_folder / "copies")
    with postgres.start(tmp_path / "private checkout" / ".kring") as server:
        assert ask(server, "SELECT 1") == "1"
        running = Path(f"/proc/{first_process(server.home)}/exe").readlink()
    assert running.is_relative_to(open_folder / "copies")
    assert stat.S_IMODE(site.parent.stat().st_mode) == 0o700
    for path in (open_folder / "copies").rglob("*"):
        assert path.stat().st_uid == 0
        assert not path.stat().st_mode & 0o022


@needs_root
def test_programs_that_somebody_else_could_have_put_there_are_not_run(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "COPIES", open_folder)
    monkeypatch.setattr(programs, "_runs", lambda folder, _: folder.is_relative_to(open_folder))
    open_folder.chmod(0o777)
    with pytest.raises(postgres.ServerFailed, match="writable by nobody else"):
        programs.folder_for(account.Account(65520, 65520))


@needs_root
def test_an_ordinary_account_needs_nothing_of_root(
    open_folder: Path, ordinary: int, starter: Callable[..., Starter], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = open_folder / "my home"
    home.mkdir(mode=0o700)
    os.chown(home, ordinary, ordinary)
    process = starter(home, ordinary)
    said_first(process)
    assert Path(f"/proc/{first_process(home)}").stat().st_uid == ordinary
    process.communicate()
    assert said_first(starter(home, ordinary))


@needs_root
def test_root_runs_the_server_of_an_ordinary_account_under_that_account(
    open_folder: Path, ordinary: int, starter: Callable[..., Starter]
) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, ordinary, ordinary)
    process = starter(home, ordinary)
    said_first(process)
    process.communicate()
    with postgres.start(home) as server:
        assert ask(server, "SELECT 1") == "1"
        assert Path(f"/proc/{first_process(home)}").stat().st_uid == ordinary
        said_first(starter(home, ordinary))


@needs_root
def test_data_of_another_account_is_refused_with_its_number(
    home: Path, open_folder: Path, ordinary: int, starter: Callable[..., Starter]
) -> None:
    theirs = open_folder / "home"
    subprocess.run(["cp", "-a", home, theirs], check=True)
    theirs.chmod(0o755)
    for folder in ("run", "log"):
        os.chown(theirs / folder, ordinary, ordinary)
        for path in (theirs / folder).iterdir():
            os.chown(path, ordinary, ordinary)
    process = starter(theirs, ordinary)
    assert process.stderr
    assert "belongs to another account" in process.stderr.read()


@needs_root
def test_a_copy_that_lost_its_owner_and_permissions_is_mended(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", home, copy], check=True)
    (copy / "postgres").chmod(0o755)
    with postgres.start(copy) as server:
        assert ask(server, "SELECT 1") == "1"
        assert stat.S_IMODE((copy / "postgres").stat().st_mode) == 0o700


@needs_root
def test_a_link_planted_in_the_data_is_not_followed(home: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("root's own")
    for name in ("pg_hba.conf", "pg_hba.conf.new", "postgresql.conf"):
        (home / "postgres" / name).unlink(missing_ok=True)
        (home / "postgres" / name).symlink_to(precious)
    with postgres.start(home):
        assert precious.read_text() == "root's own"
        assert precious.stat().st_uid == 0


@needs_root
def test_a_folder_for_sockets_that_somebody_else_made_is_not_used(home: Path, open_folder: Path, ordinary: int) -> None:
    squatted = open_folder / "kring-squatted"
    squatted.mkdir(mode=0o700)
    os.chown(squatted, ordinary, ordinary)
    (home / "run" / "postgres.socket").write_text(str(squatted))
    with postgres.start(home) as server:
        assert str(squatted) not in server.dsn()
        assert ask(server, "SELECT 1") == "1"
