"""What a process keeps is not looked through each time that memory is tidied up."""

import gc

from kring.site import settling


def test_what_outlives_a_full_tidy_up_is_set_aside_and_after_some_nothing_more() -> None:
    before, others = gc.get_freeze_count(), list(gc.callbacks)
    settling.keep_what_stays()
    kept = [[number] for number in range(1_000)]
    gc.collect()
    assert gc.get_freeze_count() >= before + len(kept)
    for _ in range(settling.TIMES - 1):
        assert gc.callbacks != others
        gc.collect()
    assert gc.callbacks == others
    aside = gc.get_freeze_count()
    later = [[number] for number in range(1_000)]
    gc.collect()
    assert gc.get_freeze_count() <= aside
    assert len(later) == len(kept)
