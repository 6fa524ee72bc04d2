"""Fuzzing one reader, guided by which of its lines are reached: `bin/fuzz NAME [SECONDS]`.

What is found on the way is kept in build/fuzz/NAME, and the next time begins with it. What breaks a reader is written there too.
"""

import os
import sys
from pathlib import Path
from random import Random

import atheris

from tests.fuzz.spoiling import spoiled

WATCHED = 8
"""Times slower, at most, that a reader is whose lines are counted."""
MEGABYTES = 1500
"""Of memory that the whole process may have."""


def main() -> None:
    """With a name it fuzzes; without one it tells which there are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kring.site.settings")
    with atheris.instrument_imports(
        include=["kring", "email", "html", "markdown_it", "oxmsg", "univers", "packageurl"]
    ):
        from tests.fuzz.crashers import CRASHERS
        from tests.fuzz.targets import TARGETS

    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit("bin/fuzz NAME [SECONDS], where NAME is one of: " + ", ".join(TARGETS))
    target = TARGETS[sys.argv[1]]
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    folder = Path("build/fuzz", target.name)
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate((*target.seeds, *CRASHERS.get(target.name, ()))):
        (folder / f"seed-{number}").write_bytes(seed)

    def change(octets: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        made = spoiled(octets, random, min(most, target.longest)) if random.random() < 0.4 else None
        return made if made is not None else bytes(atheris.Mutate(octets, most))

    settings = [
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-timeout={int(target.seconds * WATCHED * 2)}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        "-verbosity=0",
        "-len_control=0",
    ]
    atheris.Setup(
        ["bin/fuzz", *settings, str(folder)], lambda octets: target.judge(octets, WATCHED), custom_mutator=change
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
