"""What once broke a reader, or kept it busy, is answered now; and so is every seed of the fuzzing."""

import pytest

from tests.fuzz.crashers import CRASHERS
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_what_broke_it_once_is_answered(target: Target) -> None:
    for octets in (*target.seeds, *CRASHERS.get(target.name, ())):
        target.judge(octets)


def test_each_crasher_belongs_to_a_reader() -> None:
    assert CRASHERS.keys() <= TARGETS.keys()
