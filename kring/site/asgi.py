"""The one entry: a few doors that need no page are answered here, everything else is Django's."""

import asyncio
import gc
import logging
import os
import signal
import threading

import django

from kring.site import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
django.setup()

from django.conf import settings  # noqa: E402  # after the setup, as all that follows
from django.urls import get_resolver  # noqa: E402

from kring.feeds import live  # noqa: E402
from kring.sharing import scrutiny  # noqa: E402
from kring.site import doors, metrics, settling  # noqa: E402
from kring.site.server import END_STREAMS, PARENT  # noqa: E402
from kring.site.threads import Pages, Threads  # noqa: E402
from kring.taxii.door import PREFIX as TAXII  # noqa: E402
from kring.taxii.door import Taxii  # noqa: E402
from kring.web.asgi import Door, Message, Receive, Send  # noqa: E402

log = logging.getLogger(__name__)

get_resolver().url_patterns  # noqa: B018  # all pages are loaded before the first is asked for
gc.freeze()  # what is loaded stays: no answer waits while a tidy-up of memory looks through all of it
settling.keep_what_stays()

threads = Threads(settings.KRING_THREADS)
pages = Pages(threads)
streams = live.Streams(os.environ["KRING_APP_DATABASE_URL"], threads)
machines = doors.Doors(threads, streams)
taxii = Taxii(
    threads,
    address=settings.KRING_BASE_URL,
    contact=settings.KRING_SECURITY_CONTACT,
    limit=settings.KRING_TAXII_LIMIT,
    count=metrics.count,
)

DOORS: dict[str, Door] = {
    "/live": streams,
    "/healthz": machines.healthz,
    "/readyz": machines.readyz,
    "/metrics": machines.metrics,
}


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """What the server calls."""
    if scope["type"] == "lifespan":
        await _live_and_let_go(receive, send)
    else:
        path = scope["path"]
        door = taxii if path.startswith(TAXII) else DOORS.get(path, pages)
        await door(scope, receive, send)


async def _live_and_let_go(receive: Receive, send: Send) -> None:
    """From the first request to the last."""
    await receive()
    listening = asyncio.create_task(streams.listen())
    parent = int(os.environ[PARENT])
    asyncio.get_running_loop().add_signal_handler(END_STREAMS, _end_streams, parent)
    lifeline.end_with(parent, by=END_STREAMS)
    # Beside the first answers: so that the first check while somebody types need not wait for its rules.
    threading.Thread(target=scrutiny.prepare, name="scrutiny", daemon=True).start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    threads.stop()
    await send({"type": "lifespan.shutdown.complete"})


def _end_streams(parent: int) -> None:
    """The server stops us in a moment. When it cannot any more, because it was killed, we stop ourselves."""
    streams.end()
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
