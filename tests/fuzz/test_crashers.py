"""What once broke a reader, or kept it busy, is answered now; and every seed of the fuzzing is read."""

import pytest

from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_what_broke_it_once_is_answered(target: Target) -> None:
    for octets in (*target.seeds, *(path.read_bytes() for path in target.crashers())):
        target.judge(octets)
