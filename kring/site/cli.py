"""The operators' command: `kring`, or `python -m kring.site.cli`."""

import argparse
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from kring.kernel.errors import KringError
from kring.kernel.postgres import ServerFailed
from kring.kernel.roles import RolesFailed, UnsafeRole
from kring.site import environment as env
from kring.site import lifeline

Arguments = argparse.Namespace

SETTINGS = """\
settings, from the environment:
  KRING_HOME           where data lives (.kring)
  KRING_PORT           the port that is listened on (8000)
  KRING_ADDRESS        the address that is listened on (127.0.0.1)
  KRING_BASE_URL       the address that people see (http://127.0.0.1:PORT)
  KRING_DATABASE_URL   a PostgreSQL of your own; without it Kring runs the one it brings
  KRING_SECRET_KEY     signs links and sessions; made and kept in KRING_HOME when not set
  KRING_SMTP_URL       the mail server that carries mail out

docs/operating.md tells the rest.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; the exit status is 0 when that went well."""
    given = _parser().parse_args(arguments)
    if parent := os.environ.pop("KRING_PARENT", ""):
        lifeline.end_with(int(parent))
    try:
        return int(given.run(given) or 0)
    except subprocess.CalledProcessError as error:
        print("kring: the step above did not succeed", file=sys.stderr)
        return error.returncode
    except (KringError, ServerFailed, RolesFailed, UnsafeRole, psycopg.OperationalError) as error:
        print(f"kring: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def serve(given: Arguments) -> None:
    """Answer browsers and machines."""
    from kring.site import database, preparing, server  # noqa: PLC0415  # a command loads what it needs

    address = env.text("KRING_ADDRESS", "127.0.0.1")
    port = env.number("KRING_PORT", 8000, least=1)
    if _is_taken(address, port):
        raise KringError(f"Something else listens on {address} port {port}. Set KRING_PORT to a free one.")
    opened = database.open_database()
    database.make_current(opened)
    database.keep_running(opened)
    preparing.collect_when_needed()
    os.environ.setdefault("KRING_POOL", str(env.number("KRING_THREADS", 8, least=1) + 2))
    server.serve(address=address, port=port, processes=given.processes)


def worker(given: Arguments) -> None:
    """Run the jobs that follow from what happens."""
    import asyncio  # noqa: PLC0415

    from kring.site import database  # noqa: PLC0415

    opened = database.open_database()
    database.make_current(opened)
    database.keep_running(opened)
    os.environ.setdefault("KRING_POOL", str(given.at_once + 2))
    _set_up_django()
    from kring.site import worker as workers  # noqa: PLC0415

    asyncio.run(workers.work(given.queue, at_once=given.at_once))


def mail(given: Arguments) -> None:
    """Take mail in from the site's own mail system: answers to threads, new drafts, bounces."""
    import asyncio  # noqa: PLC0415

    from kring.site import database  # noqa: PLC0415

    listen = env.text("KRING_MAIL_LISTEN")
    if not listen:
        raise KringError("Say where to listen: set KRING_MAIL_LISTEN to a port, host:port or the path of a socket.")
    opened = database.open_database()
    database.make_current(opened)
    database.keep_running(opened)
    _set_up_django()
    from kring.mailroom import lmtp  # noqa: PLC0415

    asyncio.run(lmtp.serve(lmtp.place_of(listen), lmtp.answer))


def migrate(given: Arguments) -> None:
    """Bring the tables up to date. `serve` and `worker` do so too when they start."""
    from kring.site import database  # noqa: PLC0415

    database.migrate(database.open_database())


def demo(given: Arguments) -> None:
    """Run everything, with a community to look at."""
    from kring.site import database, preparing  # noqa: PLC0415
    from kring.site.demo import described  # noqa: PLC0415
    from kring.site.together import run_together  # noqa: PLC0415

    os.environ.setdefault("KRING_DEMO", "yes")
    port = env.number("KRING_PORT", 8000, least=1)
    if _is_taken(env.text("KRING_ADDRESS", "127.0.0.1"), port):
        raise KringError(f"Something else listens on port {port}. Set KRING_PORT to a free one.")
    opened = database.open_database()
    database.make_current(opened)
    database.keep_running(opened)
    preparing.collect_when_needed()
    if database.is_empty(opened) or not described.is_there():
        print("Filling the demo with a community and its history...", flush=True)
        subprocess.run([sys.executable, "-m", "kring.site.preparing", "demo"], check=True)
    log = env.home() / "log" / "kring.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    run_together(["serve"], ["worker"], log=log, ready=lambda: _answers(port), then=_say_where)


def check(given: Arguments) -> int:
    """Look whether everything is as it should be: settings, roles, lock, trail, files. Status 1 when it is not."""
    from kring.site import database  # noqa: PLC0415

    opened = database.open_database()
    _set_up_django()
    from kring.site import check as checking  # noqa: PLC0415

    return 0 if checking.report(checking.check(opened), print) else 1


def backup(given: Arguments) -> int:
    """Write everything into one file: tables, files and the key. It is read back before it gets its name."""
    from kring.site import database  # noqa: PLC0415
    from kring.site.backup import make_backup  # noqa: PLC0415

    opened = database.open_database()
    made = make_backup(given.file, owner=opened.owner, home=env.home(), passphrase=_passphrase(given))
    rows = sum(rows for rows, _ in made.tables.values())
    files = sum(name.startswith("files/") for name in made.parts)
    print(f"{given.file}: {len(made.tables)} tables, {rows} rows, {files} files, as of {made.made_at}")
    for sha256 in made.damaged:
        print(f"kring: the stored file {sha256} is damaged and not in the backup", file=sys.stderr)
    return 1 if made.damaged else 0


def restore(given: Arguments) -> int:
    """Bring back what is in a backup, into an empty installation. Everybody signs in anew."""
    from kring.site import database  # noqa: PLC0415
    from kring.site.backup import check_backup, restore_backup  # noqa: PLC0415

    if given.only_check:
        manifest = check_backup(given.file, passphrase=_passphrase(given))
        print(f"{given.file} is whole: made by Kring {manifest.kring} at {manifest.made_at}")
        return 0
    opened = database.open_database()
    restored = restore_backup(given.file, owner=opened.owner, home=env.home(), passphrase=_passphrase(given))
    database.make_current(opened)
    _set_up_django()
    from kring.kernel import trail  # noqa: PLC0415

    trail.seal()
    problems = trail.verify()
    print(f"Restored what was there at {restored.made_at}: {len(restored.tables)} tables, row by row the same.")
    print("\n".join(map(str, problems)) or "The trail is whole.")
    return 1 if problems else 0


def _passphrase(given: Arguments) -> str | None:
    return given.passphrase_file.read_text().strip() if given.passphrase_file else None


def _say_where() -> None:
    from kring.site.demo import described  # noqa: PLC0415

    url = env.base_url(env.number("KRING_PORT", 8000))
    print(f"\nKring is running at {url}\nSign in as anybody of the demo at {url}/demo/; to start with:\n", flush=True)
    if found := described.read():
        for person in found.people[:3]:
            place = ", ".join(f"{' and '.join(circle.roles)} in {circle.name}" for circle in person.circles)
            print(f"  {person.name:16} {person.organisation}: {place}")
    print(f"\nThe data is kept in {env.home()}. Ctrl-C stops everything.", flush=True)


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    import django  # noqa: PLC0415

    django.setup()


def _is_taken(address: str, port: int) -> bool:
    """Whether somebody listens there already. The server would share the port with them and not complain."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        return probe.connect_ex(("127.0.0.1" if address == "0.0.0.0" else address, port)) == 0  # noqa: S104


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kring",
        description="Runs and looks after an installation of Kring.",
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[Arguments], int | None]) -> argparse.ArgumentParser:
        first = (run.__doc__ or "").strip()
        added = commands.add_parser(name, help=first.partition(". ")[0].rstrip("."), description=first)
        added.set_defaults(run=run)
        return added

    command("serve", serve).add_argument(
        "--processes", type=int, default=env.number("KRING_PROCESSES", 1, least=1), metavar="N",
        help="processes that answer; one answers about a hundred people at work (KRING_PROCESSES, 1)",
    )  # fmt: skip
    command("mail", mail)
    added = command("worker", worker)
    added.add_argument("--queue", action="append", metavar="NAME", help="only jobs of this queue; may be repeated")
    added.add_argument(
        "--at-once", type=int, default=env.number("KRING_JOBS", 4, least=1), metavar="N",
        help="jobs that run side by side (KRING_JOBS, 4)",
    )  # fmt: skip
    command("migrate", migrate)
    command("demo", demo)
    command("check", check)
    for name, run in (("backup", backup), ("restore", restore)):
        added = command(name, run)
        added.add_argument("file", type=Path, metavar="FILE")
        added.add_argument(
            "--passphrase-file",
            type=Path,
            metavar="FILE",
            help="the first line seals the backup (OpenPGP), or opens it",
        )
    added.add_argument("--only-check", action="store_true", help="read the backup to its end and change nothing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
