"""The server: one Granian in front of one ASGI entry, with the static files served before Python is asked."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from kring.site import environment as env
from kring.site import logs

STREAMS = 20_000
"""Connections that one process keeps open; most of them are live streams that say nothing."""
A_YEAR = 365 * 24 * 3600  # seconds; a file that changes gets another name
PATIENCE = 15  # seconds that answers under way get when the server is asked to stop

END_STREAMS = signal.SIGUSR1
"""Tells a process to end its live streams, which would keep it from stopping."""
PARENT = "KRING_SERVER"
"""Tells a process who started it. It cannot find out by itself: the server may be gone before it is loaded."""


def serve(*, address: str, port: int, processes: int) -> None:
    """Answer until asked to stop (SIGTERM, SIGINT)."""
    statics = env.home() / "static"
    os.environ[PARENT] = str(os.getpid())
    server = Server(
        "kring.site.asgi:application",
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        workers=processes,
        websockets=False,
        backpressure=STREAMS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        static_path_mount=[statics],
        static_path_route=["/static"],
        static_path_expires=A_YEAR,
        log_dictconfig=logs.configuration() | {"root": {"handlers": ["stderr"], "level": "WARNING"}},
    )
    server.on_startup(_end_streams_first)
    server.serve()


def _end_streams_first() -> None:
    """Before the server stops its processes, they end their streams."""
    for number in (signal.SIGTERM, signal.SIGINT):
        stop = signal.getsignal(number)
        assert callable(stop)
        signal.signal(number, _and_then(stop))


def _and_then(stop: Callable[[int, FrameType | None], Any]) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        for process in multiprocessing.active_children():
            if process.pid:
                os.kill(process.pid, END_STREAMS)
        stop(number, frame)

    return handle
