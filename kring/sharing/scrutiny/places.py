"""Places in a text of which each can be taken once."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Places:
    """Stretches of a text that are taken; no two of them overlap.

    A byte for each character: to claim a stretch costs its length, however many were claimed before.
    """

    taken: bytearray = field(default_factory=bytearray)

    def claim(self, start: int, end: int) -> bool:
        """Takes this stretch. Says no when part of it is taken already."""
        if self.taken.find(1, start, end) >= 0:
            return False
        self.taken.extend(bytes(max(0, end - len(self.taken))))
        self.taken[start:end] = b"\x01" * (end - start)
        return True
