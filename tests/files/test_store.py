"""The folder of files, when everything is killed."""

import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kring.files.disk import Store, TooLarge

ROOT = Path(__file__).parents[2]

KEEPS_FOR_EVER = """
import os, sys
from pathlib import Path
from kring.files.disk import Store
store = Store(Path(sys.argv[1]))
while True:
    received = store.receive(os.urandom(65536) for _ in range(8))
    store.keep(received)
    print(received.sha256, flush=True)
"""


@pytest.mark.parametrize("moment", range(5))
def test_what_was_kept_is_whole_after_a_kill(tmp_path: Path, moment: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPS_FOR_EVER, str(tmp_path / "files")],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    said = [process.stdout.readline().strip()]
    time.sleep(random.uniform(0.01, 0.2))
    process.send_signal(signal.SIGKILL)
    said += [line.strip() for line in process.communicate()[0].splitlines() if len(line.strip()) == 64]
    store = Store(tmp_path / "files")
    kept = [sha256 for hashes in store.hashes() for sha256 in hashes]
    assert set(said) <= set(kept)
    for sha256 in kept:
        assert hashlib.sha256(store.place(sha256).read_bytes()).hexdigest() == sha256


def test_it_stops_reading_at_the_limit(tmp_path: Path) -> None:
    store = Store(tmp_path / "files")
    with pytest.raises(TooLarge):
        store.receive([b"123456", b"789"], limit=8)
    assert store.receive([b"123456", b"78"], limit=8).size == 8


def test_it_lives_in_a_folder_with_a_long_name_and_spaces(tmp_path: Path) -> None:
    store = Store(tmp_path / ("een lange naam " * 8) / "files")
    received = store.receive([b"hoi"])
    assert store.keep(received).read_bytes() == b"hoi"
    assert list(store.hashes()) == [[received.sha256]]
