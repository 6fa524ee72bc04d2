"""The yardstick for answers that are kept ready: nginx sending the same bytes from a file, both asked by wrk."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.served import free_port, wait_until_it_answers

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    default_type "application/taxii+json;version=2.1";
    client_body_temp_path {folder}/temp;
    proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp;
    uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp;
    keepalive_requests 1000000;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
CONNECTIONS, SECONDS = 8, 3


@dataclass(frozen=True, slots=True)
class Load:
    """What a server answered to wrk."""

    rate: float
    """Answers a second."""
    busy: float
    """The part of one core that wrk itself needed: at 1 it would measure itself."""


@contextmanager
def nginx(files: Mapping[str, bytes]) -> Iterator[str]:
    """The address of a server with one process that has these files."""
    program = installed("nginx")
    with tempfile.TemporaryDirectory(prefix="kring-nginx-") as made:
        folder, port = Path(made), free_port()
        folder.chmod(0o755)  # its worker is somebody else
        (folder / "files").mkdir()
        for name, octets in {**files, "ready": b"ready"}.items():
            (folder / "files" / name).write_bytes(octets)
        (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
        process = subprocess.Popen([program, "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/ready")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def load(address: str, headers: Sequence[str] = ()) -> Load:
    """Ask for one address over and over, over a few connections. Raises when an answer is not 200."""
    given = [part for header in headers for part in ("-H", header)]
    command = [installed("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *given, address]
    before, began = os.times(), time.monotonic()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after, took = os.times(), time.monotonic() - began
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said:
        raise RuntimeError(f"{address}: {said}")
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return Load(float(found[1]), worked / took)


def installed(name: str) -> str:
    """The path of a program of Debian, installed when it is not there."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    if not (found := shutil.which(name, path=places)):
        print(f"  installing {name}", flush=True)
        as_root = [] if os.getuid() == 0 else ["sudo"]
        subprocess.run([*as_root, "apt-get", "install", "-qq", "-y", "--no-install-recommends", name], check=True)
        found = shutil.which(name, path=places)
    assert found is not None
    return found
