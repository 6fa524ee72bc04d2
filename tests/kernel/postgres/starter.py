"""A process that uses the embedded database: says when it is there, and leaves when it is told to.

    python starter.py HOME [UID]

With a number it becomes that account first. It prints the time the server started, one line; it waits for the end of
its standard input.
"""

import os
import sys
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).parents[3]))

from kring.kernel import postgres


def main() -> None:
    home, *account = sys.argv[1:]
    if account:
        become(int(account[0]))
    with postgres.start(Path(home)) as server:
        with psycopg.connect(server.dsn()) as connection:
            row = connection.execute("SELECT pg_postmaster_start_time()::text").fetchone()
        sys.stdout.write(f"{row[0]}\n" if row else "")
        sys.stdout.flush()
        sys.stdin.read()


def become(uid: int) -> None:
    """Everything needed is imported by now: the interpreter may stand where that account cannot read."""
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)


main()
