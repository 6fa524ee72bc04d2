"""Other messengers, a hundred of them behind one form of address (`tgram://…`, `slack://…`), by the library apprise.

The library runs in a process of its own: its plugins connect where an address says, so every connection is looked at as
it is made, and a plugin that hangs or breaks does so alone. That process knows neither the database nor our secrets.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 30.0
"""Seconds a message may take, from the start of the process to its end."""


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody gets. Plain text."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went. `words` say what is wrong, in English, and nothing of what was sent."""

    ok: bool
    words: str = ""


def send(address: str, message: Message, *, allowed: Sequence[str]) -> Outcome:
    """Sends a message to one address. `allowed` are private networks (CIDR) that may be reached."""
    return _run({"address": address, "title": message.title, "body": message.body, "allowed": list(allowed)})


def check(address: str) -> Outcome:
    """Is this an address that some messenger takes? Nothing is sent."""
    return _run({"address": address, "allowed": []})


def _run(task: dict[str, object]) -> Outcome:
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-B", "-X", "utf8", "-m", "kring.feeds.wires"],
            input=json.dumps(task).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(Path(__file__).parents[3])},
            timeout=PATIENCE,
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return Outcome(ok=False, words=f"no answer within {PATIENCE:g} seconds")
    except ValueError:
        return Outcome(ok=False, words="the messenger's part broke off")
    return Outcome(bool(answer["ok"]), str(answer["words"])[:200])
