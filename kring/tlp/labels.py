"""The five labels of TLP 2.0 (FIRST, "Traffic Light Protocol", version 2.0). They are never translated."""

from enum import IntEnum
from typing import Self


class Label(IntEnum):
    """How far something may travel. A higher number is a narrower audience."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    def wider_than(self, other: "Label") -> bool:
        """Does this label let more people read than the other?"""
        return self < other

    @property
    def marking(self) -> str:
        """As the standard writes it: "TLP:AMBER+STRICT"."""
        return "TLP:" + self.short

    @property
    def short(self) -> str:
        """Without the prefix: "AMBER+STRICT"."""
        return self.name.replace("_", "+")

    @property
    def slug(self) -> str:
        """For addresses and class names: "amber-strict"."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads "TLP:AMBER+STRICT", "amber_strict" or "Amber-Strict".

        TLP 1's WHITE is today's CLEAR. Raises ValueError, naming the text, for anything else.
        """
        name = text.strip().upper().removeprefix("TLP:").replace("+", "_").replace("-", "_")
        try:
            return cls["CLEAR" if name == "WHITE" else name]
        except KeyError:
            raise ValueError(f"not a TLP label: {text!r}") from None
