"""Clients that ask for much and take it slowly, and what a process needs meanwhile."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

SIP, EVERY = 1_024, 0.25
"""Octets that a slow client takes, and how many seconds lie between two times."""


@contextmanager
def crowd(port: int, requests: Sequence[bytes]) -> Iterator[None]:
    """One slow client for each request; all of them have begun to get an answer."""
    with ExitStack() as stack:
        clients = [stack.enter_context(_asked(port, request)) for request in requests]
        for client in clients:
            if not client.recv(12).endswith(b" 200"):
                raise RuntimeError("a slow client got no page")
        stop = threading.Event()
        sipping = threading.Thread(target=_sip, args=(clients, stop))
        sipping.start()
        try:
            yield
        finally:
            stop.set()
            sipping.join()


def _asked(port: int, request: bytes) -> socket.socket:
    client = socket.socket()
    # So little that what is not taken yet waits at the server.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    client.settimeout(60)
    client.connect(("127.0.0.1", port))
    client.sendall(request)
    return client


def _sip(clients: Sequence[socket.socket], stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        for client in clients:
            try:
                client.recv(SIP, socket.MSG_DONTWAIT)
            except BlockingIOError:
                continue


@contextmanager
def peak(process: int) -> Iterator[list[int]]:
    """Kilobytes of memory: what the process had before, and the most it had by the end of the block."""
    Path(f"/proc/{process}/clear_refs").write_text("5")  # from now on the highest mark is this moment's
    found = [_memory(process, "VmRSS")]
    yield found
    found.append(_memory(process, "VmHWM"))


def _memory(process: int, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
