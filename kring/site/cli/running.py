"""Commands that run Kring: the server, the worker, mail in, and all of it for a demo."""

import argparse
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING

from kring.kernel.errors import KringError
from kring.site import environment as env

if TYPE_CHECKING:
    from kring.site.database import Database

Arguments = argparse.Namespace


def serve(given: Arguments) -> None:
    """Answer browsers and machines."""
    from kring.site import server  # noqa: PLC0415  # a command loads what it needs

    address, port = env.text("KRING_ADDRESS", "127.0.0.1"), env.number("KRING_PORT", 8000, least=1)
    prepare_all()
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
    set_up_django()
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
    set_up_django()
    from kring.mailroom import lmtp  # noqa: PLC0415

    asyncio.run(lmtp.serve(lmtp.place_of(listen), lmtp.answer))


def migrate(given: Arguments) -> None:
    """Bring the tables up to date. `serve` and `worker` do so too when they start."""
    from kring.site import database  # noqa: PLC0415

    database.migrate(database.open_database())


def demo(given: Arguments) -> None:
    """Run everything, with a community to look at."""
    from kring.site import database  # noqa: PLC0415
    from kring.site.demo import described  # noqa: PLC0415

    os.environ.setdefault("KRING_DEMO", "yes")
    opened = prepare_all()
    if database.is_empty(opened) or not described.is_there():
        print("Filling the demo with a community and its history...", flush=True)
        subprocess.run([sys.executable, "-m", "kring.site.preparing", "demo"], check=True)
    run_all(then=_say_where)


def prepare_all() -> "Database":
    """The database of this version, running as long as this process, and the static files."""
    from kring.site import database, preparing  # noqa: PLC0415

    port = env.number("KRING_PORT", 8000, least=1)
    if _is_taken(env.text("KRING_ADDRESS", "127.0.0.1"), port):
        raise KringError(f"Something else listens on port {port}. Set KRING_PORT to a free one.")
    opened = database.open_database()
    database.make_current(opened)
    database.keep_running(opened)
    preparing.collect_when_needed()
    return opened


def run_all(*, then: Callable[[], None]) -> None:
    """Server and worker side by side until somebody stops us; `then` once, when pages are answered."""
    from kring.site.together import run_together  # noqa: PLC0415

    port = env.number("KRING_PORT", 8000, least=1)
    log = env.home() / "log" / "kring.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    run_together(["serve"], ["worker"], log=log, ready=lambda: _answers(port), then=then)


def _say_where() -> None:
    from kring.site.demo import described  # noqa: PLC0415

    url = env.base_url(env.number("KRING_PORT", 8000))
    print(f"\nKring is running at {url}\nSign in as anybody of the demo at {url}/demo/; to start with:\n", flush=True)
    if found := described.read():
        for person in found.people[:3]:
            place = ", ".join(f"{' and '.join(circle.roles)} in {circle.name}" for circle in person.circles)
            print(f"  {person.name:16} {person.organisation}: {place}")
    print(f"\nThe data is kept in {env.home()}. Ctrl-C stops everything.", flush=True)


def set_up_django() -> None:
    """For commands that use tables; after the database is open."""
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
