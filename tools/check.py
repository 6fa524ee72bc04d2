"""The fast checks, side by side on the cores there are. Prints what failed, and how long each took.

python -m tools.check [NAME...]
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable

# The longest first, so that the others run beside it.
CHECKS: dict[str, list[str | Path]] = {
    "types": [BIN / "mypy"],
    "templates": [BIN / "djlint", "kring", "--lint", "--quiet"],
    "django": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run", "--skip-checks"],
    "contracts": [BIN / "lint-imports", "--no-logo"],
    "openapi": [PYTHON, "-m", "tools.openapi", "check"],
    "words": [PYTHON, "-m", "tools.words", "check"],
    "requirements": [PYTHON, "-m", "tools.requirements"],
    "lint": [BIN / "ruff", "check", "--quiet", "--output-format", "concise"],
    "format": [BIN / "ruff", "format", "--check", "--output-format", "concise"],
}


@dataclass(frozen=True)
class Outcome:
    """How one check went."""

    name: str
    passed: bool
    output: str
    seconds: float


def main() -> int:
    """Run the checks that are named, or all; 1 when one failed."""
    names = sys.argv[1:] or list(CHECKS)
    if unknown := set(names) - set(CHECKS):
        print(f"There is no check called {', '.join(unknown)}. There are: {', '.join(CHECKS)}.")
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kring-check-") as home, ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(run, name, Path(home)) for name in names]
        outcomes = [shown(future.result()) for future in as_completed(running)]
    times = "  ".join(f"{outcome.name} {outcome.seconds:.1f}" for outcome in outcomes)
    print(f"{times}  all {time.monotonic() - began:.1f} s")
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(f"Failed: {', '.join(failed)}" if failed else "All is well.")
    return 1 if failed else 0


def run(name: str, home: Path) -> Outcome:
    """Run one check, with settings that touch nobody's data."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kring.site.settings",
        "KRING_HOME": str(home),
        "KRING_SECRET_KEY": "a key for checks alone, long enough to be one",
    }
    began = time.monotonic()
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, done.stdout, time.monotonic() - began)


def shown(outcome: Outcome) -> Outcome:
    """Print what a failed check said, as soon as it is known."""
    if not outcome.passed:
        print(f"--- {outcome.name} ---\n{outcome.output.rstrip()}\n", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
