"""Figures for machines that watch machines, in Prometheus' text form. Numbers only: no names, no addresses."""

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
STARTED = time.time()

answered: Counter[tuple[str, int]] = Counter()
"""Answers by method and status."""
_slower: Counter[float] = Counter()
_seconds = 0.0

Samples = Iterator[tuple[str, dict[str, object], float]]
gauges: list[tuple[str, str, Callable[[], float]]] = []
"""What others count: name, help, and how to ask."""


def count(method: str, status: int, seconds: float) -> None:
    """A page or an answer of the API went out."""
    global _seconds  # noqa: PLW0603  # one process, one sum
    answered[method, status] += 1
    _seconds += seconds
    _slower[next((bound for bound in BUCKETS if seconds <= bound), float("inf"))] += 1


def gauge(name: str, help: str) -> Callable[[Callable[[], float]], Callable[[], float]]:
    """A number that can go up and down, asked for at each look."""

    def keep(ask: Callable[[], float]) -> Callable[[], float]:
        gauges.append((name, help, ask))
        return ask

    return keep


def text() -> str:
    """Everything, as of now. It asks the database, so it runs in a thread."""
    lines: list[str] = []

    def family(name: str, kind: str, help: str, samples: Samples) -> None:
        lines.extend((f"# HELP {name} {help}", f"# TYPE {name} {kind}"))
        for suffix, labels, value in samples:
            said = ",".join(f'{key}="{word}"' for key, word in labels.items())
            lines.append(f"{name}{suffix}{{{said}}} {value:.15g}" if said else f"{name}{suffix} {value:.15g}")

    family("kring_answers_total", "counter", "Answers, by method and status.", _answers())
    family("kring_answer_seconds", "histogram", "How long an answer took to make.", _histogram())
    for name, meaning, ask in gauges:
        family(name, "gauge", meaning, iter([("", {}, ask())]))
    family("kring_jobs", "gauge", "Jobs in the queue, by status.", _jobs())
    family("kring_unsealed_seconds", "gauge", "Age of the oldest fact that is not sealed yet.", _unsealed())
    family("process_resident_memory_bytes", "gauge", "Memory of this process.", iter([("", {}, _memory())]))
    family(
        "process_cpu_seconds_total", "counter", "Processor time of this process.", iter([("", {}, time.process_time())])
    )
    family("process_start_time_seconds", "gauge", "When this process started.", iter([("", {}, STARTED)]))
    return "\n".join([*lines, ""])


def _answers() -> Samples:
    for (method, status), number in sorted(answered.items()):
        yield "", {"method": method, "status": status}, number


def _histogram() -> Samples:
    total = 0
    for bound in (*BUCKETS, float("inf")):
        total += _slower[bound]
        yield "_bucket", {"le": "+Inf" if bound == float("inf") else bound}, total
    yield "_sum", {}, _seconds
    yield "_count", {}, total


def _jobs() -> Samples:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        found = dict(cursor.fetchall())
    for status in ("todo", "doing", "failed"):
        yield "", {"status": status}, found.get(status, 0)


def _unsealed() -> Samples:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM kring.unsealed_for())")
        yield "", {}, float(cursor.fetchone()[0] or 0)


def _memory() -> float:
    if Path("/proc/self/statm").exists():
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
