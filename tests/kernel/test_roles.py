"""The database roles: made once, safe, and refused when they are not; on the embedded server and on Debian's."""

import os
import pwd
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kring.kernel import postgres, roles


@dataclass(frozen=True)
class Server:
    """The owner's address; where the application's password belongs, on servers that want one; who may clean up."""

    owner: str
    secret: Path | None
    cleaner: str


@pytest.fixture(scope="module", params=["embedded", "debian"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that no other test uses: roles belong to a whole server."""
    with tempfile.TemporaryDirectory(prefix="kring-roles-") as name:
        folder = Path(name)
        if request.param == "embedded":
            with postgres.start(folder / "home") as embedded:
                yield Server(embedded.dsn(), None, embedded.dsn())
        else:
            yield from debian(folder)


def debian(folder: Path) -> Iterator[Server]:
    """A PostgreSQL as Debian ships it, where everybody has a password."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    if programs is None:
        pytest.skip("Debian's PostgreSQL is not installed here.")
    account = pwd.getpwnam("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
    os.chown(folder, account.pw_uid, account.pw_gid)
    data, word = folder / "data", folder / "password"
    word.write_text("theirs")
    word.chmod(0o644)
    become = {"user": account.pw_uid, "group": account.pw_gid} if os.geteuid() == 0 else {}

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **become)  # type: ignore[call-overload]

    run(programs / "initdb", "-D", data, "-U", "boss", "-A", "scram-sha-256", f"--pwfile={word}", "-E", "UTF8", "-N")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run(programs / "pg_ctl", "start", "-w", "-s", "-D", data, "-l", folder / "log", "-o", options)
    try:
        boss = make_conninfo(host=str(folder), user="boss", password="theirs", dbname="postgres")
        with psycopg.connect(boss, autocommit=True) as connection:
            connection.execute("CREATE ROLE landlord LOGIN CREATEROLE PASSWORD 'mine'")
            connection.execute("CREATE DATABASE house OWNER landlord")
        owner = make_conninfo(boss, user="landlord", password="mine", dbname="house")
        yield Server(owner, folder / "home" / "secret", make_conninfo(boss, dbname="house"))
    finally:
        run(programs / "pg_ctl", "stop", "-s", "-m", "immediate", "-D", data)


@pytest.fixture(autouse=True)
def no_roles_yet(server: Server) -> Iterator[None]:
    """What a test makes goes with it."""
    yield
    drop(server, roles.APP, roles.LIBRARIAN, "kring_stranger", "kring_builder", "kring_tenant")
    if server.secret:
        server.secret.unlink(missing_ok=True)


def drop(server: Server, *names: str) -> None:
    with psycopg.connect(server.cleaner) as connection:
        for role in names:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                statements = "DROP OWNED BY {0} CASCADE; DROP ROLE {0}"
                if server.cleaner == server.owner:  # not a superuser: may do this only as a member
                    statements = "GRANT {0} TO CURRENT_USER WITH INHERIT TRUE;" + statements
                connection.execute(sql.SQL(statements).format(sql.Identifier(role)))


def test_the_application_gets_in_as_somebody_who_owns_nothing(server: Server) -> None:
    with psycopg.connect(roles.ensure_roles(server.owner, secret=server.secret)) as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert found.fetchone() == ("kring_app", False, False, False, False)


def test_it_does_no_harm_the_second_time(server: Server) -> None:
    first = roles.ensure_roles(server.owner, secret=server.secret)
    assert roles.ensure_roles(server.owner, secret=server.secret) == first
    psycopg.connect(first).close()


def test_the_owners_password_stays_with_the_owner(server: Server) -> None:
    address = conninfo_to_dict(roles.ensure_roles(server.owner, secret=server.secret))
    assert address.get("password") != "mine"
    if server.secret:
        assert stat.S_IMODE(server.secret.stat().st_mode) == 0o600
        assert server.secret.read_text().strip() == address["password"]


def test_the_librarian_cannot_sign_in_but_the_owner_can_give_it_functions(server: Server) -> None:
    roles.ensure_roles(server.owner, secret=server.secret)
    with psycopg.connect(server.owner) as connection:
        connection.execute("CREATE SCHEMA shelf")
        connection.execute("GRANT CREATE ON SCHEMA shelf TO kring_librarian")
        connection.execute("CREATE FUNCTION shelf.find() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")
        connection.execute("ALTER FUNCTION shelf.find() OWNER TO kring_librarian")
        found = connection.execute("SELECT rolcanlogin, rolbypassrls FROM pg_roles WHERE rolname = 'kring_librarian'")
        assert found.fetchone() == (False, False)
        connection.execute("DROP SCHEMA shelf CASCADE")


def test_row_level_security_holds_the_application(server: Server) -> None:
    app = roles.ensure_roles(server.owner, secret=server.secret)
    roles.grant_by_default(server.owner)
    with psycopg.connect(server.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE locked (word text)")
        connection.execute("INSERT INTO locked VALUES ('hush')")
        connection.execute("ALTER TABLE locked ENABLE ROW LEVEL SECURITY")
    try:
        with psycopg.connect(app) as connection:
            assert connection.execute("SELECT count(*) FROM locked").fetchone() == (0,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("ALTER TABLE locked DISABLE ROW LEVEL SECURITY")
    finally:
        with psycopg.connect(server.owner) as connection:
            connection.execute("DROP TABLE locked")


def test_strangers_may_not_connect(server: Server) -> None:
    roles.ensure_roles(server.owner, secret=server.secret)
    with psycopg.connect(server.owner) as connection:
        connection.execute("CREATE ROLE kring_stranger")
        allowed = "SELECT has_database_privilege('kring_stranger', current_database(), 'CONNECT')"
        assert connection.execute(allowed).fetchone() == (False,)


def test_an_owner_is_refused_as_the_application(server: Server) -> None:
    with pytest.raises(roles.UnsafeRole, match="may create roles"):
        roles.check_app(server.owner)


def test_a_role_that_can_become_the_librarian_is_refused(server: Server) -> None:
    app = roles.ensure_roles(server.owner, secret=server.secret)
    with psycopg.connect(server.owner, autocommit=True) as connection:
        connection.execute("GRANT kring_librarian TO kring_app")
        with pytest.raises(roles.UnsafeRole, match="can become kring_librarian, which looks at all rows"):
            roles.check_app(app)
        connection.execute("REVOKE kring_librarian FROM kring_app")
        roles.check_app(app)


def test_a_role_that_can_become_an_owner_of_tables_is_refused(server: Server) -> None:
    app = roles.ensure_roles(server.owner, secret=server.secret)
    with psycopg.connect(server.owner, autocommit=True) as connection:
        connection.execute("CREATE ROLE kring_builder")
        connection.execute("CREATE SCHEMA site CREATE TABLE built ()")
        connection.execute("GRANT ALL ON SCHEMA site TO kring_builder")
        connection.execute("GRANT kring_builder TO CURRENT_USER")
        connection.execute("ALTER TABLE site.built OWNER TO kring_builder")
        connection.execute("GRANT kring_builder TO kring_app")
        try:
            with pytest.raises(roles.UnsafeRole, match="can become kring_builder, which owns tables"):
                roles.check_app(app)
        finally:
            connection.execute("DROP SCHEMA site CASCADE")


def test_a_role_without_its_password_is_a_question_for_the_operator(server: Server) -> None:
    if server.secret is None:
        pytest.skip("The embedded server knows its peers without passwords.")
    roles.ensure_roles(server.owner, secret=server.secret)
    kept = server.secret.rename(server.secret.with_name("kept elsewhere"))
    with pytest.raises(roles.RolesFailed, match="KRING_APP_DATABASE_URL"):
        roles.ensure_roles(server.owner, secret=server.secret)
    kept.rename(server.secret)
    psycopg.connect(roles.ensure_roles(server.owner, secret=server.secret)).close()


def test_an_owner_who_may_not_make_roles_is_told_what_to_do(server: Server) -> None:
    with psycopg.connect(server.owner) as connection:
        connection.execute("CREATE ROLE kring_tenant LOGIN PASSWORD 'hers'")
        database = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO kring_tenant").format(database))
    tenant = make_conninfo(server.owner, user="kring_tenant", password="hers")
    with pytest.raises(roles.RolesFailed, match="may not create roles"):
        roles.ensure_roles(tenant, secret=server.secret)
