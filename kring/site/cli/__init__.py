"""The operators' command: `kring`, or `python -m kring.site.cli`.

It loads little: what a command needs, it loads itself. The process in front of the server stays small that way.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from kring.kernel.errors import KringError
from kring.kernel.postgres import ServerFailed
from kring.kernel.roles import RolesFailed, UnsafeRole
from kring.site import environment as env
from kring.site import lifeline
from kring.site.cli import keeping, letting_in, running

Command = Callable[[argparse.Namespace], int | None]

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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kring",
        description="Runs and looks after an installation of Kring.",
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(run: Command) -> argparse.ArgumentParser:
        said = (run.__doc__ or "").strip()
        added = commands.add_parser(run.__name__, help=said.partition(". ")[0].rstrip("."), description=said)
        added.set_defaults(run=run)
        return added

    _running(command)
    _keeping(command)
    _letting_in(command)
    return parser


def _running(command: Callable[[Command], argparse.ArgumentParser]) -> None:
    command(running.serve).add_argument(
        "--processes",
        type=int,
        default=env.number("KRING_PROCESSES", 1, least=1),
        metavar="N",
        help="processes that answer; one answers about a hundred people at work (KRING_PROCESSES, 1)",
    )
    worker = command(running.worker)
    worker.add_argument("--queue", action="append", metavar="NAME", help="only jobs of this queue; may be repeated")
    worker.add_argument(
        "--at-once",
        type=int,
        default=env.number("KRING_JOBS", 4, least=1),
        metavar="N",
        help="jobs that run side by side (KRING_JOBS, 4)",
    )
    command(running.mail)
    command(running.migrate)
    command(running.demo)


def _keeping(command: Callable[[Command], argparse.ArgumentParser]) -> None:
    command(keeping.check)
    backup, restore = command(keeping.backup), command(keeping.restore)
    for added in (backup, restore):
        added.add_argument("file", type=Path, metavar="FILE")
        added.add_argument(
            "--passphrase-file",
            type=Path,
            metavar="FILE",
            help="the first line seals the backup (OpenPGP), or opens it",
        )
    restore.add_argument("--only-check", action="store_true", help="read the backup to its end and change nothing")


def _letting_in(command: Callable[[Command], argparse.ArgumentParser]) -> None:
    invite = command(letting_in.invite)
    invite.add_argument("email", metavar="ADDRESS")
    invite.add_argument("--organisation", required=True, metavar="NAME", help="where they work")
    invite.add_argument("--name", default="", help="how they are called")
    chair = command(letting_in.chair)
    chair.add_argument("circle", metavar="CIRCLE", help="what it is called in addresses")
    chair.add_argument("email", metavar="ADDRESS")
    token = command(letting_in.token)
    token.add_argument("machine", metavar="MACHINE", help="its number, as its circle's members page shows it")
    token.add_argument("--name", default="made by the operator", help="what the token is for")
    token.add_argument("--days", type=int, default=90, metavar="N", help="how long it lives (90)")
    token.add_argument(
        "--scope",
        action="append",
        choices=("read", "write", "feedback"),
        help="what it may do; may be repeated (read)",
    )
