"""What a process loads in its first minutes, page by page, and keeps: compiled templates, rules, patterns.

A full tidy-up of memory looks through all of it, again and again, and answers wait for it: a tenth of a second once every
template is there.
"""

import gc
from collections.abc import Mapping
from typing import Any

TIMES = 20
"""So many full tidy-ups set aside what outlives them. Not all: of what was set aside, a circle would never be freed."""


def keep_what_stays() -> None:
    """What outlives the next full tidy-ups is not looked through by those that follow."""
    left = iter(range(TIMES))

    def set_aside(phase: str, tidied: Mapping[str, Any]) -> None:
        if phase == "stop" and tidied["generation"] == 2:
            gc.freeze()
            if next(left) == TIMES - 1:
                gc.callbacks.remove(set_aside)

    gc.callbacks.append(set_aside)
