"""Runs the benchmarks and prints a table of ratios: all of them, or those named.

    python -m bench [NAME...]

A benchmark is a module of this package with a function `run() -> list[Row]`. Each runs in a process of its own.
"""

import importlib
import pkgutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.table import Row, printed

Run = Callable[[], list[Row]]


def benchmarks() -> dict[str, Run]:
    """Every benchmark there is, by its name."""
    found: dict[str, Run] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name == "__main__":
            continue
        run = getattr(importlib.import_module(f"bench.{module.name}"), "run", None)
        if run is not None:
            found[module.name] = run
    return found


def main(names: list[str]) -> int:
    """Run those named, or all; the exit status tells whether every aim was reached."""
    known = benchmarks()
    if unknown := set(names) - known.keys():
        print(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(sorted(known))}.")
        return 2
    rows: list[Row] = []
    for name in names or sorted(known):
        began = time.monotonic()
        print(f"{name}: {(known[name].__doc__ or '').strip()}", flush=True)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            rows += process.submit(known[name]).result()
        print(f"{name}: {time.monotonic() - began:.0f} s\n", flush=True)
    print(printed(rows))
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
