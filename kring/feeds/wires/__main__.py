"""The process that speaks to other messengers: one task on standard input, the outcome on standard output."""

import json
import logging
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from kring.kernel.addresses import is_among, may_reach, networks

LOCAL = frozenset({"blink1", "dbus", "gio", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
"""Messengers that are this very machine: its desktop, its log."""


class NotAllowed(Exception):
    """A connection to where nobody sends us."""


def guard(allowed: Sequence[str], *, encrypted: bool) -> None:
    """From now on this process starts nothing, and connects to public addresses and to the networks that are allowed.

    What is not encrypted goes to the latter alone. Names are looked up by the system's library, below this.
    """
    nets = networks(tuple(allowed))
    reaches = may_reach if encrypted else is_among

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event in {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"}:
            raise NotAllowed("it starts a program")
        if event in {"socket.connect", "socket.sendto"}:
            place = arguments[1]
            if not isinstance(place, tuple) or not _is_address(place[0]) or not reaches(place[0], nets):
                raise NotAllowed("it leads to a private address" if encrypted else "it is not encrypted")

    sys.addaudithook(look)


def _is_address(host: object) -> bool:
    """A name that was not looked up yet is refused: it could lead anywhere."""
    try:
        ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return True


def run(task: dict[str, Any]) -> tuple[bool, str]:
    """Send, or look whether one could."""
    import apprise  # noqa: PLC0415  # half a second, and what it sets up comes before the guard

    said: list[str] = []
    logging.getLogger("apprise").addHandler(Listener(said))
    scheme = str(task["address"]).partition("://")[0].lower()
    sender = None if scheme in LOCAL else apprise.Apprise.instantiate(task["address"])
    if sender is None:
        return False, "there is no messenger with this form of address"
    if "title" not in task:
        return True, ""
    guard(task["allowed"], encrypted=scheme in _schemes(sender.secure_protocol))
    try:
        ok = bool(sender.notify(body=task["body"], title=task["title"], body_format=apprise.NotifyFormat.TEXT))
    except NotAllowed as why:
        return False, str(why)
    return ok, "" if ok else next(iter(reversed(said)), "it was not taken")


def _schemes(named: str | Sequence[str] | None) -> set[str]:
    return {named} if isinstance(named, str) else set(named or ())


class Listener(logging.Handler):
    """Keeps what the library complains of."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        """Its words, without what was sent: it logs no bodies at this level."""
        self.said.append(record.getMessage())


if __name__ == "__main__":
    ok, words = run(json.load(sys.stdin))
    sys.stdout.write(json.dumps({"ok": ok, "words": words}))
