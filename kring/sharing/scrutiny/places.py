"""Places in a text of which each can be taken once."""

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(slots=True)
class Places:
    """Stretches of a text that are taken; no two of them overlap."""

    taken: list[tuple[int, int]] = field(default_factory=list)

    def claim(self, start: int, end: int) -> bool:
        """Takes this stretch. Says no when part of it is taken already."""
        index = bisect_right(self.taken, (start, end))
        if index > 0 and self.taken[index - 1][1] > start:
            return False
        if index < len(self.taken) and self.taken[index][0] < end:
            return False
        self.taken.insert(index, (start, end))
        return True
