"""A server of Kring as it is run, on a database of the benchmark's own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def served(owner: str, application: str) -> Iterator[tuple[int, int]]:
    """The port it answers at, and the number of the process that answers."""
    port = free_port()
    given = {"KRING_PORT": str(port), "KRING_DATABASE_URL": owner, "KRING_APP_DATABASE_URL": application}
    given["KRING_TAXII_LIMIT"] = "0"  # it is asked as fast as it answers
    command = [sys.executable, "-m", "kring.site.cli", "serve"]
    process = subprocess.Popen(command, env={**os.environ, **given}, stderr=subprocess.DEVNULL)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/readyz")
        answers = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True
        )
        yield port, int(answers.stdout.split()[0])
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_it_answers(address: str, headers: Mapping[str, str] | None = None, seconds: float = 60) -> None:
    """Raises TimeoutError when it does not."""
    request = urllib.request.Request(address, headers=dict(headers or {}))
    until = time.monotonic() + seconds
    while not _answers(request):
        if time.monotonic() > until:
            raise TimeoutError(f"{address} does not answer")
        time.sleep(0.1)


def _answers(request: urllib.request.Request) -> bool:
    try:
        urllib.request.urlopen(request, timeout=1).close()
    except OSError:
        return False
    return True
