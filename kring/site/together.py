"""Runs commands of Kring side by side, starts again whichever ends, and stops them all together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

MOMENT = 0.1  # seconds between two looks
PAUSE = 1.0  # seconds before a command that ended is started again
PATIENCE = 20.0  # seconds an orderly end may take


def run_together(*commands: Sequence[str], log: Path, ready: Callable[[], bool], then: Callable[[], None]) -> None:
    """Run the commands until SIGINT or SIGTERM; call `then` once, when they are `ready`. What they say goes to `log`.

    The children end with this process, also when it is killed.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    children = {tuple(command): _start(command, log) for command in commands}
    told = False
    while not stopping:
        for command, child in children.items():
            if child.poll() is not None and not stopping:
                print(f"kring {command[0]} ended ({child.returncode}, see {log}); starting it again", file=sys.stderr)
                time.sleep(PAUSE)
                children[command] = _start(command, log)
        if not told and ready():
            told = True
            then()
        time.sleep(MOMENT)
    _stop(list(children.values()))


def _start(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as written:
        return subprocess.Popen(
            [sys.executable, "-m", "kring.site.cli", *command],
            env={**os.environ, "KRING_PARENT": str(os.getpid())},
            stdout=written,
            stderr=written,
            start_new_session=True,  # Ctrl-C in the terminal is for us; we tell them
        )


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
